package headers

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// How long a service may take to make something of an answer.
const (
	digest   = 2 * time.Second  // until the app hears that its user is signed in
	nextLook = 20 * time.Second // until it looks for the profile: the slowest poller pauses 15 s
)

// TolerantReader: what answers may look like is no reason to fail.
var TolerantReader = &rule.Rule{
	ID:        "HDR-TOLERANT-READER",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Statement: "Answers are read leniently: timestamps as numbers or as text, in milliseconds, and members that nobody knows are ignored.",
	Why:       "Answers have gained members without notice before; a strict decoder turns the next release of Adobe Pass into an outage.",
	Remedy:    "Let the decoder ignore unknown members, and read timestamps in both spellings.",
	Occasion:  "call of an app during which an answer was written in another way",
	Missing:   "no answer was written in another way than usual",
	Sources: []rule.Source{
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-representation-structure"},
		{Page: "rest-api-v2-sessions-apis-create-authentication-session", Anchor: "success"},
		{Page: "rest-api-v2-sessions-apis-resume-authentication-session", Anchor: "samples"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, a := range e.Did(journal.Login, journal.Providers, journal.Preauthorize, journal.Play, journal.Logout) {
			if x := decisive(e, a); x != nil {
				cases = append(cases, rule.Prove(stumbles(a, x), x, a))
			}
		}
		for _, x := range e.Operations("profiles", "profilesByMvpd", "profilesByCode") {
			if c := welcomed(e, x); c != nil {
				cases = append(cases, *c)
			}
		}
		return append(cases, waited(e)...)
	},
}

// feeds are the operations whose answer an app gets to see.
var feeds = map[string]string{
	journal.Login: "createSession", journal.Providers: "configuration", journal.Preauthorize: "preauthorize",
	journal.Play: "authorize", journal.Logout: "logout",
}

// decisive is the answer on which the answer to an app rests, if it was written in another
// way and said yes; nil: there is none.
func decisive(e *rule.Evidence, a *journal.Act) *journal.Exchange {
	all := e.During(a, 0, feeds[a.Verb])
	if len(all) == 0 {
		return nil
	}
	x := all[len(all)-1]
	if !e.Loose(x) || x.Response.Status/100 != 2 || x.Response.Cut {
		return nil
	}
	switch a.Verb {
	case journal.Login:
		if s, ok := rule.SessionOf(x); !ok || s.Code == "" {
			return nil
		}
	case journal.Play:
		if d := rule.DecisionOn(x, a.Text("resource")); d == nil || !d.Authorized {
			return nil
		}
	}
	return x
}

// stumbles says what the app lacks of an answer that Adobe Pass has given.
func stumbles(a *journal.Act, x *journal.Exchange) *rule.Complaint {
	const wanted = "wanted the answer to be read, however it was written"
	if !a.Answered() {
		return rule.Complain("%s failed (%s) after %s had been answered; %s", a.Verb, a.Failure, x.Operation, wanted)
	}
	switch a.Verb {
	case journal.Login:
		if s, _ := rule.SessionOf(x); a.Text("code") == "" {
			return rule.Complain("the app got no code, and Adobe Pass had given %s; %s", s.Code, wanted)
		}
	case journal.Providers:
		if n := len(rule.Providers(x)); n > 0 && len(a.List("ids")) == 0 {
			return rule.Complain("the app got no providers, and Adobe Pass had listed %d; %s", n, wanted)
		}
	case journal.Preauthorize:
		wished, permitted := a.List("resources"), a.List("permitted")
		for _, d := range rule.Decisions(x) {
			if d.Authorized && slices.Contains(wished, d.Resource) && !slices.Contains(permitted, d.Resource) {
				return rule.Complain("the app was not told of the permit for %q; %s", d.Resource, wanted)
			}
		}
	case journal.Play:
		if !a.Flag("allowed") {
			return rule.Complain("the app was denied %q, which Adobe Pass had permitted; %s", a.Text("resource"), wanted)
		}
	}
	return nil
}

// welcomed judges whether an app hears of a profile: nil where it did not ask.
func welcomed(e *rule.Evidence, x *journal.Exchange) *rule.Case {
	if !e.Loose(x) || !rule.HasProfile(x) {
		return nil
	}
	device := e.Name(x)
	for _, a := range e.Acts {
		if a.Device != device || device == "" || a.Start.Before(x.End) {
			continue
		}
		switch a.Verb {
		case journal.Logout, journal.Alter, journal.Login:
			return nil // from here on it may have ended
		case journal.Status:
			if a.Answered() && a.Flag("signedIn") {
				c := rule.Prove(nil, x, a)
				return &c
			}
			if a.Start.After(x.End.Add(digest)) {
				c := rule.Prove(rule.Complain("the app is told that nobody is signed in %v after Adobe Pass had given the profile; wanted the answer to be read, however it was written", a.Start.Sub(x.End).Round(100*time.Millisecond)), x, a)
				return &c
			}
		}
	}
	return nil
}

// waited judges whether a service still looks for the profile of a session that was written
// in another way, once the viewer is done: who takes milliseconds for seconds, or cannot
// read when the code ends, may have given it up.
func waited(e *rule.Evidence) []rule.Case {
	var cases []rule.Case
	sessions := map[string]*journal.Exchange{}
	for _, x := range e.Operations("createSession") {
		if who := e.Actor(x); who != nil && e.Loose(x) && x.Code != "" {
			sessions[who.Name] = x
		}
	}
	for _, a := range e.Did(journal.Browse) {
		x := sessions[a.Device]
		s, ok := rule.Session{}, false
		if x != nil && x.End.Before(a.Start) && a.Text("step") == "login" && a.Answered() {
			s, ok = rule.SessionOf(x)
		}
		if !ok || !s.NotAfter.IsZero() && s.NotAfter.Before(a.End.Add(nextLook)) {
			continue
		}
		look := look(e, a)
		if look != nil {
			cases = append(cases, rule.Prove(nil, x, look))
		} else if alive, ok := e.AliveAt(a.End.Add(nextLook)); ok {
			cases = append(cases, rule.Prove(rule.Complain("nothing has looked for the profile of %s in %v, and its code had not ended; wanted the session to be read, however it was written", a.Device, nextLook), x, alive, a))
		}
	}
	return cases
}

// look is the first lookup of a profile for the device after the viewer was done.
func look(e *rule.Evidence, a *journal.Act) *journal.Exchange {
	for _, x := range e.Operations("profiles", "profilesByMvpd", "profilesByCode") {
		if x.Start.After(a.Start) && x.Start.Before(a.End.Add(nextLook)) && e.Name(x) == a.Device {
			return x
		}
	}
	return nil
}
