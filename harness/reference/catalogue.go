package reference

import (
	"context"
	"slices"
	"strings"
	"time"
)

// A CataloguePolicy holds the decisions about catalogues that only defects take otherwise.
type CataloguePolicy struct {
	DropDenied   bool     // denied resources are left out of the answer to the app
	MatchByPlace bool     // decisions are matched by their place in the list
	PinDenies    bool     // denies are kept like permits
	ShareAll     bool     // permits are kept by resource alone, for everybody
	Keep         bool     // permits survive their profile
	RepeatDenied bool     // denied items are asked for again
	RepeatAll    bool     // a repeat lists all items
	Silent       bool     // the app hears no reason
	Assets       []string // asked for along with every catalogue
}

// permitLife is how long a preauthorization permit is kept.
const permitLife = time.Hour

// preauthorize returns a decision per resource, for the catalogue alone. Permits are
// kept, denies are asked for again.
func (s *Service) preauthorize(ctx context.Context, d *device, resources []string) ([]answered, error) {
	p, err := s.lookup(ctx, d)
	if err != nil {
		return nil, err
	}
	out := make([]answered, len(resources))
	var ask []string
	for i, r := range resources {
		out[i] = answered{Resource: r}
		switch {
		case p == nil:
			out[i].Reason, out[i].Next = &reason{"not_signed_in", "Sign in with your TV provider."}, "login"
		case s.permitted(d, p.MVPD, r):
			out[i].Allowed = true
		case s.pinned(d, r):
		case !slices.Contains(ask, r):
			ask = append(ask, r)
		}
	}
	if len(ask) > 0 {
		ask = append(ask, s.policy.Catalogue.Assets...)
	}
	for batch := range slices.Chunk(ask, s.policy.BatchLimit) {
		got, err := s.decide(ctx, d, "preauthorize", p.MVPD, batch)
		if err != nil {
			return nil, err
		}
		for i := range out {
			if a, ok := got[out[i].Resource]; ok {
				out[i] = a
				s.remember(d, p.MVPD, a)
			}
		}
	}
	return s.shown(out), nil
}

// shown is what the app gets of a catalogue.
func (s *Service) shown(all []answered) []answered {
	var out []answered
	for _, a := range all {
		if s.policy.Catalogue.Silent {
			a.Reason = nil
		}
		if a.Allowed || !s.policy.Catalogue.DropDenied {
			out = append(out, a)
		}
	}
	return out
}

// permitKey keeps the MVPDs of a device apart.
func permitKey(mvpd, resource string) string { return mvpd + "\x00" + resource }

func (s *Service) permitted(d *device, mvpd, resource string) bool {
	if s.policy.Catalogue.ShareAll && s.permittedToAnybody(resource) {
		return true
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return s.now().Before(d.permits[permitKey(mvpd, resource)])
}

// permittedToAnybody is the mistake of a cache by resource alone.
func (s *Service) permittedToAnybody(resource string) bool {
	s.mu.Lock()
	all := make([]*device, 0, len(s.devices))
	for _, d := range s.devices {
		all = append(all, d)
	}
	s.mu.Unlock()
	return slices.ContainsFunc(all, func(d *device) bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		for key := range d.permits {
			if strings.HasSuffix(key, "\x00"+resource) {
				return true
			}
		}
		return false
	})
}

func (s *Service) remember(d *device, mvpd string, a answered) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case !a.Allowed && s.policy.Catalogue.PinDenies:
		d.denied[a.Resource] = true
	case a.Allowed && !s.policy.ForgetPermits:
		d.permits[permitKey(mvpd, a.Resource)] = s.now().Add(permitLife)
	}
}

func (s *Service) pinned(d *device, resource string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.denied[resource]
}

// spoil alters a decision on a catalogue, as some defects do.
func (s *Service) spoil(kind string, resources []string, place int, item *wireDecision) {
	if kind == "preauthorize" && s.policy.Catalogue.MatchByPlace && place < len(resources) {
		item.Resource = resources[place]
	}
}

// again are the items to be asked for again: those that may be, unless a defect wants more.
func (s *Service) again(kind string, asked, may []string, got map[string]answered) []string {
	c := s.policy.Catalogue
	switch {
	case kind != "preauthorize":
	case c.RepeatAll && len(may) > 0:
		return asked
	case c.RepeatDenied && len(may) == 0:
		return slices.DeleteFunc(slices.Clone(asked), func(r string) bool { return got[r].Allowed })
	}
	return may
}
