package registration

import (
	"maps"
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// ReregisterReauth: with new credentials the user signs in anew.
var ReregisterReauth = &rule.Rule{
	ID:        "REG-REREGISTER-REAUTH",
	Phase:     rule.Registration,
	Level:     rule.Must,
	Statement: "After a new registration the service forgets the profile and the decisions of the old one and lets the user sign in again.",
	Why:       "Profiles cannot be reached with other credentials: an app that shows its user as signed in is refused everything from then on.",
	Remedy:    "Drop the cached profile, its decisions and permits together with the credentials that they belong to.",
	Occasion:  "call of an app after new credentials and before a new sign-in",
	Missing:   "no device with a profile got new credentials and was used afterwards",
	Sources: []rule.Source{
		{Page: "dynamic-client-registration-faqs", Anchor: "rest-api-v2-access-faq9"},
		{Page: "rest-api-v2-faqs", Anchor: "authentication-phase-faq13"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		registered := registrations(e)
		for _, name := range slices.Sorted(maps.Keys(e.Participants())) {
			for _, o := range orphans(e, name, registered) {
				for _, a := range e.Did(journal.Status, journal.Login, journal.Preauthorize, journal.Play) {
					if a.Device == name && a.Answered() && a.Start.After(o.renewed.End) && (o.until.IsZero() || a.End.Before(o.until)) {
						cases = append(cases, rule.Prove(clings(a), o.had, o.renewed, a))
					}
				}
			}
		}
		return cases
	},
}

// An orphan is a profile that cannot be reached any more.
type orphan struct {
	had     *journal.Exchange // the answer that held it
	renewed *journal.Exchange // the registration that cut it off
	until   time.Time         // when the device got another one; zero: not
}

// orphans are the profiles that a device has lost to a new registration.
func orphans(e *rule.Evidence, name string, registered map[string]*journal.Exchange) []orphan {
	var out []orphan
	var had *journal.Exchange
	for _, x := range e.Operations(append([]string{"profilesByCode"}, personal...)...) {
		if e.Name(x) != name || x.Client == "" {
			continue
		}
		if had != nil && x.Client != had.Client && x.Operation != "profilesByCode" {
			if r := registered[x.Client]; r != nil && r.End.After(had.End) {
				out = append(out, orphan{had: had, renewed: r})
				had = nil
			}
		}
		if !rule.HasProfile(x) {
			continue
		}
		if n := len(out); n > 0 && out[n-1].until.IsZero() {
			out[n-1].until = x.Start
		}
		if x.Operation != "profilesByCode" || had == nil {
			had = x
		}
	}
	return out
}

// clings says how a service holds on to what it has lost.
func clings(a *journal.Act) *rule.Complaint {
	switch {
	case a.Verb == journal.Play && a.Flag("allowed"):
		return rule.Complain("%s may play %q after a new registration and without a new sign-in; wanted a login", a.Device, a.Text("resource"))
	case a.Verb == journal.Preauthorize && len(a.List("permitted")) > 0:
		return rule.Complain("%s is shown %d permits of before the new registration; wanted none", a.Device, len(a.List("permitted")))
	case a.Flag("signedIn"):
		return rule.Complain("%s is signed in, the app hears after a new registration; wanted a new sign-in", a.Device)
	}
	return nil
}
