package world

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/passproof/passproof/harness/app"
	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/network"
	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/journal"
)

// Depth says how long things are watched.
type Depth string

// The depths of a run.
const (
	Quick Depth = "quick" // the shortest windows that decide a rule
	Full  Depth = "full"  // the windows of the catalogue
)

// A Setup is what a world is made of.
type Setup struct {
	ControlURL      string
	AdobePassURL    string
	Secure          Secure
	SubjectURL      string
	Seat            int    // keeps the devices of scenarios apart: each has its own, below [Seats]
	Scenario        string // name of the scenario, for its acts
	Depth           Depth
	ServiceProvider string
	Domain          string        // a domain name registered for the service provider
	RefreshMargin   time.Duration // how long before its end the subject replaces an access token
	TempPass        config.TempPass
	Driver          app.Driver
	// Own starts an instance of the subject for this scenario alone; nil: cannot be done.
	// prepare is called with the name of its network, before it starts.
	Own func(ctx context.Context, prepare func(ctx context.Context, network string) error) (OwnSubject, error)
	// WithoutNetworks is why instances have no network of their own; empty: they have.
	WithoutNetworks string
}

// Secure says where Adobe Pass is found by its own names, which a service that runs with
// its production configuration hands to browsers. The zero value: nowhere.
type Secure struct {
	Address   string // host:port of a mock that speaks HTTPS under these names
	Authority []byte // who has certified them, in PEM
}

// A TB is the part of testing.TB that is used; *testing.T and GinkgoTB() have it.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// A World surrounds the subject for the length of one scenario.
type World struct {
	Setup
	client *control.Client
	nets   *network.Client
	close  context.CancelFunc
	ended  chan struct{} // closed when the journal has ended; broken tells why

	mu       sync.Mutex
	broken   error           // why the journal ended; nil while it goes on
	told     bool            // broken is among the troubles
	unmapped map[string]bool // verbs that were asked for and that the app does not have
	troubles []error
	homes    int
	devices  int
	calls    int
	steps    []Step
}

// Open begins to watch over the journal. Close it.
func Open(s Setup) *World { return newWorld(s, &control.Client{URL: s.ControlURL}) }

func newWorld(s Setup, c *control.Client) *World {
	ctx, cancel := context.WithCancel(context.Background())
	w := &World{Setup: s, client: c, nets: &network.Client{URL: s.ControlURL}, close: cancel, ended: make(chan struct{}), unmapped: map[string]bool{}}
	go w.listen(ctx)
	return w
}

// Close ends that, and with it everything that still waits.
func (w *World) Close() {
	w.close()
	<-w.ended
}

// Troubles are the things that should have come about and did not.
func (w *World) Troubles() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return errors.Join(w.troubles...)
}

func (w *World) trouble(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.troubles = append(w.troubles, fmt.Errorf(format, args...))
}

// tidying bounds one call to the mock that is made whatever has become of the scenario:
// acts are recorded and directions withdrawn even when it was cut short.
const tidying = 10 * time.Second

// tidy is a context that outlives ctx, but not for long.
func tidy(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), tidying)
}

// record publishes an act.
func (w *World) record(ctx context.Context, a *journal.Act) {
	w.step(stepOf(a))
	if w.lost("recording the act " + a.Verb) {
		return
	}
	a.Scenario = w.Scenario
	ctx, cancel := tidy(ctx)
	defer cancel()
	if _, err := w.client.Record(ctx, a); err != nil {
		w.trouble("the act %s could not be recorded: %w", a.Verb, err)
	}
}
