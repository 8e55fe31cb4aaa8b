package certification

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/report"
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/subject"
	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass/journal"
)

// Options say what a run does. All fields but Out, Log and Progress are needed.
type Options struct {
	File      *config.File
	Rules     []*rule.Rule
	Scenarios []Scenario
	Worker    []string                            // command that carries out one Order
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
func Run(ctx context.Context, o Options) (result *Result, err error) {
	o.Scenarios = offered(o.Scenarios, Declared(o.File, ""), o.Depth)
	log, closeLog, err := subjectLog(o.Out)
	if err != nil {
		return nil, err
	}
	defer closeLog()
	m, err := startMock(ctx, o.File, o.Worker[0], log)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, m.Close()) }()
	statement, err := m.server.SoftwareStatement(o.File.ServiceProvider)
	if err != nil {
		return nil, err
	}
	env := subject.Environment{AdobePassURL: m.adobePassURL(o.File), SoftwareStatement: statement, Trust: m.names.folder}
	r := &run{Options: o, mock: m, env: env, log: log}
	r.meta = report.Meta{
		Subject: o.File.Subject.Name, Started: time.Now(), Depth: string(o.Depth),
		Edition: o.Edition.Name, Version: o.Version, Parallel: o.Most, Partial: o.Partial,
	}
	r.meta.Left = left(o.Windows, o.Depth)
	startErr, closeErr := r.use(ctx)
	r.meta.Stopped = time.Now()
	return r.result(startErr), closeErr
}

// use makes the subject, lets all scenarios play and closes it. The first error tells that
// the subject could not be used.
func (r *run) use(ctx context.Context) (startErr, closeErr error) {
	unusable := func(err error) (error, error) {
		r.notice("the subject could not be used: %v", err)
		r.meta.Interrupted = ctx.Err() != nil
		return err, nil
	}
	names := r.mock.names
	if names.refused != nil {
		return unusable(names.refused)
	}
	if names.containers != nil {
		r.notice("the service ran in a container: %s", names.containers.About())
	}
	var err error
	if r.env.Network, err = names.attachMain(ctx); err != nil {
		return unusable(err)
	}
	if r.subject, err = NewSubject(ctx, r.File, r.env, names.share(), r.log); err != nil {
		return unusable(err)
	}
	startErr = r.conduct(ctx)
	return startErr, r.subject.Close()
}

// run is one run under way.
type run struct {
	Options
	mock     *mock
	subject  subject.Subject
	env      subject.Environment
	log      io.Writer
	meta     report.Meta
	outcomes []Outcome // in the order of Scenarios
}

// tidying is what a worker needs to end beside stopping an instance of the subject.
const tidying = 10 * time.Second

// pace is what lies between the beginnings of two scenarios.
const pace = 40 * time.Millisecond

// conduct starts the subject and lets all scenarios play. The error tells that the
// subject could not be used.
func (r *run) conduct(ctx context.Context) error {
	began := time.Now()
	if err := r.subject.Start(ctx); err != nil {
		r.notice("the subject could not be used: %v", err)
		r.meta.Interrupted = ctx.Err() != nil
		return err
	}
	started := &journal.Act{Verb: journal.Start, Start: began, End: time.Now(), Args: map[string]any{"software_statement": r.env.SoftwareStatement}}
	if r.env.Network != nil {
		started.Args["network"] = r.env.Network.Network
	}
	r.mock.server.Record(started)
	playing, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	watching := make(chan struct{})
	go func() {
		defer close(watching)
		r.watch(playing, stop)
	}()
	// A worker that ends stops its own instance of the subject and withdraws its directions.
	crew := &crew{command: r.Worker, most: r.Most, tidy: r.File.Subject.StopTimeout + tidying, pace: pace, log: r.log, done: r.told(), lasts: r.Lasts}
	r.outcomes = crew.run(playing, r.orders())
	if gone(ctx, r.subject.Address()) {
		select {
		case <-watching: // whoever hangs up has ended, which the system may tell a little later
		case <-ctx.Done():
		case <-time.After(reaping):
		}
	}
	var ended *EndedError
	died := errors.As(context.Cause(playing), &ended)
	stop(nil)
	<-watching
	r.meta.Interrupted = ctx.Err() != nil
	r.tell(ended)
	if died {
		return ended
	}
	return nil
}

