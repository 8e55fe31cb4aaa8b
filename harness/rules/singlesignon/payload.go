package singlesignon

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// The headers of single sign-on.
const (
	amazonHeader  = "Adobe-Subject-Token"
	rokuHeader    = "X-Roku-Reserved-Roku-Connect-Token"
	serviceHeader = "AD-Service-Token"
	partnerHeader = "AP-Partner-Framework-Status"
)

// tokenHeaders are the headers that carry a token, by the kind of payload.
var tokenHeaders = map[string]string{"amazon": amazonHeader, "roku": rokuHeader, "service-token": serviceHeader}

// bearing are the operations on which the API reference lists the headers of tokens, but
// for logout, which has a rule of its own.
var bearing = []string{"createSession", "profiles", "profilesByMvpd", "preauthorize", "authorize"}

// calls are the verbs with which an app calls the service, the framework's sign-in included.
var calls = append(slices.Clone(rule.AppVerbs), journal.Partner)

// A holding is a payload that a device had for a while. The service knew of it from the
// first call of the app until the first call with the next payload of that kind.
type holding struct {
	act   *journal.Act
	from  *journal.Act // first call of the app; nil: there was none
	until time.Time    // zero: to the end
}

func (h *holding) kind() string   { return h.act.Text("kind") }
func (h *holding) value() string  { return h.act.Text("payload") }
func (h *holding) state() string  { return h.act.Text("state") }
func (h *holding) user() string   { return h.act.Text("user") }
func (h *holding) device() string { return h.act.Device }

// fresh tells a payload that can be used.
func (h *holding) fresh() bool { return h.state() == "fresh" }

// holdings are the payloads of those kinds that the service was told of, in order.
func holdings(e *rule.Evidence, kinds ...string) []*holding {
	var all []*holding
	last := map[[2]string]*holding{}
	for _, a := range e.Acts {
		if a.Verb == journal.Payload && slices.Contains(kinds, a.Text("kind")) {
			h := &holding{act: a}
			if h.from = e.Next(a.Device, a.End, rule.Never, calls...); h.from == nil {
				continue
			}
			slot := [2]string{a.Device, a.Text("kind")}
			if before := last[slot]; before != nil {
				before.until = h.from.Start
			}
			last[slot] = h
			all = append(all, h)
		}
	}
	return slices.DeleteFunc(all, func(h *holding) bool { return !h.until.IsZero() && !h.until.After(h.from.Start) })
}

// covers tells whether an instant lies in the time of the holding.
func (h *holding) covers(t time.Time) bool {
	return !t.Before(h.from.Start) && (h.until.IsZero() || t.Before(h.until))
}

// calls are the service's exchanges of those operations for the device in that time.
func (h *holding) calls(e *rule.Evidence, operations ...string) []*journal.Exchange {
	var out []*journal.Exchange
	for _, x := range e.Operations(operations...) {
		if h.covers(x.Start) && e.Name(x) == h.device() {
			out = append(out, x)
		}
	}
	return out
}

// did are the acts of a verb on the device in that time.
func (h *holding) did(e *rule.Evidence, verb string) []*journal.Act {
	var out []*journal.Act
	for _, a := range e.Did(verb) {
		if a.Device == h.device() && h.covers(a.Start) {
			out = append(out, a)
		}
	}
	return out
}

// unusable are the payloads that no service should send on, by their value.
func unusable(all []*holding) map[string]*holding {
	out := map[string]*holding{}
	for _, h := range all {
		if !h.fresh() && h.value() != "" {
			out[h.value()] = h
		}
	}
	return out
}

// header is the value of a request header; empty where there is none.
func header(x *journal.Exchange, name string) string {
	v, _ := x.Request.Value(name)
	return v
}
