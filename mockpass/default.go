package mockpass

import "cmp"

// Default is the configuration that the zero [Config] stands for, with everything
// written out: the documentation's example.
func Default() Config {
	var c Config
	return Config{
		Programmers: exampleProgrammers(),
		MVPDs:       exampleMVPDs(),
		Lifetimes:   c.Lifetimes.filled(),
		Limits:      c.Limits.filled(),
	}
}

// filled gives the limits with defaults in place of zeros.
func (l Limits) filled() Limits {
	return Limits{
		Rows:       cmp.Or(l.Rows, 200_000),
		Directions: cmp.Or(l.Directions, 10_000),
		Entries:    cmp.Or(l.Entries, 50_000),
	}
}
