package mockpass

import (
	"cmp"
	"crypto/rsa"
	"errors"
	"fmt"
	"slices"
)

func place(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

// reserved are names of paths that a service provider would hide.
var reserved = []string{"", "authenticate", "profiles", "sessions", "decisions", "configuration", "logout"}

func (d *directory) addProgrammer(where string, p Programmer, mvpds []string, own *rsa.PublicKey) error {
	var ids []string
	var wrong []error
	for i, sp := range p.ServiceProviders {
		wrong = append(wrong, d.addProvider(where+"."+place("serviceProviders", i), sp, mvpds, own))
		ids = append(ids, sp.ID)
	}
	for i, app := range p.Applications {
		wrong = append(wrong, d.addApplication(where+"."+place("applications", i), app, ids))
	}
	return errors.Join(wrong...)
}

func (d *directory) addProvider(where string, sp ServiceProvider, mvpds []string, own *rsa.PublicKey) error {
	switch {
	case slices.Contains(reserved, sp.ID):
		return misconfigured(where+".id", "it is %q; give it a name that no path of the API uses", sp.ID)
	case d.providers[sp.ID] != nil:
		return misconfigured(where+".id", "%q is there twice", sp.ID)
	}
	sp.Name = cmp.Or(sp.Name, sp.ID)
	p := &provider{ServiceProvider: sp, integrations: map[string]Integration{}}
	certificate, err := sp.Certificates.inUse(where+".certificates", own)
	p.certificate = certificate
	wrong := []error{err}
	listed := sp.Integrations
	if len(listed) == 0 {
		for _, id := range mvpds {
			listed = append(listed, Integration{MVPD: id})
		}
	}
	for i, in := range listed {
		wrong = append(wrong, d.addIntegration(where+"."+place("integrations", i), p, in))
	}
	d.providers[sp.ID] = p
	return errors.Join(wrong...)
}

func (d *directory) addIntegration(where string, p *provider, in Integration) error {
	_, twice := p.integrations[in.MVPD]
	switch {
	case d.mvpds[in.MVPD] == nil:
		return misconfigured(where+".mvpd", "no MVPD has the id %q; add it to mvpds", in.MVPD)
	case twice:
		return misconfigured(where+".mvpd", "%q is there twice", in.MVPD)
	case in.PreauthorizeLimit < 0 || in.AuthorizeLimit < 0:
		return misconfigured(where, "a limit is below zero; 0 means the usual one")
	}
	for name := range in.Platforms {
		if !slices.Contains(Platforms, name) {
			return misconfigured(where+".platforms."+name, "there is no such platform; want one of %v", Platforms)
		}
	}
	in.PreauthorizeLimit = cmp.Or(in.PreauthorizeLimit, 5)
	in.AuthorizeLimit = cmp.Or(in.AuthorizeLimit, 1)
	p.integrations[in.MVPD] = in
	p.order = append(p.order, in.MVPD)
	return nil
}

func (d *directory) addApplication(where string, a Application, own []string) error {
	switch {
	case a.ID == "":
		return misconfigured(where+".id", "it is empty; give the application a name")
	case d.applications[a.ID] != nil:
		return misconfigured(where+".id", "%q is there twice", a.ID)
	}
	a.Name = cmp.Or(a.Name, a.ID)
	if len(a.Scopes) == 0 {
		a.Scopes = []string{ScopeV2}
	}
	if len(a.GrantTypes) == 0 {
		a.GrantTypes = []string{grantClientCredentials}
	}
	app := &application{Application: a, providers: own}
	if len(a.ServiceProviders) > 0 {
		app.providers = a.ServiceProviders
	}
	for i, id := range app.providers {
		if !slices.Contains(own, id) {
			return misconfigured(where+"."+place("serviceProviders", i), "its programmer has no service provider %q", id)
		}
	}
	d.applications[a.ID] = app
	return nil
}
