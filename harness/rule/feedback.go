package rule

import (
	"slices"
	"strings"

	"github.com/passproof/passproof/mockpass/journal"
)

// A Denied is a resource that was denied to an app, with the reason that Adobe Pass gave.
type Denied struct {
	Act      *journal.Act
	Exchange *journal.Exchange
	Resource string
	Why      Refusal
}

// Surfaced judges whether apps can tell their users why something was denied: by the
// code, by Adobe's message or by the MVPD's details. Wording of one's own is as good
// where it differs from code to code. Drivers that do not keep what an answer says
// show nothing.
func Surfaced(denials []Denied) []Case {
	var cases []Case
	for _, d := range denials {
		said, known := says(d)
		if !known {
			continue
		}
		switch {
		case explains(said, d.Why):
			cases = append(cases, Prove(nil, d.Exchange, d.Act))
		case len(said) == 0:
			cases = append(cases, Prove(Complain("the app heard no for %q and not why (%s); wanted the reason", d.Resource, d.Why.Code), d.Exchange, d.Act))
		default:
			cases = append(cases, ownWording(denials, d, said)...)
		}
	}
	return cases
}

// says is what the app was told beside the names of resources.
func says(d Denied) (said []string, known bool) {
	_, known = d.Act.Answer["texts"]
	names := append(d.Act.List("resources"), d.Act.Text("resource"))
	for _, text := range append(d.Act.List("texts"), d.Act.Text("reason"), d.Act.Text("message")) {
		if text != "" && !slices.Contains(names, text) && !slices.Contains(said, text) {
			said = append(said, text)
		}
	}
	slices.Sort(said)
	return said, known || len(said) > 0
}

func explains(said []string, why Refusal) bool {
	return slices.ContainsFunc(said, func(text string) bool {
		for _, part := range []string{why.Code, why.Message, why.Details} {
			if part != "" && strings.Contains(text, part) {
				return true
			}
		}
		return false
	})
}

// ownWording compares what was said about one code with what was said about others, as
// long as nothing else was denied along with it.
func ownWording(denials []Denied, d Denied, said []string) []Case {
	for _, other := range denials {
		if other.Why.Code == d.Why.Code || other.Act == d.Act || mixed(denials, other) || mixed(denials, d) {
			continue
		}
		if text, known := says(other); known && !explains(text, other.Why) {
			if slices.Equal(text, said) {
				return []Case{Prove(Complain("the app heard the same about %s as about %s; wanted the reason", d.Why.Code, other.Why.Code), other.Act, d.Exchange, d.Act)}
			}
			return []Case{Prove(nil, other.Act, d.Exchange, d.Act)}
		}
	}
	return nil
}

// mixed tells whether an answer to the app speaks of denials with different codes.
func mixed(denials []Denied, d Denied) bool {
	return slices.ContainsFunc(denials, func(o Denied) bool { return o.Act == d.Act && o.Why.Code != d.Why.Code })
}
