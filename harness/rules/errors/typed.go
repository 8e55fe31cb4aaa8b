package errors

import (
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// typed tells whether the code that was refused is what a user had typed just then.
// Recorded traffic does not tell whether that was so.
func typed(e *rule.Evidence, x *journal.Exchange) bool {
	if x.Operation != "session" && x.Operation != "resumeSession" || x.Code == "" {
		return false
	}
	for _, a := range e.Did(journal.Activate) {
		if strings.EqualFold(a.Text("code"), x.Code) && !x.Start.Before(a.Start) && !x.Start.After(a.End) {
			return true
		}
	}
	code := rule.Refused(x).Code
	return len(e.Acts) == 0 && (code == "invalid_parameter_code" || code == "invalid_authentication_session")
}
