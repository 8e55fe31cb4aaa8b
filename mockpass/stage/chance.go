package stage

import (
	"math/rand/v2"
	"time"
)

// chance is what a direction leaves to chance. Each direction has its own, so that
// what others do does not change its course.
type chance struct {
	*rand.Rand
	probability float64 // above 0, up to 1
	jitter      time.Duration
}

// newChance is nil for a direction that leaves nothing to chance.
func newChance(d Direction, jitter time.Duration) *chance {
	if d.Probability == 0 && jitter == 0 {
		return nil
	}
	p := d.Probability
	if p == 0 {
		p = 1
	}
	return &chance{rand.New(rand.NewPCG(d.Seed, 0)), p, jitter}
}

// draw tells whether the direction acts on a call, and how much later the answer
// comes. It draws the same number of times for every call: the fate of the tenth
// does not depend on that of the nine before.
func (c *chance) draw() (acts bool, later time.Duration) {
	if c == nil {
		return true, 0
	}
	acts = c.Float64() < c.probability
	if c.jitter > 0 {
		later = time.Duration(c.Float64() * float64(c.jitter))
	}
	return acts, later
}
