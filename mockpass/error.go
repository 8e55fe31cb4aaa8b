package mockpass

import "fmt"

// An Error is an answer that says no: an enhanced error of REST API V2, or an
// error of Dynamic Client Registration, which has neither Action nor Details.
// Operations return the values of the catalogue; one place encodes them.
type Error struct {
	Status  int    // HTTP status at top level, inner status at item level
	Code    string // stable name
	Action  string // what the documentation asks clients to do: none, configuration, application-registration, authentication, retry
	Message string // for people; no client may rely on it
	Details string // for people; often empty
}

// Error implements error.
func (e *Error) Error() string { return fmt.Sprintf("%d %s: %s", e.Status, e.Code, e.Message) }

// With gives the same error with details.
func (e *Error) With(details string) *Error {
	if details == "" {
		return e
	}
	d := *e
	d.Details = details
	return &d
}

// Is makes errors.Is compare codes, so that details do not matter.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// The two answers for which no document has a code. The names are the mock's own.
var (
	errNotFound = &Error{Status: 404, Code: "not_found", Action: "none", Message: "No document of the API knows this path."}
	errMethod   = &Error{Status: 405, Code: "method_not_allowed", Action: "none", Message: "The path does not know this method."}
)

// errForbidden is how the Reset TempPass API refuses a client of somebody else. The
// documentation tells the status only.
var errForbidden = &Error{Status: 403, Code: "forbidden", Action: "application-registration", Message: "The client may not speak for this service provider."}

// find is the error of a code in a list, or nil.
func find(list []*Error, code string) *Error {
	for _, e := range list {
		if e.Code == code {
			return e
		}
	}
	return nil
}

// helpURL is where the documentation explains enhanced errors, spelt as published.
const helpURL = "https://experienceleague.adobe.com/docs/pass/authentication/auth-features/error-reportn/enhanced-error-codes.html"

// enhanced is an enhanced error as it is sent, at top level and at item level.
type enhanced struct {
	Action  string `json:"action"`
	Status  int    `json:"status"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Details string `json:"details,omitempty"`
	HelpURL string `json:"helpUrl"`
	Trace   string `json:"trace"`
}

// enhance gives an error the form in which it is sent, with a trace of its own.
func (s *Server) enhance(e *Error) *enhanced {
	return &enhanced{
		Action: e.Action, Status: e.Status, Code: e.Code, Message: e.Message, Details: e.Details,
		HelpURL: helpURL, Trace: s.random.trace(),
	}
}
