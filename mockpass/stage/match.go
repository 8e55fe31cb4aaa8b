package stage

import "slices"

// matches tells whether a direction is about this call at all.
func (a *active) matches(c *Call) bool {
	m := &a.Match
	return a.effects.lead()&c.Offers != 0 &&
		(a.Do.Error == "" || c.Knows == nil || c.Knows(a.Do.Error)) &&
		one(m.Operations, c.Operation) &&
		one(m.ServiceProviders, c.ServiceProvider) &&
		one(m.MVPDs, c.MVPD) &&
		one(m.Codes, c.Code) &&
		some(m.Devices, c.Devices) &&
		some(m.Resources, c.Resources)
}

// one holds when nothing is wanted, or one of what is wanted is there.
func one(wanted []string, there string) bool {
	return len(wanted) == 0 || slices.Contains(wanted, there)
}

// some holds when nothing is wanted, or something of what is wanted is there.
func some(wanted, there []string) bool {
	return len(wanted) == 0 || slices.ContainsFunc(there, func(t string) bool {
		return t != "" && slices.Contains(wanted, t)
	})
}
