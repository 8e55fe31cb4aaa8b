package authentication

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// A standing is what a service knows of the profiles of one device from a moment on,
// because Adobe Pass has told it.
type standing struct {
	since    time.Time
	profiles map[string]rule.Profile // by MVPD; empty: the device has none
	by       *journal.Exchange       // that told so; nil: nothing was told yet
	lost     bool                    // it has none because Adobe Pass said that it ended
	doubted  bool                    // an error has sent the user to a login: a service may have dropped it
}

// valid tells whether there is a profile that has not ended by t.
func (s *standing) valid(t time.Time) bool {
	for _, p := range s.profiles {
		if p.NotAfter.IsZero() || t.Before(p.NotAfter) {
			return true
		}
	}
	return false
}

// end is when the last of the profiles ends; zero where that is unknown.
func (s *standing) end() time.Time {
	var end time.Time
	for _, p := range s.profiles {
		if p.NotAfter.IsZero() {
			return time.Time{}
		}
		if p.NotAfter.After(end) {
			end = p.NotAfter
		}
	}
	return end
}

// histories are the standings of every device that was played, in order.
func histories(e *rule.Evidence) map[string][]standing {
	out := map[string][]standing{}
	for _, x := range e.Operations("profiles", "profilesByMvpd", "profilesByCode", "partnerProfile", "createSession", "authorize", "preauthorize", "logout") {
		who := e.Name(x)
		if who == "" {
			continue
		}
		if s, ok := told(x, last(out[who])); ok {
			s.since, s.by = x.End, x
			out[who] = append(out[who], s)
		}
	}
	return out
}

func last(all []standing) standing {
	if len(all) == 0 {
		return standing{}
	}
	return all[len(all)-1]
}

// told reads from an answer what it says about profiles; ok is false where it says nothing.
func told(x *journal.Exchange, before standing) (now standing, ok bool) {
	switch x.Operation {
	case "logout":
		return standing{}, x.Response.Status/100 == 2
	case "createSession":
		s, ok := rule.SessionOf(x)
		return standing{profiles: map[string]rule.Profile{s.MVPD: {}}}, ok && s.Action == "authorize"
	case "authorize", "preauthorize":
		if sendsToLogin(x) && !ended(x) {
			return standing{profiles: before.profiles, lost: before.lost, doubted: true}, true
		}
		return standing{lost: true}, ended(x)
	}
	found := rule.Profiles(x)
	switch {
	case found == nil, len(found) == 0 && x.Operation == "profilesByCode":
		return standing{}, false // not yet
	case len(found) == 0 && x.Operation == "profilesByMvpd":
		if _, had := before.profiles[x.MVPD]; !had && len(before.profiles) > 0 {
			return standing{}, false // that there is none for this MVPD says nothing about others
		}
	}
	return standing{profiles: found, lost: len(found) == 0 && (len(before.profiles) > 0 || before.lost)}, true
}

// ended tells whether a decisions answer, or an item of it, says that there is no
// profile any more.
func ended(x *journal.Exchange) bool {
	codes := []string{rule.Refused(x).Code}
	for _, d := range rule.Decisions(x) {
		codes = append(codes, d.Error.Code)
	}
	return slices.ContainsFunc(codes, func(c string) bool {
		return c == "authenticated_profile_missing" || c == "authenticated_profile_expired" || c == "authenticated_profile_invalidated"
	})
}

// sendsToLogin tells whether a decisions answer, or an item of it, has the action
// authentication, whatever the reason.
func sendsToLogin(x *journal.Exchange) bool {
	action := rule.Refused(x).Action
	for _, d := range rule.Decisions(x) {
		if d.Error.Action != "" {
			action = d.Error.Action
		}
	}
	return action == "authentication"
}

// at is what was known at t.
func at(history []standing, t time.Time) standing {
	var s standing
	for _, next := range history {
		if next.since.After(t) {
			break
		}
		s = next
	}
	return s
}
