package rule

import (
	"bytes"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// An End is where what a device was permitted ends with its profile.
type End struct {
	At    time.Time
	Why   string // what has happened, as a sentence
	Entry journal.Entry
	timed bool // by the clock of Adobe Pass, and not by anything that came in
}

// skew is how far the clocks of the service and of Adobe Pass may be apart.
const skew = 2 * time.Second

// Told is when a service must know of the end.
func (e End) Told() time.Time {
	if e.timed {
		return e.At.Add(skew)
	}
	return e.At
}

// Ends are the ends of a device's profiles: logouts, answers that say that the profile is
// gone, new logins, and profiles that came to their end.
func (e *Evidence) Ends(device string) []End {
	var out []End
	for _, a := range e.Did(journal.Logout) {
		if a.Device == device && a.Answered() && !a.Refused() {
			out = append(out, End{a.End, "the user has signed out", a, false})
		}
	}
	var current *journal.Exchange
	codes := map[string]bool{}
	for _, x := range e.Operations("profiles", "profilesByMvpd", "profilesByCode", "preauthorize", "authorize") {
		if e.Name(x) != device {
			continue
		}
		switch {
		case Gone(x):
			out = append(out, End{x.End, "Adobe Pass has said that the profile is gone", x, false})
			current = nil
		case !HasProfile(x):
		default:
			if last := until(current); !last.IsZero() && last.Before(x.Start) {
				out = append(out, End{last, "the profile has come to its end", current, true})
			}
			current = x
			if x.Operation == "profilesByCode" && !codes[x.Code] {
				codes[x.Code] = true
				out = append(out, End{x.End, "the user has signed in anew", x, false})
			}
		}
	}
	if last := until(current); !last.IsZero() {
		out = append(out, End{last, "the profile has come to its end", current, true})
	}
	return out
}

// Gone tells whether an answer says that there is no profile any more.
func Gone(x *journal.Exchange) bool {
	const gone = "authenticated_profile_" // what the codes begin with
	if !bytes.Contains(x.Response.Body, []byte(gone)) {
		return false // as nearly always: parsing is what takes its time
	}
	if strings.HasPrefix(Refused(x).Code, gone) {
		return true
	}
	for _, d := range Decisions(x) {
		if strings.HasPrefix(d.Error.Code, gone) {
			return true
		}
	}
	return false
}

// until is when the profiles of an answer end, the last of them; zero where nothing says.
func until(x *journal.Exchange) time.Time {
	var last time.Time
	if x == nil {
		return last
	}
	for _, p := range Profiles(x) {
		if p.NotAfter.After(last) {
			last = p.NotAfter
		}
	}
	return last
}
