package temporary

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// lived is how long after a refusal the service must be alive to have let it be.
const lived = 2 * time.Second

// onTempPass are the service's calls of the operations that name a TempPass.
func onTempPass(e *rule.Evidence, operations ...string) []*journal.Exchange {
	return slices.DeleteFunc(e.Operations(operations...), func(x *journal.Exchange) bool { return !e.Declared.TempPass.Is(x.MVPD) })
}

// trials are the authorizations with a TempPass that the service asked for while the app
// waited for an act.
func trials(e *rule.Evidence, a *journal.Act) []*journal.Exchange {
	return slices.DeleteFunc(e.During(a, 0, "authorize"), func(x *journal.Exchange) bool { return !e.Declared.TempPass.Is(x.MVPD) })
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
