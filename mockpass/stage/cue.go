package stage

import (
	"cmp"
	"slices"
	"time"
)

// A Call is a call to the mock as far as directions look at it.
type Call struct {
	Operation       string
	ServiceProvider string
	MVPD            string
	Devices         []string // all names of the device; empty ones match nothing
	Code            string
	Resources       []string
	Offers          Effects                // what can be done to this call; directions that do nothing of it do not match it
	Knows           func(code string) bool // whether Error can be this code here
}

// A Cue is what the directions make of one call.
type Cue struct {
	IDs      []string      // the directions that shaped it, in the order in which they were set
	Answer   *Do           // one with Error, Status, Revoke, Expire or Cut "before": the call gets this answer; else nil
	Lifetime time.Duration // of what the call creates; 0: as usual
	Delay    time.Duration // before the answer, jitter included
	Shape    Shape         // what becomes of the answer, be it the operation's or Answer

	verdicts []verdict
}

// A Shape is what becomes of an answer on its way out. The zero Shape leaves it as it is.
type Shape struct {
	ExtraFields bool
	Timestamps  string // AsString, AsNumber or empty
	URLs        string // Relative, Absolute or empty
	Truncate    bool   // at most one of Truncate, NotJSON and CutBody is set
	NotJSON     bool
	CutBody     bool
	Bandwidth   int // bytes per second; 0: as fast as can be
}

// take adds what a Do wants of the answer, as far as nobody has wanted it before.
func (s *Shape) take(d *Do) bool {
	before := *s
	s.ExtraFields = s.ExtraFields || d.ExtraFields
	s.Timestamps = cmp.Or(s.Timestamps, d.Timestamps)
	s.URLs = cmp.Or(s.URLs, d.URLs)
	s.Bandwidth = cmp.Or(s.Bandwidth, d.Bandwidth)
	if !s.Truncate && !s.NotJSON && !s.CutBody {
		s.Truncate, s.NotJSON, s.CutBody = d.Truncate, d.NotJSON, d.Cut == Body
	}
	return *s != before
}

type verdict struct {
	resources []string // empty: all
	do        Do
}

// Verdict is the Do that denies or permits a resource, or nil.
func (c *Cue) Verdict(resource string) *Do {
	for i := range c.verdicts {
		if v := &c.verdicts[i]; len(v.resources) == 0 || slices.Contains(v.resources, resource) {
			return &v.do
		}
	}
	return nil
}

// Cue tells what to do with a call, and counts it. Directions are looked at in the
// order in which they were set. Where two want the same thing of a call (the
// answer, the verdict on a resource, the lifetime, the spelling of URLs), the one
// set first has it, and the other waits without using up one of its times: so
// directions for one call each, set one after another, are followed one after
// another. Delays are not added up: the longest counts.
func (s *Stage) Cue(call Call) Cue {
	var cue Cue
	if s.live.Load() == 0 {
		return cue
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ready := s.ready(call)
	if i := slices.IndexFunc(ready, func(a *active) bool { return a.effects&(Answers|Bearers) != 0 }); i >= 0 {
		answer := ready[i]
		cue.Answer = &answer.Do
		beside := shapes | Wires | Delays
		if answer.Do.Cut == Before {
			beside = Delays // there will be nothing to shape
		}
		ready = slices.DeleteFunc(ready, func(a *active) bool { return a != answer && a.effects&^beside != 0 })
	}
	spent := false
	for _, a := range ready {
		if cue.take(a, call.Resources) {
			a.done++
			spent = spent || a.Times > 0 && a.done >= a.Times
		}
	}
	if spent {
		s.remove(func(a *active) bool { return a.Times > 0 && a.done >= a.Times })
	}
	return cue
}

// ready counts the call for every direction that matches it and returns those
// whose turn has come and whose chance wants it.
func (s *Stage) ready(call Call) []*active {
	var out []*active
	for _, a := range s.active {
		if !a.matches(&call) {
			continue
		}
		a.seen++
		if a.seen < a.Match.Nth {
			continue
		}
		var acts bool
		if acts, a.later = a.chance.draw(); acts {
			out = append(out, a)
		}
	}
	return out
}

// take adds to the cue what a direction wants, unless all of it was taken.
func (c *Cue) take(a *active, resources []string) bool {
	took := a.effects&(Answers|Bearers) != 0 // there is only one of them left
	if a.effects&Decisions != 0 && c.claim(a, resources) {
		took = true
	}
	if a.effects&Lifetimes != 0 && c.Lifetime == 0 {
		c.Lifetime = a.lifetime
		took = true
	}
	if took || a.effects.lead()&(shapes|Wires) != 0 {
		took = c.Shape.take(&a.Do) || took
	}
	if !took && a.effects != Delays {
		return false
	}
	c.Delay = max(c.Delay, a.delay+a.later)
	c.IDs = append(c.IDs, a.ID)
	return true
}

// claim takes the verdicts on the matched resources that nobody has taken yet.
func (c *Cue) claim(a *active, resources []string) bool {
	free := false
	for _, r := range resources {
		if c.Verdict(r) == nil && (len(a.Match.Resources) == 0 || slices.Contains(a.Match.Resources, r)) {
			free = true
		}
	}
	if free {
		c.verdicts = append(c.verdicts, verdict{a.Match.Resources, a.Do})
	}
	return free
}
