package journal

import (
	"fmt"
	"slices"
	"strconv"
)

// A Filter picks entries. Every field that is set must hold. The zero Filter picks all;
// any other picks no queries and no connections but those of a network, and of the acts
// those of a device alone.
type Filter struct {
	// Device is a name of the device: of an exchange its decoded AP-Device-Identifier,
	// its address or its client_id, of an act the harness's name.
	Device    string
	Operation string // operationId of specs
	Code      string // authentication code
	Client    string // client_id
	Status    string // HTTP status of the answer, "403", or a class of them, "4xx"; "0" is no answer at all
	Party     Party
	Network   string // name of a network: its queries and connections alone
}

// Check tells what is wrong with a filter that could never pick anything.
func (f Filter) Check() error {
	if f.Party != "" && f.Party != Service && f.Party != Browser {
		return fmt.Errorf("journal: party is %q; want %s or %s", f.Party, Service, Browser)
	}
	if f.Status == "" || f.Status == "0" || slices.Contains([]string{"1xx", "2xx", "3xx", "4xx", "5xx"}, f.Status) {
		return nil
	}
	if n, err := strconv.Atoi(f.Status); err != nil || n < 100 || n > 599 {
		return fmt.Errorf("journal: status is %q; want one such as 403, a class such as 4xx, or 0 for no answer", f.Status)
	}
	return nil
}

// Picks tells whether an entry is one of those that the filter picks.
func (f Filter) Picks(e Entry) bool {
	if f == (Filter{}) {
		return true
	}
	switch e := e.(type) {
	case *Exchange:
		return f.picks(e)
	case *Act:
		return f == Filter{Device: f.Device} && e.Device == f.Device
	case *Query:
		return f == Filter{Network: e.Network}
	case *Connection:
		return f == Filter{Network: e.Network}
	}
	return false
}

func (f Filter) picks(x *Exchange) bool {
	return f.Network == "" &&
		(f.Device == "" || f.Device == x.Device || f.Device == x.Address || f.Device == x.Client) &&
		(f.Operation == "" || f.Operation == x.Operation) &&
		(f.Code == "" || f.Code == x.Code) &&
		(f.Client == "" || f.Client == x.Client) &&
		(f.Party == "" || f.Party == x.Party) &&
		f.picksStatus(x.Response.Status)
}

func (f Filter) picksStatus(status int) bool {
	text := strconv.Itoa(status)
	return f.Status == "" || f.Status == text || len(text) == 3 && f.Status == text[:1]+"xx"
}
