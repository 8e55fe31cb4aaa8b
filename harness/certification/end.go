package certification

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// End stops the subject, judges what was seen and closes all that Open and Start have made.
// outcomes are what came of the scenarios that were played. Where ctx is done the run counts
// as interrupted. The error tells what could not be closed.
func (s *Session) End(ctx context.Context, outcomes []Outcome) (*Result, error) {
	defer s.close()
	s.settle(ctx)
	s.meta.Interrupted = ctx.Err() != nil
	s.meta.Partial = s.Partial || s.started == nil && len(outcomes) < len(s.Scenarios)
	s.tell(outcomes)
	var errs []error
	if s.subject != nil {
		errs = append(errs, s.subject.Close())
	}
	s.meta.Stopped = time.Now()
	result := s.judge(outcomes)
	return result, errors.Join(append(errs, s.mock.Close(), s.here.Close())...)
}

// settle ends the watch over the subject. Whoever hangs up has ended, which the system may
// tell a little later.
func (s *Session) settle(ctx context.Context) {
	if s.started != nil || s.subject == nil {
		return
	}
	if gone(ctx, s.subject.Address()) {
		select {
		case <-s.watched:
		case <-ctx.Done():
		case <-time.After(reaping):
		}
	}
	close(s.ending)
	<-s.watched
	if s.died != nil {
		s.started = s.died
	}
}

// tell puts what came of the scenarios into the report. Those that the end of the subject
// has interrupted say so.
func (s *Session) tell(outcomes []Outcome) {
	for i := range outcomes {
		out := &outcomes[i]
		at := slices.IndexFunc(s.Scenarios, func(known Scenario) bool { return known.Text == out.Scenario })
		if at >= 0 {
			out.Labels = s.Scenarios[at].Labels // a worker that broke tells none
		}
		if out.State == "interrupted" && s.died != nil {
			out.Message = s.died.Outcome
		}
		s.meta.Scenarios = append(s.meta.Scenarios, played(out))
	}
}

// judge judges what the journal holds.
func (s *Session) judge(outcomes []Outcome) *Result {
	var entries []journal.Entry
	for _, e := range s.mock.server.Journal().Since(0) {
		entries = append(entries, e)
	}
	evidence := rule.NewEvidence(entries, s.Edition, Declared(s.File, s.env.SoftwareStatement))
	verdicts := rule.Judge(s.Rules, evidence)
	dead := ""
	if s.started != nil {
		dead = "the subject could not be used"
	}
	explain(verdicts, outcomes, dead)
	s.unobserved(verdicts)
	if s.meta.Partial || s.meta.Interrupted || s.started != nil {
		ForgetIdle(verdicts)
	}
	s.meta.Ended = time.Now()
	return &Result{Meta: s.meta, Verdicts: verdicts, Entries: entries, Start: s.started}
}
