package headers

import (
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// VisitorID: the Experience Cloud ID goes along with every call.
var VisitorID = &rule.Rule{
	ID:        "HDR-VISITOR-ID",
	Phase:     rule.Headers,
	Level:     rule.Should,
	Passive:   true,
	Feature:   rule.VisitorID,
	Statement: "A Programmer that uses the Experience Cloud ID sends that of the user in AP-Visitor-Identifier on every call.",
	Why:       "Reports link what a user does by this id: a call without it, or with another's, is a visitor that nobody knows.",
	Remedy:    "Let the app tell the id, keep it with the device for polls, and set the header, without quotes, where requests are made.",
	Occasion:  "request for a user whose Experience Cloud ID the app had told",
	Missing:   "no request could be told to be for a user with an Experience Cloud ID",
	Sources: []rule.Source{
		{Page: "exp-cloud-id-authn", Anchor: "rest-api-v2"},
		{Page: "rest-api-v2-appendix-headers-ap-visitor-identifier", Anchor: "overview"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		at := addresses(e)
		var cases []rule.Case
		for _, x := range e.Operations(v2...) {
			who := actor(e, x)
			if chain := forwarded(x); who == nil && len(chain) > 0 {
				who = at[rule.PlainAddress(chain[0])]
			}
			if who == nil || who.ECID == "" || x.Operation == "configuration" {
				continue // the reference of the configuration does not list the header
			}
			cases = append(cases, rule.Prove(visits(e, x, who), x))
		}
		return cases
	},
}

func visits(e *rule.Evidence, x *journal.Exchange, who *rule.Participant) *rule.Complaint {
	value, _ := x.Request.Value("AP-Visitor-Identifier")
	switch {
	case value == who.ECID:
		return nil
	case value == "":
		return rule.Complain("%s for %s carries no AP-Visitor-Identifier; wanted %s", x.Operation, who.Name, who.ECID)
	case strings.Trim(value, `"'`) == who.ECID:
		return rule.Complain("%s for %s carries AP-Visitor-Identifier in quotes; wanted %s as it is", x.Operation, who.Name, who.ECID)
	}
	for _, other := range e.Participants() {
		if value == other.ECID {
			return rule.Complain("%s for %s carries the AP-Visitor-Identifier of another user; wanted %s", x.Operation, who.Name, who.ECID)
		}
	}
	return rule.Complain("%s for %s carries AP-Visitor-Identifier %s; wanted %s", x.Operation, who.Name, value, who.ECID)
}
