package mockpass

import (
	"cmp"
	"hash/fnv"
	"math/rand/v2"
	"sync/atomic"
	"time"
)

// meanness is what mean mode goes by. docs/mean-mode.md tells every freedom that is
// used, and where the documentation leaves it. A correct client never notices.
type meanness struct {
	seed  uint64
	calls [1 << 16]atomic.Uint32 // how often a device has called an operation, by hash
}

// newMeanness is nil unless the configuration wants it.
func newMeanness(c Config) *meanness {
	if !c.Mean {
		return nil
	}
	return &meanness{seed: c.Seed}
}

// dice are what a call leaves to chance in mean mode. They follow from the seed, the
// operation, the device and how often the device has called the operation before:
// neither other devices nor the number of polls in between change what a client sees.
func (c *call) dice() *rand.Rand {
	if c.chance == nil {
		m := c.settings.mean
		key := hash(c.exchange.Operation, c.serviceProvider, cmp.Or(c.device, c.peer()))
		turn := m.calls[key%uint64(len(m.calls))].Add(1)
		c.chance = rand.New(rand.NewPCG(m.seed, key+uint64(turn)))
	}
	return c.chance
}

// hash is a number for a list of names.
func hash(names ...string) uint64 {
	h := fnv.New64a()
	for _, name := range names {
		_, _ = h.Write([]byte(name + "\x00"))
	}
	return h.Sum64()
}

// shortened gives lifetimes that are short in place of zeros, and still long enough
// for whoever reads expires_in and notAfter: an access token and a media token live a
// minute, and a viewer has five to sign in. What is agreed with the MVPD, as the
// documentation has it, stays.
func (l Lifetimes) shortened() Lifetimes {
	l.AccessToken = cmp.Or(l.AccessToken, Duration(time.Minute))
	l.Session = cmp.Or(l.Session, Duration(5*time.Minute))
	l.MediaToken = cmp.Or(l.MediaToken, Duration(time.Minute))
	return l
}

// newCode is an authentication code: seven capitals and digits. The samples have six
// or seven, and no page says how many, or of what; so in mean mode there are six to
// eight, or eight digits, which are too many to meet one again soon.
func (s *Server) newCode(c *call) string {
	if !c.settings.Mean {
		return s.random.code(7, codeAlphabet)
	}
	if d := c.dice(); d.IntN(4) > 0 {
		return s.random.code(6+d.IntN(3), codeAlphabet)
	}
	return s.random.code(8, digits)
}
