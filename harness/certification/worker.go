package certification

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"sync"
	"time"

	"github.com/passproof/passproof/harness/subject/container"
	"github.com/passproof/passproof/harness/world"
)

// An Order is what a worker process is told on its standard input: which scenario to
// run, and where everything is.
type Order struct {
	Config       string           `json:"config"` // path of passproof.yaml
	ControlURL   string           `json:"controlUrl"`
	AdobePassURL string           `json:"adobePassUrl"`
	Secure       string           `json:"secure"`         // host:port at which mockpass has Adobe's names over HTTPS
	Authority    []byte           `json:"authority"`      // who certifies these names, in PEM
	Trust        string           `json:"trust"`          // folder that tells whom to trust; empty: none
	WithoutNames string           `json:"withoutNames"`   // why no instance has a network of its own; empty: each has
	Site         *container.Share `json:"site,omitempty"` // where instances in containers are started; nil: they are processes
	SubjectURL   string           `json:"subjectUrl"`
	Statement    string           `json:"statement"`
	Folder       string           `json:"folder"` // for files of the run
	Mark         string           `json:"mark"`   // of processes of the run
	Seat         int              `json:"seat"`   // keeps devices of scenarios apart
	Depth        string           `json:"depth"`
	Scenario     string           `json:"scenario"` // full text
	Result       string           `json:"result"`   // file for the Outcome; standard output is Ginkgo's
}

// An Outcome is what a worker process writes to the file of its Order.
type Outcome = world.Outcome

// crew runs workers side by side.
type crew struct {
	command []string      // program and arguments of a worker
	most    int           // how many at once
	folder  string        // for files; empty: that of the system for temporary files
	mark    string        // stands in the environment of workers
	tidy    time.Duration // how long a worker that is told to end may take
	pace    time.Duration // between two that begin, so that a small machine need not start all at once
	log     io.Writer
	done    func(Outcome)                       // told of every outcome; not concurrently
	lasts   func(scenario string) time.Duration // how long a scenario took last time, 0 if nobody knows; nil: nobody knows
}

// run carries out all orders and returns the outcomes in the same order. A worker
// that cannot be started or that breaks is an outcome too.
func (c *crew) run(ctx context.Context, orders []Order) []Outcome {
	outcomes := make([]Outcome, len(orders))
	seats := make(chan struct{}, max(1, c.most))
	var mu sync.Mutex
	var all sync.WaitGroup
	for _, i := range c.turns(orders) {
		seats <- struct{}{}
		all.Go(func() {
			defer func() { <-seats }()
			began := time.Now()
			outcome := c.one(ctx, orders[i])
			outcome.Began, outcome.Ended = began, time.Now()
			mu.Lock()
			defer mu.Unlock()
			outcomes[i] = outcome
			c.done(outcome)
		})
		select {
		case <-time.After(c.pace):
		case <-ctx.Done():
		}
	}
	all.Wait()
	return outcomes
}

// turns is the order in which the orders begin: those that took longest last time first, so
// that none of them is what everybody waits for in the end.
func (c *crew) turns(orders []Order) []int {
	turns := make([]int, len(orders))
	for i := range turns {
		turns[i] = i
	}
	if c.lasts != nil {
		slices.SortStableFunc(turns, func(a, b int) int {
			return cmp.Compare(c.lasts(orders[b].Scenario), c.lasts(orders[a].Scenario))
		})
	}
	return turns
}

func (c *crew) one(ctx context.Context, o Order) Outcome {
	start := time.Now()
	broken := func(state, format string, args ...any) Outcome {
		return Outcome{Scenario: o.Scenario, State: state, Message: fmt.Sprintf(format, args...), Took: time.Since(start)}
	}
	if ctx.Err() != nil {
		return broken("interrupted", "not started: %v", context.Cause(ctx))
	}
	file, err := os.CreateTemp(c.folder, "outcome-")
	if err != nil {
		return broken("failed", "%v", err)
	}
	defer func() { _ = os.Remove(file.Name()) }()
	_ = file.Close()
	o.Result = file.Name()
	order, err := json.Marshal(o)
	if err != nil {
		return broken("failed", "%v", err)
	}
	cmd := exec.CommandContext(ctx, c.command[0], c.command[1:]...)
	apart(cmd)
	cmd.Env = append(os.Environ(), c.mark)
	cmd.Cancel = func() error { return cmd.Process.Signal(terminate) }
	cmd.WaitDelay = c.tidy
	cmd.Env = uncounted(os.Environ())
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(order), io.Discard, c.log
	err = cmd.Run()
	said, readErr := os.ReadFile(o.Result)
	var outcome Outcome
	if readErr == nil && json.Unmarshal(said, &outcome) == nil && outcome.Scenario != "" {
		return outcome
	}
	if ctx.Err() != nil {
		return broken("interrupted", "%v", context.Cause(ctx))
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return broken("failed", "the scenario's process ended with %v", exit)
	}
	return broken("failed", "the scenario's process gave no outcome: %v", err)
}
