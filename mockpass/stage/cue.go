package stage

import (
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
	Answer   *Do           // one with Error, Status or Revoke: the call gets this answer; else nil
	Lifetime time.Duration // of what the call creates; 0: as usual
	Delay    time.Duration // before the answer

	verdicts []verdict
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
// answer, the verdict on a resource, the lifetime), the one set first has it, and
// the other waits without using up one of its times: so directions for one call
// each, set one after another, are followed one after another.
func (s *Stage) Cue(call Call) Cue {
	var cue Cue
	if s.live.Load() == 0 {
		return cue
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ready := s.ready(call)
	if i := slices.IndexFunc(ready, func(a *active) bool { return a.effects&Answers != 0 }); i >= 0 {
		answer := ready[i]
		cue.Answer = &answer.Do
		ready = slices.DeleteFunc(ready, func(a *active) bool { return a != answer && a.effects != Delays })
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
// whose turn has come.
func (s *Stage) ready(call Call) []*active {
	var out []*active
	for _, a := range s.active {
		if !a.matches(&call) {
			continue
		}
		a.seen++
		if a.seen >= a.Match.Nth {
			out = append(out, a)
		}
	}
	return out
}

// take adds to the cue what a direction wants, unless all of it was taken.
func (c *Cue) take(a *active, resources []string) bool {
	took := a.effects&Answers != 0 // there is only one of them left
	if a.effects&Decisions != 0 && c.claim(a, resources) {
		took = true
	}
	if a.effects&Lifetimes != 0 && c.Lifetime == 0 {
		c.Lifetime, _ = time.ParseDuration(a.Do.Lifetime)
		took = true
	}
	if !took && a.effects != Delays {
		return false
	}
	if d, _ := time.ParseDuration(a.Do.Delay); d > c.Delay {
		c.Delay = d
	}
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
