package app

import (
	"maps"
	"slices"

	"github.com/passproof/passproof/mockpass/journal"
)

// What an answer says in words: longer texts are tokens and pages, not messages.
const (
	longestText = 300
	mostTexts   = 100
)

// refusable tells a verb whose answer may have to be explained to the user.
func refusable(verb string) bool {
	return slices.Contains([]string{journal.Preauthorize, journal.Play, journal.Preview, journal.Logout}, verb)
}

// spoken are the texts of an answer, in the order of their names: what the app could tell
// the user, however the service calls it.
func spoken(document any, body []byte) []string {
	out := []string{}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			if v != "" && len(v) <= longestText && len(out) < mostTexts {
				out = append(out, v)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				walk(v[name])
			}
		}
	}
	if document == nil {
		document = string(body)
	}
	walk(document)
	return out
}
