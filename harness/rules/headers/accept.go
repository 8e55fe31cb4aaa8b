package headers

import (
	"mime"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// Accept: who says what it accepts, accepts JSON.
var Accept = &rule.Rule{
	ID:        "HDR-ACCEPT",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Passive:   true,
	Statement: "Where Accept is sent to REST API V2, it asks for application/json in UTF-8.",
	Why:       "Adobe Pass answers in JSON only: an Accept for something else may be refused as soon as it is looked at.",
	Remedy:    "Set Accept: application/json;charset=utf-8, or leave it out; look at what your HTTP library sends by itself.",
	Occasion:  "request to REST API V2",
	Missing:   "the service made no request to REST API V2",
	Sources: []rule.Source{
		{Page: "rest-api-v2-profiles-apis-retrieve-profiles", Anchor: "request"},
		{Page: "rest-api-v2-decisions-apis-retrieve-authorization-decisions-using-specific-mvpd", Anchor: "request"},
	},
	Grain: rule.Exchange,
	Check: func(e *rule.Evidence) []rule.Case {
		return rule.Each(e.Operations(v2...), accepts)
	},
}

// accepts looks at the type that stands first: libraries add others behind it. Whoever
// takes anything takes JSON too, but has not said what the reference wants said.
func accepts(x *journal.Exchange) *rule.Complaint {
	value, ok := x.Request.Value("Accept")
	if !ok {
		return nil
	}
	first, _, _ := strings.Cut(value, ",")
	kind, params, err := mime.ParseMediaType(first)
	if err != nil {
		kind = strings.ToLower(strings.TrimSpace(first))
	}
	charset, set := params["charset"]
	switch {
	case kind == "application/json" && set && !strings.EqualFold(charset, "utf-8"):
		return rule.Complain("%s accepts JSON in %s; wanted application/json;charset=utf-8, or no Accept", x.Operation, charset)
	case kind == "application/json":
		return nil
	case kind == "*/*", kind == "application/*":
		return rule.Warn("%s accepts %q; wanted application/json;charset=utf-8, or no Accept", x.Operation, value)
	}
	return rule.Complain("%s accepts %q; wanted application/json;charset=utf-8, or no Accept", x.Operation, value)
}