// tell puts what came of the scenarios into the report. Those that the end of the subject
// has interrupted say so; ended is nil where it has not ended.
func (r *run) tell(ended *EndedError) {
	for i := range r.outcomes {
		out := &r.outcomes[i]
		out.Labels = r.Scenarios[i].Labels // a worker that broke tells none
		if out.State == "interrupted" && ended != nil {
			out.Message = ended.Outcome
		}
		r.meta.Scenarios = append(r.meta.Scenarios, played(out))
	}
}

// An EndedError tells that the subject ended in the middle of a run.
type EndedError struct{ Outcome string }

// Error says how the subject ended.
func (e *EndedError) Error() string { return e.Outcome }

// watch ends the run when the subject ends by itself: scenarios have nobody to play with.
func (r *run) watch(ctx context.Context, stop context.CancelCauseFunc) {
	select {
	case <-ctx.Done():
	case <-r.subject.Ended():
		now := time.Now()
		r.mock.server.Record(&journal.Act{Verb: journal.Died, Start: now, End: now, Args: map[string]any{"outcome": r.subject.Outcome()}})
		r.notice("%s; what was seen until then is judged", r.subject.Outcome())
		stop(&EndedError{r.subject.Outcome()})
	}
}

func (r *run) notice(format string, args ...any) {
	r.meta.Notices = append(r.meta.Notices, fmt.Sprintf(format, args...))
}

func (r *run) told() func(Outcome) {
	done := 0
	return func(o Outcome) {
		done++
		if r.Progress != nil {
			r.Progress(done, len(r.Scenarios), o)
		}
	}
}

func (r *run) orders() []Order {
	orders := make([]Order, len(r.Scenarios))
	for i, s := range r.Scenarios {
		orders[i] = Order{
			Config: r.File.Path, ControlURL: r.mock.ctlURL, AdobePassURL: r.env.AdobePassURL, SubjectURL: r.subject.Address(),
			Trust: r.env.Trust, WithoutNames: r.mock.names.without, Site: r.mock.names.share(),
			Secure: r.mock.secure, Authority: r.mock.authority.PEM(),
			Statement: r.env.SoftwareStatement, Seat: i, Depth: string(r.Depth), Scenario: s.Text,
		}
	}
	return orders
}

// result judges what the journal holds.
func (r *run) result(startErr error) *Result {
	var entries []journal.Entry
	for _, e := range r.mock.server.Journal().Since(0) {
		entries = append(entries, e)
	}
	evidence := rule.NewEvidence(entries, r.Edition, Declared(r.File, r.env.SoftwareStatement))
	verdicts := rule.Judge(r.Rules, evidence)
	dead := ""
	if startErr != nil {
		dead = "the subject could not be used"
	}
	explain(verdicts, r.outcomes, dead)
	r.unobserved(verdicts)
	if r.Partial || r.meta.Interrupted || startErr != nil {
		ForgetIdle(verdicts)
	}
	r.meta.Ended = time.Now()
	return &Result{Meta: r.meta, Verdicts: verdicts, Entries: entries, Start: startErr}
}

// subjectLog opens the file that takes what the subject writes.
func subjectLog(out string) (io.Writer, func(), error) {
	if out == "" {
		return io.Discard, func() {}, nil
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return nil, nil, fmt.Errorf("cannot make the folder for reports: %w", err)
	}
	f, err := os.Create(filepath.Join(out, "subject.log"))
	if err != nil {
		return nil, nil, fmt.Errorf("cannot write the subject's log: %w", err)
	}
	return f, func() { _ = f.Close() }, nil
}
