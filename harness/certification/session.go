package certification

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/passproof/passproof/harness/leftovers"
	"github.com/passproof/passproof/harness/report"
	"github.com/passproof/passproof/harness/subject"
	"github.com/passproof/passproof/mockpass/journal"
)

// A Session is a run under way: mockpass, its networks and the main instance of the
// subject. Whoever has scenarios played, [Run] or a suite of Ginkgo, gives out Orders and
// ends it with what came of them.
type Session struct {
	Options
	mock    *mock
	subject subject.Subject // nil: it could not be made
	env     subject.Environment
	log     io.Writer
	close   func() // closes log
	here    *leftovers.Run
	meta    report.Meta
	started error // why the subject could not be used

	ending  chan struct{} // closed when nobody need watch the subject any more
	watched chan struct{} // closed when nobody does
	dead    chan struct{} // closed when the subject has ended by itself
	died    *EndedError   // how; there once dead is closed
}

// Open starts mockpass and makes networks, which [Session.End] closes. ctx has to last as
// long as the session: its end interrupts the run.
func Open(ctx context.Context, o Options) (*Session, error) {
	o.Scenarios = Offered(o.Scenarios, Declared(o.File, ""), o.Depth)
	log, closeLog, err := subjectLog(o.Out)
	if err != nil {
		return nil, err
	}
	here, err := leftovers.Begin(o.Worker[0])
	if err != nil {
		closeLog()
		return nil, err
	}
	m, err := startMock(ctx, o.File, base{o.Worker[0], here}, log)
	if err != nil {
		closeLog()
		return nil, errors.Join(err, here.Close())
	}
	statement, err := m.server.SoftwareStatement(o.File.ServiceProvider)
	if err != nil {
		err = errors.Join(err, m.Close(), here.Close())
		closeLog()
		return nil, err
	}
	s := &Session{
		Options: o, mock: m, log: log, close: closeLog, here: here,
		env:    subject.Environment{AdobePassURL: m.adobePassURL(o.File), SoftwareStatement: statement, Trust: m.names.folder, Folder: here.Folder, Mark: here.Mark()},
		ending: make(chan struct{}), watched: make(chan struct{}), dead: make(chan struct{}),
		meta: report.Meta{
			Subject: o.File.Subject.Name, Started: time.Now(), Depth: string(o.Depth),
			Edition: o.Edition.Name, Version: o.Version, Parallel: o.Most, Left: left(o.Windows, o.Depth),
		},
	}
	return s, nil
}

// Start makes and starts the main instance of the subject. The error tells that it could not
// be used: no scenario need be played, and the Result says why.
func (s *Session) Start(ctx context.Context) error {
	if s.started = s.start(ctx); s.started != nil {
		s.notice("the subject could not be used: %v", s.started)
		return s.started
	}
	go s.watch()
	return nil
}

func (s *Session) start(ctx context.Context) error {
	names := s.mock.names
	if names.refused != nil {
		return names.refused
	}
	if names.containers != nil {
		s.notice("the service ran in a container: %s", names.containers.About())
	}
	var err error
	if s.env.Network, err = names.attachMain(ctx); err != nil {
		return err
	}
	own, err := newSubject(ctx, s.File, s.env, names.share(), s.log)
	if err != nil {
		return err
	}
	s.subject = own
	began := time.Now()
	if err := own.Start(ctx); err != nil {
		return err
	}
	started := &journal.Act{Verb: journal.Start, Start: began, End: time.Now(), Args: map[string]any{"software_statement": s.env.SoftwareStatement}}
	if s.env.Network != nil {
		started.Args["network"] = s.env.Network.Network
	}
	s.mock.server.Record(started)
	return nil
}

// watch waits for the subject to end by itself: scenarios have nobody to play with then.
func (s *Session) watch() {
	defer close(s.watched)
	select {
	case <-s.ending:
	case <-s.subject.Ended():
		now := time.Now()
		s.mock.server.Record(&journal.Act{Verb: journal.Died, Start: now, End: now, Args: map[string]any{"outcome": s.subject.Outcome()}})
		s.notice("%s; what was seen until then is judged", s.subject.Outcome())
		s.died = &EndedError{s.subject.Outcome()}
		close(s.dead)
	}
}

// Order is what a worker needs to know to play a scenario. No two of a session may have the
// same seat, which is a number below [world.Seats].
func (s *Session) Order(scenario string, seat int) Order {
	return Order{
		Config: s.File.Path, ControlURL: s.mock.ctlURL, AdobePassURL: s.env.AdobePassURL, SubjectURL: s.subject.Address(),
		Trust: s.env.Trust, WithoutNames: s.mock.names.without, Site: s.mock.names.share(),
		Secure: s.mock.secure, Authority: s.mock.authority.PEM(),
		Statement: s.env.SoftwareStatement, Folder: s.env.Folder, Mark: s.env.Mark, Seat: seat, Depth: string(s.Depth), Scenario: scenario,
	}
}

func (s *Session) notice(format string, args ...any) {
	s.meta.Notices = append(s.meta.Notices, fmt.Sprintf(format, args...))
}

// Log is the file, in the folder for reports, that takes what the subject writes. Whoever
// else has something to say there appends to it.
func Log(out string) string { return filepath.Join(out, "subject.log") }

// subjectLog opens it.
func subjectLog(out string) (io.Writer, func(), error) {
	if out == "" {
		return io.Discard, func() {}, nil
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return nil, nil, fmt.Errorf("cannot make the folder for reports: %w", err)
	}
	f, err := os.OpenFile(Log(out), os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot write the subject's log: %w", err)
	}
	return f, func() { _ = f.Close() }, nil
}
