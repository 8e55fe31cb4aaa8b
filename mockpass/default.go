package mockpass

import (
	"cmp"
	"errors"
	"maps"
	"slices"
)

// Default is the configuration that the zero [Config] stands for, written out: the
// documentation's example. Lifetimes are left at zero, since mean mode takes others
// then; see [DefaultLifetimes].
func Default() Config {
	return Config{
		Programmers: exampleProgrammers(),
		MVPDs:       exampleMVPDs(),
		Limits:      Limits{}.filled(),
	}
}

// DefaultLifetimes are those that zeros in [Lifetimes] stand for, outside of mean mode.
func DefaultLifetimes() Lifetimes { return Lifetimes{}.filled() }

// filled gives the limits with defaults in place of zeros.
func (l Limits) filled() Limits {
	return Limits{
		Rows:       cmp.Or(l.Rows, 200_000),
		Directions: cmp.Or(l.Directions, 10_000),
		Entries:    cmp.Or(l.Entries, 50_000),
	}
}

// check says which limits cannot be.
func (l Limits) check() error {
	return belowZero("limits", map[string]int64{"rows": int64(l.Rows), "directions": int64(l.Directions), "entries": int64(l.Entries)})
}

// check says which lifetimes cannot be.
func (l Lifetimes) check() error {
	return belowZero("lifetimes", map[string]int64{
		"accessToken": int64(l.AccessToken), "session": int64(l.Session), "profile": int64(l.Profile), "homeBased": int64(l.HomeBased),
		"degraded": int64(l.Degraded), "authorization": int64(l.Authorization), "mediaToken": int64(l.MediaToken),
	})
}

// belowZero says which of some numbers are.
func belowZero(where string, numbers map[string]int64) error {
	var wrong []error
	for _, name := range slices.Sorted(maps.Keys(numbers)) {
		if numbers[name] < 0 {
			wrong = append(wrong, misconfigured(where+"."+name, "it is below zero; without it, the usual holds"))
		}
	}
	return errors.Join(wrong...)
}
