package mockpass

import (
	"cmp"
	"crypto/rsa"
	"errors"
	"net/http"
	"slices"
)

// directory is the configuration, checked and made ready to look things up in.
// It does not change.
type directory struct {
	providers    map[string]*provider
	mvpds        map[string]*MVPD
	applications map[string]*application
}

// provider is a service provider and its integrations.
type provider struct {
	ServiceProvider
	order        []string // MVPD ids in the order in which configuration lists them
	integrations map[string]Integration
	certificate  *rsa.PublicKey // nil: none
	sealed       sealed         // what was encrypted for it
}

// application is a registered application and the service providers it speaks for.
type application struct {
	Application
	providers []string
}

// newDirectory checks a configuration. Its errors name the place and what to write, as
// many as there are; but where MVPDs are wrong, those that build on them are not looked
// at.
func newDirectory(c Config, k *keys) (*directory, error) {
	d := &directory{
		providers:    map[string]*provider{},
		mvpds:        map[string]*MVPD{},
		applications: map[string]*application{},
	}
	mvpds, err := d.addMVPDs(c.MVPDs)
	if err != nil {
		return nil, err
	}
	programmers := c.Programmers
	if len(programmers) == 0 {
		programmers = exampleProgrammers()
	}
	var wrong []error
	for i, p := range programmers {
		wrong = append(wrong, d.addProgrammer(place("programmers", i), p, mvpds, &k.rsa.PublicKey))
	}
	if id := c.Switches.PartnerFallbackMVPD; id != "" && d.mvpds[id] == nil {
		wrong = append(wrong, misconfigured("switches.partnerFallbackMvpd", "no MVPD has the id %q", id))
	}
	return d, errors.Join(wrong...)
}

// addMVPDs adds the given MVPDs to those of the documentation and returns the ids of all.
func (d *directory) addMVPDs(added []MVPD) ([]string, error) {
	all := exampleMVPDs()
	var wrong []error
	for i, m := range added {
		if m.ID == "" || m.ID == "code" || m.ID == "sso" {
			wrong = append(wrong, misconfigured(place("mvpds", i)+".id", "it is %q; give it a name that no path of the API uses", m.ID))
		} else if slices.ContainsFunc(added[:i], func(o MVPD) bool { return o.ID == m.ID }) {
			wrong = append(wrong, misconfigured(place("mvpds", i)+".id", "%q is there twice", m.ID))
		}
		wrong = append(wrong, m.check(place("mvpds", i)))
		if j := slices.IndexFunc(all, func(o MVPD) bool { return o.ID == m.ID }); j >= 0 {
			all[j] = m
		} else {
			all = append(all, m)
		}
	}
	ids := make([]string, len(all))
	for i := range all {
		m := &all[i]
		m.DisplayName = cmp.Or(m.DisplayName, m.ID)
		m.LogoURL = cmp.Or(m.LogoURL, "https://example.com/logo.png")
		d.mvpds[m.ID] = m
		ids[i] = m.ID
	}
	return ids, errors.Join(wrong...)
}

// mapped is the MVPD that partner frameworks know by an id, or nil.
func (d *directory) mapped(sp *provider, id string) *MVPD {
	for _, mvpd := range sp.order {
		if m := d.mvpds[mvpd]; id != "" && m.PlatformMappingID == id {
			return m
		}
	}
	return nil
}

// check says what is wrong with an MVPD.
func (m *MVPD) check(where string) error {
	var wrong []error
	if m.TempPass != nil {
		wrong = append(wrong, m.TempPass.check(where+".tempPass"))
	}
	if !slices.Contains([]string{"", "SUPPORTED", "PICKER"}, m.BoardingStatus) {
		wrong = append(wrong, misconfigured(where+".boardingStatus", "it is %q; want SUPPORTED, PICKER or nothing", m.BoardingStatus))
	}
	wrong = append(wrong, checkDenials(where, m.Denials))
	for i, a := range m.Accounts {
		wrong = append(wrong, checkDenials(where+"."+place("accounts", i), a.Denials))
	}
	return errors.Join(wrong...)
}

func checkDenials(where string, list []Denial) error {
	var wrong []error
	for i, no := range list {
		if e := find(EnhancedErrors(), no.Code); e == nil || e.Status != http.StatusForbidden {
			wrong = append(wrong, misconfigured(where+"."+place("denials", i)+".code", "%q is no code with which an MVPD refuses a resource, such as authorization_denied_by_parental_controls", no.Code))
		}
	}
	return errors.Join(wrong...)
}
