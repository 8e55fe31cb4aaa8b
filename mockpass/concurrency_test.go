package mockpass_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
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

// devices is how many live at the same time in the tests below.
const devices = 200

// TestServer_DevicesDoNotTouchEachOther lets many devices go through the phases at
// the same time, each under a direction of its own that contradicts the others'.
func TestServer_DevicesDoNotTouchEachOther(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	owner := make([]string, devices) // of each direction
	var group sync.WaitGroup
	for i := range devices {
		group.Go(func() {
			c := pass.Client("REF30", fmt.Sprint("tv-", i))
			owner[i] = live(t, pass, c, i)
			c.HTTP.CloseIdleConnections()
		})
	}
	group.Wait()
	whose := map[string]string{}
	for i, id := range owner {
		whose[id] = fmt.Sprint("tv-", i)
	}
	shaped := map[string]int{}
	for _, e := range pass.Journal().Since(0) {
		x := e.(*journal.Exchange)
		for _, id := range x.Directed {
			shaped[x.Device]++
			if whose[id] != x.Device {
				t.Errorf("%s of %s was shaped by a direction for %s", x.Operation, x.Device, whose[id])
			}
		}
	}
	for i := range devices {
		if got, want := shaped[fmt.Sprint("tv-", i)], 3; got != want {
			t.Errorf("tv-%d: %d calls were shaped, want %d", i, got, want)
		}
	}
}

// A life is a direction for authorizations, and how an answer shows it.
type life struct {
	do    stage.Do
	shows func(a mockpasstest.Answer, err error, mark string) bool
}

// lives are contradictory: no answer shows two of them. mark is of the one device.
var lives = []func(mark string) life{
	func(mark string) life {
		return life{stage.Do{Deny: "authorization_denied_by_parental_controls", Details: mark}, says(200, mark)}
	},
	func(mark string) life {
		return life{stage.Do{Error: "internal_server_error", Details: mark}, says(500, mark)}
	},
	func(mark string) life { return life{stage.Do{Status: 418, Body: mark}, says(418, mark)} },
	func(string) life {
		return life{stage.Do{Truncate: true}, func(a mockpasstest.Answer, err error, _ string) bool {
			return err == nil && a.Status == 200 && !json.Valid(a.Body) && a.Header.Get("Content-Type") != "text/html"
		}}
	},
	func(string) life { return life{stage.Do{NotJSON: true}, says(200, "Please wait")} },
	func(string) life { return life{stage.Do{ExtraFields: true}, says(200, "mockpassText")} },
	func(string) life { return life{stage.Do{Timestamps: stage.AsString}, says(200, `"notAfter":"`)} },
	func(string) life {
		return life{stage.Do{Cut: stage.Body, Bandwidth: 1 << 20}, func(_ mockpasstest.Answer, err error, _ string) bool {
			return errors.Is(err, io.ErrUnexpectedEOF)
		}}
	},
	func(string) life {
		return life{stage.Do{Cut: stage.Before, Jitter: "1ms"}, func(a mockpasstest.Answer, err error, _ string) bool {
			return err != nil && a.Status == 0
		}}
	},
	func(mark string) life {
		return life{stage.Do{Status: 429, Header: map[string]string{"X-Mark": mark}}, func(a mockpasstest.Answer, err error, mark string) bool {
			return err == nil && a.Status == 429 && a.Header.Get("X-Mark") == mark
		}}
	},
}

func says(status int, text string) func(mockpasstest.Answer, error, string) bool {
	return func(a mockpasstest.Answer, err error, _ string) bool {
		return err == nil && a.Status == status && strings.Contains(string(a.Body), text)
	}
}

// live lets a device sign in, be directed for three of its authorizations, and log
// out. It returns the ID of the direction.
func live(t *testing.T, pass *mockpasstest.Running, c *mockpasstest.Client, i int) (id string) {
	mark := fmt.Sprintf("the mark of %s alone", c.Device)
	own := lives[i%len(lives)](mark)
	signIn(t, pass, c, "Cablevision", "viewer")
	id, err := pass.Direct(stage.Direction{
		Match: stage.Match{Operations: []string{specs.Authorize}, Devices: []string{c.Device}, Nth: 2}, Do: own.do, Times: 3,
	})
	if err != nil {
		t.Error(err)
	}
	for call := 1; call <= 6; call++ {
		a, err := c.Try(http.MethodPost, authorizePath, oneResource)
		if call >= 2 && call <= 4 {
			if !own.shows(a, err, mark) {
				t.Errorf("%s, call %d: got %d %s %v, want %+v", c.Device, call, a.Status, a.Body, err, own.do)
			}
			continue
		}
		var out struct{ Decisions []struct{ Authorized bool } }
		if err != nil || a.Status != 200 || json.Unmarshal(a.Body, &out) != nil || !out.Decisions[0].Authorized || strings.Contains(string(a.Body), "mock") {
			t.Errorf("%s, call %d: got %d %s %v, want it to play", c.Device, call, a.Status, a.Body, err)
		}
	}
	c.Do(http.MethodGet, logoutPath, "")
	if a := c.Do(http.MethodGet, "/api/v2/REF30/profiles", ""); string(a.Body) != `{"profiles":{}}` {
		t.Errorf("%s: got %s after its logout", c.Device, a.Body)
	}
	return id
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
