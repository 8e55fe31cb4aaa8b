package mockpass

import (
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// A Degradation is a rule of degraded access: while it is in force, the mock answers
// in place of an MVPD that is in trouble (degradation-feature;
// rest-api-v2-access-degraded-flows).
type Degradation struct {
	ID string `json:"id,omitempty" yaml:"-"` // given by the mock
	// Rule is AuthNAll (everybody is authenticated and authorized), AuthZAll (everybody
	// is authorized) or AuthZNone (nobody is). Where several are in force for a call,
	// AuthZNone goes before AuthNAll, and that before AuthZAll.
	Rule            string `json:"rule" yaml:"rule"`
	ServiceProvider string `json:"serviceProvider" yaml:"serviceProvider"`
	// MVPDs whose integrations are degraded. None: all of the service provider.
	MVPDs []string `json:"mvpds,omitempty" yaml:"mvpds,omitempty"`
	// Devices that the rule is for, by any of the names that directions know them by.
	// None: all, as with Adobe; to name some keeps tests apart that share a mock.
	Devices []string `json:"devices,omitempty" yaml:"devices,omitempty"`
	// Message is the programmer's own, sent as details of the errors of AuthZNone.
	Message string `json:"message,omitempty" yaml:"message,omitempty"`
	// Start and End bound the rule; it is in force from Start until before End. A zero
	// Start is the moment in which the rule is set. A zero End is Start plus TTL, or,
	// when TTL is zero as well, never.
	Start time.Time `json:"start,omitzero" yaml:"start,omitempty"`
	End   time.Time `json:"end,omitzero" yaml:"end,omitempty"`
	TTL   Duration  `json:"ttl,omitempty" yaml:"ttl,omitempty"`
}

// The rules of degraded access.
const (
	AuthNAll  = "AuthNAll"
	AuthZAll  = "AuthZAll"
	AuthZNone = "AuthZNone"
)

// bounded checks a rule and fills in when it begins and ends.
func (d Degradation) bounded(where string, in *directory, now time.Time) (Degradation, error) {
	switch {
	case !slices.Contains([]string{AuthNAll, AuthZAll, AuthZNone}, d.Rule):
		return d, misconfigured(where+".rule", "it is %q; want AuthNAll, AuthZAll or AuthZNone", d.Rule)
	case in.providers[d.ServiceProvider] == nil:
		return d, misconfigured(where+".serviceProvider", "there is no service provider %q", d.ServiceProvider)
	case d.TTL < 0 || d.TTL > 0 && !d.End.IsZero():
		return d, misconfigured(where+".ttl", "want a duration above zero, and not an end as well")
	}
	for i, mvpd := range d.MVPDs {
		if in.mvpds[mvpd] == nil {
			return d, misconfigured(where+"."+place("mvpds", i), "no MVPD has the id %q", mvpd)
		}
	}
	if d.Start.IsZero() {
		d.Start = now
	}
	if d.TTL > 0 {
		d.End = d.Start.Add(time.Duration(d.TTL))
	}
	if !d.End.IsZero() && !d.Start.Before(d.End) {
		return d, misconfigured(where+".end", "the rule ends before it starts")
	}
	return d, nil
}

// concerns tells whether the rule is in force for an MVPD and a device.
func (d *Degradation) concerns(now time.Time, serviceProvider, mvpd string, device []string) bool {
	return d.ServiceProvider == serviceProvider && !now.Before(d.Start) && (d.End.IsZero() || now.Before(d.End)) &&
		(len(d.MVPDs) == 0 || slices.Contains(d.MVPDs, mvpd)) &&
		(len(d.Devices) == 0 || slices.ContainsFunc(device, func(name string) bool { return name != "" && slices.Contains(d.Devices, name) }))
}

// degradations are the rules that were set while the mock runs.
type degradations struct {
	mu   sync.Mutex
	last uint64
	list atomic.Pointer[[]Degradation]
}

func (d *degradations) all() []Degradation {
	if l := d.list.Load(); l != nil {
		return *l
	}
	return nil
}

// Degrade puts a rule of degraded access in force, beside those of the configuration,
// and returns its ID. The error says what is wrong with the rule.
func (s *Server) Degrade(d Degradation) (string, error) {
	d, err := d.bounded("degradation", s.settings().directory, s.clock.Now())
	if err != nil {
		return "", fmt.Errorf("mockpass: degrade: %w", err)
	}
	s.degraded.mu.Lock()
	defer s.degraded.mu.Unlock()
	s.degraded.last++
	d.ID = "r" + strconv.FormatUint(s.degraded.last, 10)
	list := append(slices.Clone(s.degraded.all()), d)
	s.degraded.list.Store(&list)
	return d.ID, nil
}

// Restore ends a rule that [Server.Degrade] has set and tells whether it was there.
func (s *Server) Restore(id string) bool {
	s.degraded.mu.Lock()
	defer s.degraded.mu.Unlock()
	before := s.degraded.all()
	list := slices.DeleteFunc(slices.Clone(before), func(d Degradation) bool { return d.ID == id })
	s.degraded.list.Store(&list)
	return len(list) < len(before)
}

// Degradations are the rules of the configuration, without IDs, and those that were
// set, be they in force now or not.
func (s *Server) Degradations() []Degradation {
	return slices.Concat(s.settings().degradations, s.degraded.all())
}

// degradation is the rule in force for a call at an MVPD that comes first in the
// given order of rules, or nil.
func (s *Server) degradation(c *call, mvpd string, order ...string) *Degradation {
	set := s.degraded.all()
	if len(set) == 0 && len(c.settings.degradations) == 0 {
		return nil
	}
	names := c.names()
	for _, rule := range order {
		for _, list := range [][]Degradation{c.settings.degradations, set} {
			for i := range list {
				if d := &list[i]; d.Rule == rule && d.concerns(c.now, c.serviceProvider, mvpd, names) {
					return d
				}
			}
		}
	}
	return nil
}
