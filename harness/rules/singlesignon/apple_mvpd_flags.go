package singlesignon

import (
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// AppleMVPDFlags: the configuration says who takes part.
var AppleMVPDFlags = &rule.Rule{
	ID:      "SSO-APPLE-MVPD-FLAGS",
	Phase:   rule.SingleSignOn,
	Level:   rule.Must,
	Feature: rule.AppleSSO,
	Statement: "The provider of the framework is mapped to an MVPD by platformMappingId, and the partner's flow is used for it only where " +
		"boardingStatus and enablePlatformServices say so; its own id never reaches Adobe Pass as an MVPD.",
	Why:      "Adobe Pass does not know Apple's ids: every call with one is refused, and a user whose provider is not on board waits for a framework that does not answer.",
	Remedy:   "Look the provider's id up in the configuration of the platform; use the partner's flow for SUPPORTED and enabled, and the regular one with that MVPD for all others.",
	Occasion: "login with a provider that the framework knows",
	Missing:  "nobody signed in with a provider that the framework knows",
	Sources: []rule.Source{
		{Page: "apple-sso-cookbook-rest-api-v2", Anchor: "workflow"},
		{Page: "rest-api-v2-configuration-apis-retrieve-configuration-for-specific-service-provider", Anchor: "success"},
		{Page: "apple-sso-overview", Anchor: "apple-sso-prerequisites-programmer"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, h := range holdings(e, "partner") {
			if !h.fresh() {
				continue
			}
			if x, id := foreign(e, h); x != nil {
				cases = append(cases, rule.Prove(rule.Complain("%s for %s names the MVPD %q, which is the framework's id; wanted that of Adobe Pass", x.Operation, h.device(), id), h.act, x))
				continue
			}
			for _, a := range h.did(e, journal.Login) {
				if a.Text("screen") == "partner" {
					cases = append(cases, boarded(e, h, a)...)
				}
			}
		}
		return cases
	},
}

// foreign finds a call that names the framework's id as though it were an MVPD's.
func foreign(e *rule.Evidence, h *holding) (*journal.Exchange, string) {
	s, _ := readStatus(h.value())
	if s.provider == "" {
		return nil, ""
	}
	for _, x := range h.calls(e) {
		if sent, _ := field(x, "mvpd"); x.MVPD == s.provider || sent == s.provider || strings.HasSuffix(x.Request.Path(), "/"+s.provider) {
			return x, s.provider
		}
	}
	return nil, ""
}

// boarded judges a login by how the MVPD stands with the partner.
func boarded(e *rule.Evidence, h *holding, a *journal.Act) []rule.Case {
	if a.Flag("signedIn") {
		return nil
	}
	mvpd, how := h.act.Text("mvpd"), h.act.Text("boarding")
	partner := e.During(a, late, "partnerSession")
	if how == "onboarded" {
		if len(partner) == 0 {
			return []rule.Case{rule.Prove(rule.Complain("%s takes part in partner single sign-on, and no session of the partner was asked for; wanted one", mvpd), h.act, a)}
		}
		return []rule.Case{rule.Prove(nil, h.act, a, partner[0])}
	}
	sessions := append(e.During(a, late, "createSession"), partner...)
	switch {
	case a.Text("request") != "":
		return []rule.Case{rule.Prove(rule.Complain("the app was sent to the framework for a provider that is %s there; wanted the regular flow", how), h.act, a)}
	case a.Text("code") == "":
		return []rule.Case{rule.Prove(rule.Complain("the login with a provider that is %s at the partner gave no code; wanted the regular flow", how), h.act, a)}
	case len(partner) > 0:
		return []rule.Case{rule.Prove(rule.Warn("a session of the partner was asked for with a provider that is %s there; wanted the regular flow at once", how), h.act, partner[0])}
	}
	for _, x := range sessions {
		if s, ok := rule.SessionOf(x); ok && mvpd != "" && s.MVPD != mvpd {
			return []rule.Case{rule.Prove(rule.Warn("the framework knows that the user's provider is %s, and the session asks for one again; wanted it picked already", mvpd), h.act, x)}
		}
	}
	return []rule.Case{rule.Prove(nil, h.act, a)}
}
