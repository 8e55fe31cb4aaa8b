package world

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/passproof/passproof/harness/app"
)

func TestPlaces_AreNobodysAndNeverShared(t *testing.T) {
	t.Parallel()
	addresses, numbers := map[netip.Addr]bool{}, map[int]bool{}
	for seat := range Seats {
		for n := range mostDevices {
			p, err := placeOf(seat, n)
			if err != nil {
				t.Fatal(err)
			}
			last := p.address.As4()[3]
			if addresses[p.address] || numbers[p.number] || !devicesNet.Contains(p.address) || last == 0 || last == 255 || p.port < 1024 || p.port > 65535 {
				t.Fatalf("device %d of seat %d is at %+v", n, seat, p)
			}
			addresses[p.address], numbers[p.number] = true, true
		}
	}
	for _, beyond := range [][2]int{{Seats, 0}, {-1, 0}, {0, mostDevices}, {0, -1}} {
		if p, err := placeOf(beyond[0], beyond[1]); err == nil {
			t.Errorf("device %d of seat %d got %+v", beyond[1], beyond[0], p)
		}
	}
}

// stopped is a TB that notes why the scenario was stopped and goes on.
type stopped struct {
	testing.TB
	why string
}

func (s *stopped) Fatalf(format string, args ...any) { s.why = fmt.Sprintf(format, args...) }

func TestHousehold_HasManyDevicesAndRefusesMore(t *testing.T) {
	t.Parallel()
	w, pass := open(t, scripted{verbs: map[string]app.Answer{}})
	tb := &stopped{TB: t}
	home := w.Household(tb)
	for n := range mostDevices {
		if d := home.Television(context.Background()); d == nil || tb.why != "" {
			t.Fatalf("device %d was refused: %s", n+1, tb.why)
		}
	}
	if d := home.Phone(context.Background()); d != nil || !strings.Contains(tb.why, "no phone can be made: the scenario has its 254 devices already") {
		t.Errorf("one too many: %+v, %q", d, tb.why)
	}
	seen := map[string]bool{}
	for _, a := range acts(pass, "appear") {
		if at := a.Text("address"); seen[at] || !strings.HasPrefix(at, "198.18.3.") {
			t.Errorf("seat 3 has a device at %s", at)
		} else {
			seen[at] = true
		}
	}
	if len(seen) != mostDevices {
		t.Errorf("%d devices appeared", len(seen))
	}
}
