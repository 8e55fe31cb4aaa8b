package inventory

// A Reason is why something asked of the mock cannot be.
type Reason string

// The reasons.
const (
	Invalid  Reason = "invalid"  // what was asked makes no sense, whatever the mock knows
	Unknown  Reason = "unknown"  // there is no such thing
	Conflict Reason = "conflict" // what the mock knows stands against it
	Full     Reason = "full"     // the mock holds as much as it may
)

// An Error says why something asked of the mock cannot be, and what to do.
type Error struct {
	Reason  Reason
	Field   string // which part of what was asked; empty: all of it
	Message string
	Remedy  string // empty: none is known
}

// Error puts it in one line.
func (e *Error) Error() string {
	text := e.Message
	if e.Field != "" {
		text = e.Field + ": " + text
	}
	if e.Remedy != "" {
		text += "; " + e.Remedy
	}
	return "mockpass: " + text
}
