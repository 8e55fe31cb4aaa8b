package network

import (
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// HTTPS: nothing is told to anybody who cannot prove to be Adobe.
var HTTPS = &rule.Rule{
	ID:        "NET-HTTPS",
	Phase:     rule.Network,
	Level:     rule.Must,
	ByName:    true,
	Passive:   true,
	Statement: "Every call to Adobe Pass uses HTTPS, with the certificate verified.",
	Why:       "Credentials and tokens go with every call: whoever stands in between can take them, and play in the name of every user.",
	Remedy:    "Write https:// into the base URL, and turn the verification of certificates on: no InsecureSkipVerify, rejectUnauthorized: false, verify=False, or trust manager that trusts all. For tests, trust the test authority.",
	Occasion:  "wrong certificate that was shown to a service",
	Missing:   "no wrong certificate was shown to a service",
	Sources: []rule.Source{
		{Page: "roku-sso-cookbook-rest-api-v2", Anchor: "faqs"},
		{Page: "rest-api-v2-appendix-headers-authorization", Anchor: "syntax"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case { return append(unprotected(e), deceived(e)...) },
}

// unprotected are calls to a host of Adobe's over HTTP, one of each operation. What goes
// to another host goes to a mock at an address that the harness has given.
func unprotected(e *rule.Evidence) []rule.Case {
	var cases []rule.Case
	seen := map[string]bool{}
	for _, x := range e.Operations() {
		host, _ := x.Request.Value("Host")
		if x.Scheme != "http" || !adobes(host) || seen[x.Operation] {
			continue
		}
		seen[x.Operation] = true
		cases = append(cases, rule.Prove(rule.Complain("%s %s went to %s over plain HTTP; wanted HTTPS", x.Request.Method, x.Request.Path(), host), x))
	}
	return cases
}

func adobes(host string) bool {
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	return strings.HasSuffix(host, ".auth.adobe.com") || strings.HasSuffix(host, ".auth-staging.adobe.com")
}

// faults say what is wrong with certificates.
var faults = map[string]string{
	journal.WrongName:        "that is another host's",
	journal.UnknownAuthority: "of an authority that nobody trusts",
	journal.Expired:          "that is out of date",
}

// deceived judges, for each network, each fault that its data centre has shown: a request
// on such a connection was sent in spite of it. Clients that look at the certificate after
// the handshake end it then.
func deceived(e *rule.Evidence) []rule.Case {
	told := map[uint64]*journal.Exchange{}
	for _, x := range e.Operations() {
		if x.Conn != 0 && told[x.Conn] == nil {
			told[x.Conn] = x
		}
	}
	type shown struct{ network, fault string }
	found := map[shown]int{}
	var cases []rule.Case
	for _, c := range e.Connections {
		if c.Certificate == "" || c.Outcome != journal.Ready && c.Outcome != journal.Aborted {
			continue
		}
		now := rule.Prove(nil, c)
		x := told[c.Number]
		if c.Number == 0 {
			x = nil
		}
		if x != nil {
			now = rule.Prove(rule.Complain("%s %s was sent to a server with a certificate %s; wanted no request", x.Request.Method, x.Request.Path(), faults[c.Certificate]), c, x)
		}
		key := shown{c.Network, c.Certificate}
		at, ok := found[key]
		switch {
		case !ok:
			found[key] = len(cases)
			cases = append(cases, now)
		case cases[at].Complaint == nil && now.Complaint != nil:
			cases[at] = now
		}
	}
	return cases
}
