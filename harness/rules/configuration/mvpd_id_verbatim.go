package configuration

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// MVPDIDVerbatim: MVPD ids are used as they were delivered.
var MVPDIDVerbatim = &rule.Rule{
	ID:        "CFG-MVPD-ID-VERBATIM",
	Phase:     rule.Configuration,
	Level:     rule.Must,
	Statement: "MVPD ids are used exactly as the configuration delivers them, case and punctuation included.",
	Why:       "Adobe Pass does not know the id in another spelling: the customers of that provider cannot sign in.",
	Remedy:    "Keep the id untouched, and percent-encode it once where it becomes a path segment.",
	Occasion:  "use of an MVPD id whose spelling can be got wrong",
	Missing:   "no MVPD id with mixed case, spaces or punctuation was used",
	Sources: []rule.Source{
		{Page: "rest-api-v2-faqs", Anchor: "configuration-phase-faq3"},
		{Page: "rest-api-v2-faqs", Anchor: "configuration-phase-faq6"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		known := delivered(e)
		var cases []rule.Case
		for _, x := range e.Operations("createSession", "resumeSession", "profilesByMvpd", "preauthorize", "authorize", "logout") {
			id := used(x)
			if id == "" {
				continue
			}
			if slices.Contains(known, id) {
				if awkward(id) {
					cases = append(cases, rule.Prove(nil, x))
				}
				continue
			}
			// An id that resembles none is somebody's guess, which other rules judge.
			if right := near(id, known); right != "" {
				cases = append(cases, rule.Prove(rule.Complain("the MVPD id %q was sent; wanted %q, as it was delivered", id, right), x))
			}
		}
		return cases
	},
}

// delivered are the ids that the service can know: from configurations, and from the
// users' choices.
func delivered(e *rule.Evidence) []string {
	var known []string
	for _, x := range e.Operations("configuration") {
		var body struct {
			Requestor struct {
				MVPDs []struct {
					ID string `json:"id"`
				} `json:"mvpds"`
			} `json:"requestor"`
		}
		if x.Response.JSON(&body) == nil {
			for _, m := range body.Requestor.MVPDs {
				known = append(known, m.ID)
			}
		}
	}
	for _, a := range e.Did(journal.Login, journal.Activate) {
		if id := a.Text("mvpd"); id != "" {
			known = append(known, id)
		}
	}
	return known
}

// used is the id that a request names: in its form, or in its path.
func used(x *journal.Exchange) string {
	if strings.HasSuffix(x.Operation, "Session") {
		form, err := x.Request.Form()
		if err != nil {
			return ""
		}
		return form.Get("mvpd")
	}
	return x.MVPD
}

// awkward tells whether an id has more than letters of one case and digits.
func awkward(id string) bool {
	upper, lower, other := false, false, false
	for i, r := range id {
		switch {
		case unicode.IsUpper(r):
			upper = upper || i > 0
		case unicode.IsLower(r):
			lower = true
		case !unicode.IsDigit(r):
			other = true
		}
	}
	return other || upper && lower
}

// near finds the delivered id that a wrong one was made of.
func near(id string, known []string) string {
	for _, k := range known {
		if bare(id) == bare(k) {
			return k
		}
		if decoded, err := url.PathUnescape(id); err == nil && decoded != id && decoded == k {
			return k
		}
	}
	return ""
}

// bare is an id without case, spaces and punctuation.
func bare(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, id)
}
