package errors

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// NoSelfInflicted: a service that does everything right is not refused.
var NoSelfInflicted = &rule.Rule{
	ID:        "ERR-NO-SELF-INFLICTED",
	Phase:     rule.Errors,
	Level:     rule.Should,
	Passive:   true,
	Statement: "On a clean path Adobe Pass refuses nothing: no 400, 401, 403, 404, 405 or 429.",
	Why:       "Refusals that the service brings upon itself hide the ones that matter, and cost a request each.",
	Remedy:    "Find out which request is refused and why before release; do not use refusals to find things out.",
	Occasion:  "request that nobody had told the mock to refuse",
	Missing:   "the service made no request",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-error-handling"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations() {
			if len(x.Directed) > 0 || owned(e, x) {
				continue
			}
			var c *rule.Complaint
			if slices.Contains([]int{400, 401, 403, 404, 405, 429}, x.Response.Status) {
				c = rule.Complain("%s was answered %d %s; wanted no refusal on a clean path", x.Operation, x.Response.Status, rule.Refused(x).Code)
			}
			cases = append(cases, rule.Prove(c, x))
		}
		return cases
	},
}

// owned tells whether a more specific rule judges the refusal: paths that do not exist,
// requests that depart from the contract, registrations, polls for codes that have
// ended, lists that are too long, logouts that end nowhere, tokens that were used too
// long, credentials that were lost, budgets that were overdrawn, what was changed at
// Adobe Pass by hand, and codes that users typed.
func owned(e *rule.Evidence, x *journal.Exchange) bool {
	switch {
	case x.Operation == "", len(x.Violations) > 0, x.Operation == "register", x.Operation == "profilesByCode":
		return x.Response.Status >= 400
	case slices.Contains([]string{"too_many_resources", "invalid_parameter_redirect_url"}, rule.Refused(x).Code):
		return true
	case x.Operation == "partnerProfile": // SSO-PARTNER-SAML-ENCODING, SSO-PARTNER-PROFILE-ONCE, SSO-PARTNER-STATUS-FORMAT
		return x.Response.Status >= 400
	case premium(e, x), altered(e, x), typed(e, x), lost(e, x), shared(e, x):
		return true
	case x.Response.Status == 401:
		return expired(e, x)
	case x.Response.Status == 429:
		return true // of the throttle itself: NET-THROTTLE-BUDGET
	}
	return false
}

func expired(e *rule.Evidence, x *journal.Exchange) bool {
	t := e.TokenOf(x)
	if t == nil {
		return true // an unknown token is the matter of HDR-AUTHORIZATION
	}
	var body struct {
		Expires int64 `json:"expires_in"`
	}
	return t.Response.JSON(&body) == nil && x.Start.After(t.Start.Add(time.Duration(body.Expires)*time.Second))
}

// altered tells whether the refusal follows from something that was changed at Adobe
// Pass by hand, which the service could not know: an integration was switched off, or
// a profile was taken away. Recorded traffic does not tell whether that was so.
func altered(e *rule.Evidence, x *journal.Exchange) bool {
	code := rule.Refused(x).Code
	if len(e.Acts) == 0 {
		return strings.HasPrefix(code, "authenticated_profile_") || code == "invalid_integration"
	}
	for _, a := range e.Did(journal.Alter) {
		if a.Start.After(x.Start) {
			continue
		}
		switch a.Text("what") {
		case "disabled":
			if code == "invalid_integration" && a.Text("mvpd") == cmp.Or(x.MVPD, named(x)) {
				return true
			}
		case "expired", "invalidated", "forgotten":
			if strings.HasPrefix(code, "authenticated_profile_") && a.Device == e.Name(x) {
				return true
			}
		}
	}
	return false
}

// named is the MVPD that a session request names in its form.
func named(x *journal.Exchange) string {
	form, err := x.Request.Form()
	if err != nil {
		return ""
	}
	return form.Get("mvpd")
}
