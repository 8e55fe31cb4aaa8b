package degraded

import (
	"strings"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// denied is the error of AuthZNone.
const denied = "authorization_denied_by_degradation_rule"

// How long after such a deny the service is held to it, and how long it must be alive
// to have kept it.
const (
	watched = 5 * time.Second
	lived   = 2 * time.Second
)

// AuthZNone: nobody gets in, and that is all.
var AuthZNone = &rule.Rule{
	ID:        "DEGR-AUTHZNONE",
	Phase:     rule.Degraded,
	Level:     rule.Must,
	Statement: "A deny by a degradation rule ends as a deny with the Programmer's text: no repeat, no logout, no new login.",
	Why:       "AuthZNone takes load off an MVPD: services that repeat, or send everybody through the login again, put it back on.",
	Remedy:    "Pass the deny and its details on to the app and leave the profile alone; the action of the error is none.",
	Occasion:  "decision that was denied by a degradation rule",
	Missing:   "nothing was denied by a degradation rule",
	Sources: []rule.Source{
		{Page: "rest-api-v2-decisions-apis-retrieve-authorization-decisions-using-specific-mvpd", Anchor: "samples"},
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-lists-rest-api-v2"},
	},
	Feature: rule.DegradedAccess,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		again := map[journal.ID]bool{} // a repeat is judged with its first
		for _, x := range e.Operations("preauthorize", "authorize") {
			details, ok := deniedByRule(x)
			who := e.Name(x)
			if !ok || again[x.ID] || who == "" {
				continue
			}
			for _, y := range unasked(e, x, who, watched, x.Operation) {
				again[y.ID] = true
			}
			if c, proof := taken(e, x, who, details); c != nil {
				cases = append(cases, rule.Prove(c, x, proof))
			} else if alive, ok := e.AliveAt(x.End.Add(lived)); ok {
				cases = append(cases, rule.Prove(nil, x, alive))
			}
		}
		return cases
	},
}

// deniedByRule tells whether an answer holds a deny of AuthZNone, and the Programmer's text.
func deniedByRule(x *journal.Exchange) (details string, ok bool) {
	var body struct {
		Decisions []struct {
			Error struct {
				Code    string `json:"code"`
				Details string `json:"details"`
			} `json:"error"`
		} `json:"decisions"`
	}
	if x.Response.Status/100 != 2 || x.Response.JSON(&body) != nil {
		return "", false
	}
	for _, d := range body.Decisions {
		if d.Error.Code == denied {
			return d.Error.Details, true
		}
	}
	return "", false
}

// taken judges what the service made of such a deny, with the entry that decides.
func taken(e *rule.Evidence, x *journal.Exchange, who, details string) (*rule.Complaint, journal.Entry) {
	if all := unasked(e, x, who, watched, "logout"); len(all) > 0 {
		return rule.Complain("%s was signed out after a deny by a degradation rule; wanted a deny and nothing else", who), all[0]
	}
	if all := unasked(e, x, who, watched, "createSession"); len(all) > 0 {
		return rule.Complain("a new login was started for %s after a deny by a degradation rule; wanted a deny and nothing else", who), all[0]
	}
	for _, y := range unasked(e, x, who, watched, x.Operation) {
		if sameQuestion(x, y) {
			return rule.Complain("%s was asked for again %v after a deny by a degradation rule; wanted no repeat",
				x.Operation, y.Start.Sub(x.End).Round(time.Millisecond)), y
		}
	}
	play := e.UnderWay(x, 0, journal.Play)
	if play == nil || !play.Answered() {
		return nil, nil // that a deny must be answered is the matter of AUTHZ-RELAY-DECISION
	}
	if play.Flag("signIn") {
		return rule.Complain("the app was told to let the user sign in after a deny by a degradation rule; wanted a deny and nothing else"), play
	}
	if texts := play.List("texts"); details != "" && texts != nil && !strings.Contains(strings.Join(texts, "\n"), details) {
		return rule.Warn("the app was not given the text %q that the Programmer has set for the rule; wanted it for the user", details), play
	}
	return nil, nil
}

// sameQuestion tells a repeat from a call about other resources.
func sameQuestion(x, y *journal.Exchange) bool {
	return x.MVPD == y.MVPD && strings.Join(rule.Resources(x), "\x00") == strings.Join(rule.Resources(y), "\x00")
}
