package registration

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// served is how many calls show that a device was served by another's client: one
// may be a call that mixed two devices.
const served = 2

// takeover finds the registration of a service that has one client for everybody and
// registers again when another device calls: that device had been served with the old
// client. It returns the last call with that client and the first registration of i.
func (i *instance) takeover(e *rule.Evidence) (before, again *journal.Exchange) {
	x := i.registers[0]
	if len(x.Directed) > 0 {
		return nil, nil
	}
	calls := map[string]int{}
	for _, call := range e.Operations() {
		if !call.Start.Before(x.Start) || call.Operation == "register" || call.Operation == "token" {
			continue
		}
		if same(call.Address, x.Address) && call.Client != "" && call.Client != x.Client && call.Response.Status/100 == 2 {
			if calls[call.Client]++; calls[call.Client] >= served {
				before = call
			}
		}
	}
	if before == nil || !granted(e, before.Client) || started(e, before, x) || excused(e, before, x, reasons...) {
		return nil, nil
	}
	return before, x
}

// granted tells whether the run saw how a client came to be.
func granted(e *rule.Evidence, client string) bool {
	for _, x := range e.Operations("register") {
		if x.Client == client && x.Response.Status/100 == 2 {
			return true
		}
	}
	return false
}

// started tells whether an instance was started in between: it may have taken the
// device over, and has no credentials yet.
func started(e *rule.Evidence, before, x *journal.Exchange) bool {
	for _, a := range e.Did(journal.Start) {
		if a.End.After(before.Start) && a.Start.Before(x.Start) {
			return true
		}
	}
	return false
}
