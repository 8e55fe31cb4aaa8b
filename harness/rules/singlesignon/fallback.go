package singlesignon

import (
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// Fallback: without single sign-on, users sign in as ever.
var Fallback = &rule.Rule{
	ID:        "SSO-FALLBACK",
	Phase:     rule.SingleSignOn,
	Level:     rule.Must,
	Feature:   rule.SSO,
	Statement: "A device that has no usable payload of single sign-on (no library, no permission, an error) signs in by the regular flow, and no empty or made-up header stands for the payload.",
	Why:       "The library is missing on old devices, and users say no: where login waits for what never comes, these users cannot watch at all.",
	Remedy:    "Treat every payload as optional: leave its header out and go on with the regular login.",
	Occasion:  "login on a device without usable payload",
	Missing:   "nobody signed in on a device that lacks its payload of single sign-on",
	Sources: []rule.Source{
		{Page: "amazon-sso-cookbook-rest-api-v2", Anchor: "fallback-amazon-sso"},
		{Page: "amazon-sso-cookbook-rest-api-v2", Anchor: "workflow"},
		{Page: "rest-api-v2-faqs", Anchor: "apple-sso-faq8"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, h := range holdings(e, "amazon", "roku", "service-token", "partner") {
			if h.fresh() {
				continue
			}
			if x, name := made(e, h); x != nil {
				cases = append(cases, rule.Prove(rule.Complain("%s for %s carries %s: %q, and the device had none; wanted no such header", x.Operation, h.device(), name, header(x, name)), h.act, x))
				continue
			}
			for _, a := range h.did(e, journal.Login) {
				cases = append(cases, regular(e, h, a)...)
			}
		}
		return cases
	},
}

// made finds a header that stands for a payload that is not there.
func made(e *rule.Evidence, h *holding) (*journal.Exchange, string) {
	for _, x := range h.calls(e) {
		for _, f := range x.Request.Header {
			for _, name := range []string{amazonHeader, rokuHeader, serviceHeader, partnerHeader} {
				if strings.EqualFold(f.Name, name) && slices.Contains([]string{"", "null", "nil", "none", "undefined", "{}", `""`}, strings.ToLower(strings.TrimSpace(f.Value))) {
					return x, name
				}
			}
		}
	}
	return nil, ""
}

// regular judges one login: it gives a code, and a user who uses it gets in.
func regular(e *rule.Evidence, h *holding, a *journal.Act) []rule.Case {
	why := h.kind() + " payload: " + h.state()
	switch {
	case a.Flag("signedIn"):
		return nil // there was nothing to fall back to
	case !a.Answered():
		return []rule.Case{rule.Prove(rule.Complain("the login of %s (%s) was not answered: %s; wanted the regular flow", h.device(), why, a.Failure), h.act, a)}
	case a.Text("code") == "":
		return []rule.Case{rule.Prove(rule.Complain("the login of %s (%s) gave no code; wanted the regular flow", h.device(), why), h.act, a)}
	}
	for _, x := range e.Operations("profilesByCode", "profiles", "profilesByMvpd") {
		if x.Start.After(a.Start) && e.Name(x) == h.device() && rule.HasProfile(x) {
			return []rule.Case{rule.Prove(nil, h.act, a, x)}
		}
	}
	return nil
}
