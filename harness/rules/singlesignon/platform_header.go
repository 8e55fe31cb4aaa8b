package singlesignon

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// PlatformHeader: the platform's token goes along as it came.
var PlatformHeader = &rule.Rule{
	ID:        "SSO-PLATFORM-HEADER",
	Phase:     rule.SingleSignOn,
	Level:     rule.Must,
	Feature:   rule.PlatformSSO,
	Statement: "The platform identity of a device is forwarded unchanged, as Adobe-Subject-Token (Amazon) or X-Roku-Reserved-Roku-Connect-Token (Roku), on sessions, profiles and decisions.",
	Why:       "A call without it is made for a device that has never signed in: the user who signed in with another app of the platform has to do it again.",
	Remedy:    "Let the app hand the token to the service with every call, keep the latest beside the device, and add it where the other headers of the device are added.",
	Occasion:  "session, lookup or decision for a device with a platform identity",
	Missing:   "no device with a platform identity was served",
	Sources: []rule.Source{
		{Page: "rest-api-v2-single-sign-on-platform-identity-flows", Anchor: "single-sign-on-platform-identity-full-flows"},
		{Page: "rest-api-v2-appendix-headers-adobe-subject-token", Anchor: "directives"},
		{Page: "rest-api-v2-sessions-apis-create-authentication-session", Anchor: "request"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		all := holdings(e, "amazon", "roku")
		bad := unusable(all)
		var cases []rule.Case
		for _, h := range all {
			if !h.fresh() {
				continue
			}
			for _, x := range h.calls(e, bearing...) {
				if bad[header(x, tokenHeaders[h.kind()])] == nil {
					cases = append(cases, rule.Prove(forwards(h, x), h.act, x))
				}
			}
		}
		return cases
	},
}

// forwards compares the headers of a call with what the device has.
func forwards(h *holding, x *journal.Exchange) *rule.Complaint {
	right, wrong := amazonHeader, rokuHeader
	if h.kind() == "roku" {
		right, wrong = wrong, right
	}
	switch sent := header(x, right); {
	case sent == "":
		return rule.Complain("%s for %s carries no %s; wanted the token that the device had delivered", x.Operation, h.device(), right)
	case sent != h.value():
		return rule.Complain("%s for %s carries another %s than the device had delivered; wanted it unchanged", x.Operation, h.device(), right)
	case header(x, wrong) != "":
		return rule.Complain("%s for %s carries %s beside %s; wanted that of its platform alone", x.Operation, h.device(), wrong, right)
	}
	return nil
}
