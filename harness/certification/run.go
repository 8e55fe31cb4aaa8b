package certification

import (
	"context"
	"time"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/report"
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass/journal"
)

// Options say what a run does. All fields but Out, Log and Progress are needed.
type Options struct {
	File      *config.File
	Rules     []*rule.Rule
	Scenarios []Scenario
	Worker    []string                            // command that carries out one Order; its program knows the errands of package errand
	Most      int                                 // how many scenarios at once
	Lasts     func(scenario string) time.Duration // how long a scenario took last time, 0 if nobody knows; nil: nobody knows
	Depth     world.Depth
	Windows   []world.Window // what lasts longer at the full depth
	Edition   rule.Edition
	Partial   bool   // not all scenarios are played: nothing is said of waivers that excuse nothing
	Out       string // folder for the subject's log; empty: none is written
	Version   string
	Progress  func(done, all int, o Outcome)
}

// A Scenario is one scenario of the suite.
type Scenario struct {
	Text   string // full text, unique
	Labels []string
}

// A Result is all that came of a run.
type Result struct {
	Meta     report.Meta
	Verdicts []rule.Verdict
	Entries  []journal.Entry // as recorded, secrets included
	Start    error           // why the subject could not be used; nil if it could
}

// Run carries out a certification. The error tells that the harness itself could not
// work; what is wrong with the subject stands in the Result, which is there even
// when the run was interrupted through ctx.
func Run(ctx context.Context, o Options) (*Result, error) {
	s, err := Open(ctx, o)
	if err != nil {
		return nil, err
	}
	var outcomes []Outcome
	if s.Start(ctx) == nil {
		outcomes = s.conduct(ctx)
	}
	return s.End(ctx, outcomes)
}

// tidying is what a worker needs to end beside stopping an instance of the subject.
const tidying = 10 * time.Second

// pace is what lies at least between the starts of two workers.
const pace = 40 * time.Millisecond

// conduct lets all scenarios play, side by side in a few dozen processes, until the subject ends.
func (s *Session) conduct(ctx context.Context) []Outcome {
	playing, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	go func() {
		select {
		case <-s.dead:
			stop(s.died)
		case <-playing.Done():
		}
	}()
	// A worker that ends stops its own instance of the subject and withdraws its directions.
	crew := &crew{command: s.Worker, most: s.Most, mark: s.env.Mark, tidy: s.File.Subject.StopTimeout + tidying, pace: pace, log: s.log, done: s.told(), lasts: s.Lasts}
	orders := make([]Order, len(s.Scenarios))
	for i, scenario := range s.Scenarios {
		orders[i] = s.Order(scenario.Text, i)
	}
	return crew.run(playing, orders)
}

func (s *Session) told() func(Outcome) {
	done := 0
	return func(o Outcome) {
		done++
		if s.Progress != nil {
			s.Progress(done, len(s.Scenarios), o)
		}
	}
}

// An EndedError tells that the subject ended in the middle of a run.
type EndedError struct{ Outcome string }

// Error says how the subject ended.
func (e *EndedError) Error() string { return e.Outcome }
