package singlesignon

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// PartnerStatusHeader: what the framework says goes along.
var PartnerStatusHeader = &rule.Rule{
	ID:      "SSO-PARTNER-STATUS-HEADER",
	Phase:   rule.SingleSignOn,
	Level:   rule.Must,
	Passive: true,
	Feature: rule.AppleSSO,
	Statement: "AP-Partner-Framework-Status is sent on sessions/sso/{partner} and profiles/sso/{partner}, on lookups where the user may have a profile of the partner, " +
		"and on decisions that rest on one.",
	Why:      "Without it Adobe Pass does not see the partner's profile: the user is signed in at system level and denied in the app.",
	Remedy:   "Keep the latest status that the app has sent beside the device, and add it to these calls.",
	Occasion: "call that needs the framework's status",
	Missing:  "no device on which the framework knows the user was served",
	Sources: []rule.Source{
		{Page: "rest-api-v2-single-sign-on-partner-flows", Anchor: "workflow-retrieve-partner-authentication-request"},
		{Page: "rest-api-v2-faqs", Anchor: "apple-sso-faq3"},
		{Page: "rest-api-v2-faqs", Anchor: "apple-sso-faq6"},
		{Page: "rest-api-v2-partner-single-sign-on-apis-retrieve-partner-authentication-request", Anchor: "request"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations("partnerSession", "partnerProfile") {
			cases = append(cases, rule.Prove(tells(x), x))
		}
		for _, h := range holdings(e, "partner") {
			if !h.fresh() {
				continue
			}
			kinds := profileTypes{}
			for _, x := range h.calls(e, "profiles", "profilesByMvpd", "profilesByCode", "partnerProfile", "logout", "preauthorize", "authorize") {
				if needs(h, kinds, x) {
					cases = append(cases, rule.Prove(tells(x), h.act, x))
				}
				kinds.see(x)
			}
		}
		return cases
	},
}

func tells(x *journal.Exchange) *rule.Complaint {
	if header(x, partnerHeader) == "" {
		return rule.Complain("%s carries no %s; wanted what the framework says", x.Operation, partnerHeader)
	}
	return nil
}

// profileTypes are the types of the profiles that a device has, by MVPD.
type profileTypes map[string]string

func (p profileTypes) see(x *journal.Exchange) {
	if x.Operation == "logout" {
		delete(p, x.MVPD)
	}
	for mvpd, profile := range rule.Profiles(x) {
		p[mvpd] = profile.Type
	}
}

// needs tells whether a call has no use without the status: a lookup that could find the
// partner's profile, or a decision that rests on it.
func needs(h *holding, kinds profileTypes, x *journal.Exchange) bool {
	switch x.Operation {
	case "profiles":
		return true
	case "profilesByMvpd":
		return x.MVPD == h.act.Text("mvpd") && kinds[x.MVPD] != "regular"
	case "preauthorize", "authorize":
		return kinds[x.MVPD] == "appleSSO"
	}
	return false
}
