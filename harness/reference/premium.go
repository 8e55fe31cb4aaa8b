package reference

// Premium are the decisions about degraded and temporary access. None of them is right:
// a service that follows the documentation has the zero value.
type Premium struct {
	LoginWhileDegraded bool // a session that needs no login because the MVPD is degraded leads to its login page
	LoginOnNone        bool // a deny of AuthZNone makes the user sign in again
	LongDegraded       bool // degraded profiles are kept for a month
	StickyDegradation  bool // who was let in by AuthNAll counts as signed in for good
	PermitsNeedEnd     bool // a permit without notAfter is taken for one that has ended
	SessionForPreview  bool // a session is created before a preview
	LogoutForPreview   bool // the user is signed out before a preview
	IdentityOnce       bool // the identity of a user is sent once for each device
	ClearIdentity      bool // the identity of a user is his address
	PlainEnd           bool // the end of a trial is an error like any other
	EndlessPreview     bool // nobody ends a preview
	SpareTrials        int  // so many more decisions are asked for when a preview is started
	TrialAmongAll      bool // what is left of a trial is looked for among all profiles
}
