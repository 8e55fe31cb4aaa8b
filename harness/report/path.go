package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// A Step is a stretch of a scenario: an act, or a wait for time. What lies between two
// steps is a wait for the service.
type Step struct {
	What  string
	Start time.Time
	End   time.Time
	Wait  bool // nothing but time was waited for
}

// A Path is what bounds the length of a run: shorten one of its parts, and the run is shorter.
type Path struct {
	Scenario string // that ended last
	Longest  Step   // the longest wait for time of the whole run: it cannot be shorter than that
	Whose    string // scenario of Longest
	Parts    []Part // in order; what took no time worth telling is left out
}

// A Part is one stretch of a path.
type Part struct {
	At   time.Duration // since the start of the run
	Took time.Duration
	What string
}

// path is the critical path; nil where no scenario was played.
func (r *Report) path() *Path {
	scenarios := slices.DeleteFunc(slices.Clone(r.Meta.Scenarios), func(s Scenario) bool { return s.Began.IsZero() })
	if len(scenarios) == 0 {
		return nil
	}
	last := slices.MaxFunc(scenarios, func(a, b Scenario) int { return a.Ended.Compare(b.Ended) })
	first := slices.MinFunc(scenarios, func(a, b Scenario) int { return a.Began.Compare(b.Began) })
	p := &Path{Scenario: last.Name}
	for _, s := range scenarios {
		for _, step := range s.Steps {
			if step.Wait && step.End.Sub(step.Start) > p.Longest.End.Sub(p.Longest.Start) {
				p.Longest, p.Whose = step, s.Name
			}
		}
	}
	steps := []Step{
		{What: "the service starts", Start: r.Meta.Started, End: first.Began},
		{What: fmt.Sprintf("waits for its turn, at most %d scenarios at once", r.Meta.Parallel), Start: first.Began, End: last.Began},
	}
	steps = append(steps, chain(last)...)
	steps = append(steps,
		Step{What: "the service is stopped", Start: last.Ended, End: r.Meta.Stopped},
		Step{What: "the evidence is judged", Start: r.Meta.Stopped, End: r.Meta.Ended})
	for _, s := range brief(steps) {
		p.Parts = append(p.Parts, Part{At: s.Start.Sub(r.Meta.Started), Took: s.End.Sub(s.Start), What: s.What})
	}
	return p
}

// chain are the steps of a scenario that each began when the one before had ended, found
// from the end, and the waits between them.
func chain(s Scenario) []Step {
	byEnd := slices.SortedStableFunc(slices.Values(s.Steps), func(a, b Step) int {
		return cmp.Or(b.End.Compare(a.End), a.Start.Compare(b.Start))
	})
	out, until, next := []Step(nil), s.Ended, "the end"
	for _, step := range byEnd {
		if step.End.After(until) {
			continue // beside the path
		}
		out = append(out, Step{What: "waits for the service, before " + next, Start: step.End, End: until}, step)
		until, next = step.Start, step.What
	}
	out = append(out, Step{What: "the scenario starts", Start: s.Began, End: until})
	slices.Reverse(out)
	return out
}

// noticeable is what a part of a path lasts that is told by itself.
const noticeable = 500 * time.Millisecond

// negligible is what short steps take together that nobody needs to read of.
const negligible = 100 * time.Millisecond

// brief puts steps that follow each other and are too short to matter into one.
func brief(steps []Step) []Step {
	var out []Step
	short := 0
	for _, s := range steps {
		switch long := s.End.Sub(s.Start); {
		case long <= 0:
		case long >= noticeable:
			out, short = append(out, s), 0
		case short == 0:
			out, short = append(out, s), 1
		default:
			short++
			out[len(out)-1].What, out[len(out)-1].End = fmt.Sprintf("%d short steps", short), s.End
		}
	}
	return slices.DeleteFunc(out, func(s Step) bool { return s.End.Sub(s.Start) < negligible })
}

// ratio is how often the longest wait fits into the run; 0 where there was none.
func (p *Path) ratio(run time.Duration) float64 {
	if longest := p.Longest.End.Sub(p.Longest.Start); longest > 0 {
		return run.Seconds() / longest.Seconds()
	}
	return 0
}
