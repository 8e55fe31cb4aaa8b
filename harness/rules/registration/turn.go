package registration

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// afterglow is how long after the app has its answer what a service does still belongs
// to that call of the app, unless the app calls again.
const afterglow = 10 * time.Second

// asks tells whether a verb is one with which an app makes its service do something.
func asks(verb string) bool { return verb == journal.Partner || slices.Contains(rule.AppVerbs, verb) }

// A turn is one call of an app, with the time in which the service acts on it.
type turn struct {
	*journal.Act
	until time.Time
}

// turns are the calls of all apps, in order.
func turns(e *rule.Evidence) []turn {
	var out []turn
	last := map[string]int{}
	for _, a := range e.Acts {
		if !asks(a.Verb) || a.Device == "" {
			continue
		}
		if i, ok := last[a.Device]; ok && a.Start.Before(out[i].until) {
			out[i].until = a.Start
		}
		last[a.Device] = len(out)
		out = append(out, turn{a, a.End.Add(afterglow)})
	}
	return out
}

// holds tells whether an exchange for the device of the turn began in its time.
func (t *turn) holds(e *rule.Evidence, x *journal.Exchange) bool {
	return !x.Start.Before(t.Start) && x.Start.Before(t.until) && e.Name(x) == t.Device
}

// next is when the app of a device calls again after t; the zero time: it does not.
func next(e *rule.Evidence, device string, t time.Time) time.Time {
	for _, a := range e.Acts {
		if a.Device == device && device != "" && asks(a.Verb) && a.Start.After(t) {
			return a.Start
		}
	}
	return time.Time{}
}

// registers tells calls of registration from calls with a token.
func registers(x *journal.Exchange) bool { return x.Operation == "register" || x.Operation == "token" }

// refusal is the one word with which registration refuses; empty where it does not.
func refusal(x *journal.Exchange) string {
	var body struct {
		Error string `json:"error"`
	}
	if !registers(x) || x.Response.Status < 400 || x.Response.JSON(&body) != nil {
		return ""
	}
	return body.Error
}
