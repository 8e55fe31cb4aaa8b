package headers

import (
	"encoding/json"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// typed are the media types of the bodies. Registration has rules of its own.
var typed = map[string]string{
	"createSession": form, "resumeSession": form, "partnerSession": form, "partnerProfile": form,
	"preauthorize": "application/json", "authorize": "application/json",
}

const form = "application/x-www-form-urlencoded"

// ContentType: bodies are typed as documented.
var ContentType = &rule.Rule{
	ID:        "HDR-CONTENT-TYPE",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Passive:   true,
	Statement: "Sessions are posted as forms and decisions as JSON, with the Content-Type to match.",
	Why:       "A body of another type is not read: the session lacks all its parameters, the decision its resources.",
	Remedy:    "Set application/x-www-form-urlencoded for sessions and application/json for decisions.",
	Occasion:  "request with a body",
	Missing:   "no request had a body",
	Sources: []rule.Source{
		{Page: "rest-api-v2-sessions-apis-create-authentication-session", Anchor: "request"},
		{Page: "rest-api-v2-decisions-apis-retrieve-authorization-decisions-using-specific-mvpd", Anchor: "request"},
	},
	Grain: rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations() {
			want := typed[x.Operation]
			if want == "" || len(x.Request.Body) == 0 {
				continue
			}
			cases = append(cases, rule.Prove(body(x, want), x))
		}
		return cases
	},
}

// body says what is wrong with a body; one that was recorded in part is judged by its
// type alone.
func body(x *journal.Exchange, want string) *rule.Complaint {
	switch got := x.Request.MediaType(); {
	case got == "":
		return rule.Complain("%s is posted without Content-Type; wanted %s", x.Operation, want)
	case got != want:
		return rule.Complain("%s is posted as %q; wanted %s", x.Operation, got, want)
	case !x.Request.Cut && !parses(x, want):
		return rule.Complain("the body of %s cannot be read as %s", x.Operation, want)
	}
	return nil
}

func parses(x *journal.Exchange, want string) bool {
	if want != form {
		return json.Valid(x.Request.Body)
	}
	_, err := x.Request.Form()
	return err == nil && !json.Valid(x.Request.Body)
}

// unread tells a body of the wrong type: what the contract says of its fields cannot be
// held against it.
func unread(x *journal.Exchange) bool {
	want := typed[x.Operation]
	switch x.Operation {
	case "register":
		want = "application/json"
	case "token":
		want = form
	}
	return want != "" && len(x.Request.Body) > 0 && body(x, want) != nil
}
