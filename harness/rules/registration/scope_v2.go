package registration

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ScopeV2: the registered application is one for REST API V2.
var ScopeV2 = &rule.Rule{
	ID:        "REG-SCOPE-V2",
	Phase:     rule.Registration,
	Level:     rule.Must,
	Passive:   true,
	Statement: "Registration uses the software statement of an application that has the scope of REST API V2.",
	Why:       "Tokens of another application are refused on every call: the service works nowhere.",
	Remedy:    "Download the software statement of the application with the scope api:client:v2 and configure the service with it.",
	Occasion:  "registration",
	Missing:   "the service registered nothing",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-registration-phase"},
		{Page: "dynamic-client-registration-apis-retrieve-client-credentials", Anchor: "success"},
	},
	Grain: rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, x := range e.Operations("register") {
			if c, told := scope(x, e.Declared.SoftwareStatement); told {
				cases = append(cases, rule.Prove(c, x))
			}
		}
		return cases
	},
}

// scope judges one registration. A refused one with a statement that cannot be compared
// tells nothing, and neither do scopes that a direction has written.
func scope(x *journal.Exchange, want string) (c *rule.Complaint, told bool) {
	var asked struct {
		Statement string `json:"software_statement"`
	}
	known := x.Request.JSON(&asked) == nil && asked.Statement != "" && want != ""
	if known && asked.Statement != want {
		return rule.Complain("the software statement is not the one that the service was given; wanted that one only"), true
	}
	var got struct {
		Scopes []string `json:"scopes"`
	}
	granted := x.Response.Status/100 == 2 && len(x.Directed) == 0 && x.Response.JSON(&got) == nil
	if granted && !slices.Contains(got.Scopes, "api:client:v2") {
		return rule.Complain("the application has the scopes %q; wanted api:client:v2", got.Scopes), true
	}
	return nil, known || granted
}
