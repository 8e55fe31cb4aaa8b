package rule

import "time"

// An Edition holds what differs between editions of the documentation: the numbers here,
// the levels in [Rule.Levels].
type Edition struct {
	Name         string
	Says         string        // which documentation it is
	PollInterval time.Duration // shortest gap between the starts of two polls for one code
	PollByMVPD   bool          // the end of a login may be polled on profiles/{mvpd}
	PollLimit    time.Duration // how long one code may be polled; 0: until its own end
	NewSession   bool          // a new session may be made without the user when polling has ended
}

// The editions that a run can be judged by.
var (
	// Current is the edition of the documentation as of May 2026.
	Current = Edition{Name: "2026-05", Says: "the documentation as of May 2026", PollInterval: 3 * time.Second}

	// Cookbook2024 is the older server-to-server cookbook, for services that were agreed on
	// by it: polls every 15 seconds on the chosen MVPD's profile, for half an hour.
	Cookbook2024 = Edition{
		Name: "2024", Says: "the server-to-server cookbook of 2024, and the current documentation where it says nothing",
		PollInterval: 15 * time.Second, PollByMVPD: true, PollLimit: 30 * time.Minute, NewSession: true,
	}
)

// Editions are all editions, the newest first.
var Editions = []Edition{Current, Cookbook2024}

// EditionNamed is the edition of that name; false: there is none.
func EditionNamed(name string) (Edition, bool) {
	for _, ed := range Editions {
		if ed.Name == name {
			return ed, true
		}
	}
	return Edition{}, false
}
