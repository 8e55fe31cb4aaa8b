package mockpass_test

import (
	"fmt"
	"net/http"
	"runtime"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/mockpasstest"
)

// TestServer_MemoryStaysFlat lives through a hundred days of a mock that may remember
// little: what is over is forgotten, so tables never fill up, and the heap at the end
// is about what it was when the journal and the tables were full for the first time.
// It does not run beside other tests, whose memory would be counted.
func TestServer_MemoryStaysFlat(t *testing.T) {
	const rounds, devices, most = 50, 20, 384 << 10
	now := newClock()
	pass := mockpasstest.Start(t, mockpass.Config{Limits: mockpass.Limits{Rows: 150, Entries: 200}}, mockpass.WithClock(now))
	c := pass.Client("REF30", "tv")
	signIn(t, pass, c, "Cablevision", "viewer") // for a year
	var early uint64
	for round := range rounds {
		c.Login()
		for i := range devices {
			c.Device = fmt.Sprint("tv ", round, " ", i)
			code := session(t, c, "Cablevision")
			expectOK(t, c.Do(http.MethodGet, "/api/v2/REF30/profiles/code/"+code, ""))
			c.Device = "tv"
			expectOK(t, c.Do(http.MethodPost, "/api/v2/REF30/decisions/authorize/Cablevision", fmt.Sprintf(`{"resources":["r%d"]}`, i)))
		}
		now.advance(48 * time.Hour)
		if round == rounds/5 {
			early = heap()
		}
	}
	if late := heap(); late > early+most {
		t.Errorf("the heap grew from %d to %d KiB within %d calls", early>>10, late>>10, rounds*4/5*devices*3)
	}
	if n := pass.Journal().Len(); n > 250 {
		t.Errorf("the journal has %d entries", n)
	}
}

func expectOK(t *testing.T, a mockpasstest.Answer) {
	t.Helper()
	if a.Status != http.StatusOK {
		t.Fatalf("status %d: %s", a.Status, a.Body)
	}
}

// heap is how many bytes are in use.
func heap() uint64 {
	runtime.GC()
	runtime.GC() // what pools hold survives the first one
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
