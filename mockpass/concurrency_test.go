package mockpass_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/mockpasstest"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

// TestServer_DevicesDoNotTouchEachOther lets many devices go through the phases at
// the same time, under directions that contradict each other.
func TestServer_DevicesDoNotTouchEachOther(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	var group sync.WaitGroup
	for i := range 24 {
		c := pass.Client("REF30", fmt.Sprint("tv-", i))
		group.Go(func() { live(t, pass, c, i) })
	}
	group.Wait()
	for _, e := range pass.Journal().Since(0) {
		x := e.(*journal.Exchange)
		var i int
		_, _ = fmt.Sscanf(x.Device, "tv-%d", &i)
		if len(x.Directed) > 0 && i%3 == 2 {
			t.Errorf("%s of %s was shaped by %v, which is for other devices", x.Operation, x.Device, x.Directed)
		}
	}
}

// live is the life of one device: every third is denied, every third is turned away
// once, the others are left alone.
func live(t *testing.T, pass *mockpasstest.Running, c *mockpasstest.Client, i int) {
	const authorize = "/api/v2/REF30/decisions/authorize/Cablevision"
	reason := fmt.Sprint("reason ", i)
	d := stage.Direction{Match: stage.Match{Operations: []string{specs.Authorize}, Devices: []string{c.Device}}}
	switch i % 3 {
	case 0:
		d.Do = stage.Do{Deny: "authorization_denied_by_parental_controls", Details: reason}
	case 1:
		d.Do, d.Times = stage.Do{Error: "internal_server_error", Details: reason}, 1
	}
	if i%3 != 2 {
		if _, err := pass.Direct(d); err != nil {
			t.Error(err)
		}
	}
	for round := range 3 {
		signIn(t, pass, c, "Cablevision", "viewer")
		for call := range 3 {
			a := c.Do(http.MethodPost, authorize, `{"resources":["one"]}`)
			directed := i%3 == 0 || i%3 == 1 && round == 0 && call == 0
			if got := strings.Contains(string(a.Body), `"`+reason+`"`); got != directed {
				t.Errorf("%s, round %d, call %d: got %s", c.Device, round, call, a.Body)
			}
			var out struct{ Decisions []struct{ Authorized bool } }
			if json.Unmarshal(a.Body, &out) == nil && a.Status == 200 && out.Decisions[0].Authorized == (i%3 == 0) {
				t.Errorf("%s, round %d, call %d: got %s", c.Device, round, call, a.Body)
			}
		}
		c.Do(http.MethodGet, "/api/v2/REF30/logout/Cablevision?redirectUrl=https%3A%2F%2Fexample.com", "")
		if a := c.Do(http.MethodGet, "/api/v2/REF30/profiles", ""); string(a.Body) != `{"profiles":{}}` {
			t.Errorf("%s, round %d: got %s after its logout", c.Device, round, a.Body)
		}
	}
}

// TestServer_OneDeviceOneCode lets one device ask for codes at the same time: one
// of them is left.
func TestServer_OneDeviceOneCode(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	c := pass.Client("REF30", "tv")
	codes := make([]string, 20)
	var group sync.WaitGroup
	for i := range codes {
		group.Go(func() { codes[i] = session(t, c, "Cablevision") })
	}
	group.Wait()
	left := 0
	for _, code := range codes {
		if a := c.Do(http.MethodGet, "/api/v2/REF30/sessions/"+code, ""); a.Status == http.StatusOK {
			left++
		}
	}
	if left != 1 {
		t.Errorf("%d codes are live, want 1", left)
	}
}
