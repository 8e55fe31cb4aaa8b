package reference

// Premium are the decisions about degraded and temporary access. None of them is right:
// a service that follows the documentation has the zero value.
type Premium struct {
	LoginWhileDegraded bool // a session that needs no login because the MVPD is degraded leads to its login page
	LoginOnNone        bool // a deny of AuthZNone makes the user sign in again
	LongDegraded       bool // degraded profiles are kept for a month
	StickyDegradation  bool // who was let in by AuthNAll counts as signed in for good
	PermitsNeedEnd     bool // a permit without notAfter is taken for one that has ended
}
