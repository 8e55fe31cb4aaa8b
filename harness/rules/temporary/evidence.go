package temporary

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// far is after everything in the evidence.
var far = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// lived is how long after a refusal the service must be alive to have let it be.
const lived = 2 * time.Second

// appVerbs are what the app of a device asks for; each may make the service call.
var appVerbs = []string{
	journal.Status, journal.Providers, journal.Login, journal.Returned, journal.Activate, journal.Metadata, journal.Preauthorize,
	journal.Play, journal.Preview, journal.Remaining, journal.Heartbeat, journal.Event, journal.Entitled, journal.Logout,
}

// onTempPass are the service's calls of the operations that name a TempPass.
func onTempPass(e *rule.Evidence, operations ...string) []*journal.Exchange {
	return slices.DeleteFunc(e.Operations(operations...), func(x *journal.Exchange) bool { return !e.Declared.TempPass.Is(x.MVPD) })
}

// trials are the authorizations with a TempPass that the service asked for while the app
// waited for an act.
func trials(e *rule.Evidence, a *journal.Act) []*journal.Exchange {
	return slices.DeleteFunc(e.During(a, 0, "authorize"), func(x *journal.Exchange) bool { return !e.Declared.TempPass.Is(x.MVPD) })
}

// underWay is the act of one of the verbs during which the service made an exchange for
// its device, or nil.
func underWay(e *rule.Evidence, x *journal.Exchange, verbs ...string) *journal.Act {
	who := e.Name(x)
	for _, a := range e.Did(verbs...) {
		if who != "" && a.Device == who && !x.Start.Before(a.Start) && !x.Start.After(a.End) {
			return a
		}
	}
	return nil
}

// next is the first act of the device that begins in [from, to) and has one of the
// verbs, or nil.
func next(e *rule.Evidence, device string, from, to time.Time, verbs ...string) *journal.Act {
	for _, a := range e.Between(from, to).Did(verbs...) {
		if a.Device == device {
			return a
		}
	}
	return nil
}

// calls are the service's calls of the operations for a device that began in [from, to).
func calls(e *rule.Evidence, device string, from, to time.Time, operations ...string) []*journal.Exchange {
	return slices.DeleteFunc(e.Between(from, to).Operations(operations...), func(x *journal.Exchange) bool { return e.Name(x) != device })
}

// permitOn is the permit for the resource of an act, with the exchange that brought it; nil
// where it was denied or nothing was asked.
func permitOn(e *rule.Evidence, a *journal.Act) (*journal.Exchange, *rule.Decision) {
	for _, x := range trials(e, a) {
		if d := rule.DecisionOn(x, a.Text("resource")); d != nil && d.Authorized {
			return x, d
		}
	}
	return nil, nil
}

// limits are the errors that say that a trial is over.
var limits = []string{"temporary_access_duration_limit_exceeded", "temporary_access_resources_limit_exceeded"}

// refusals are all errors of temporary access. Asking again helps with none of them.
var refusals = append([]string{"invalid_header_identity_for_temporary_access", "invalid_configuration_temporary_access"}, limits...)

// refused is the error of temporary access in an answer, of the whole or of a decision;
// empty where there is none.
func refused(x *journal.Exchange) string {
	if code := rule.Refused(x).Code; slices.Contains(refusals, code) {
		return code
	}
	for _, d := range rule.Decisions(x) {
		if slices.Contains(refusals, d.Error.Code) {
			return d.Error.Code
		}
	}
	return ""
}
