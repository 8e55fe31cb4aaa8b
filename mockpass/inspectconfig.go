package mockpass

import (
	"context"
	"maps"
	"slices"

	"github.com/passproof/passproof/mockpass/inventory"
)

// Programmers tells which programmers are configured. A selection by service provider
// or application picks the one that owns it.
func (s *Server) Programmers(_ context.Context, sel inventory.Selection) (inventory.List[inventory.Programmer], error) {
	all := s.settings().Programmers
	if len(all) == 0 {
		all = exampleProgrammers()
	}
	var out []inventory.Programmer
	for _, p := range all {
		told := inventory.Programmer{Name: p.Name, ServiceProviders: []string{}, Applications: []string{}}
		for _, sp := range p.ServiceProviders {
			told.ServiceProviders = append(told.ServiceProviders, sp.ID)
		}
		for _, app := range p.Applications {
			told.Applications = append(told.Applications, app.ID)
		}
		if among(sel.ServiceProvider, told.ServiceProviders) && among(sel.Application, told.Applications) && configured(sel) && sel.MVPD == "" {
			out = append(out, told)
		}
	}
	return inventory.Cut(sel, out), nil
}

// ServiceProviders tells which service providers are configured.
func (s *Server) ServiceProviders(_ context.Context, sel inventory.Selection) (inventory.List[inventory.ServiceProvider], error) {
	d := s.settings().directory
	var out []inventory.ServiceProvider
	for _, id := range slices.Sorted(maps.Keys(d.providers)) {
		p := d.providers[id]
		told := inventory.ServiceProvider{ID: p.ID, Name: p.Name, Domains: texts(p.Domains), MVPDs: []string{}}
		for _, mvpd := range p.order {
			if s.switched.active(p.ID, p.integrations[mvpd]) {
				told.MVPDs = append(told.MVPDs, mvpd)
			}
		}
		app := d.applications[sel.Application]
		if about(sel.ServiceProvider, id) && among(sel.MVPD, told.MVPDs) && configured(sel) &&
			(sel.Application == "" || app != nil && slices.Contains(app.providers, id)) {
			out = append(out, told)
		}
	}
	return inventory.Cut(sel, out), nil
}

// MVPDs tells which MVPDs are configured. A selection by service provider picks those
// that it is integrated with, in use or not.
func (s *Server) MVPDs(_ context.Context, sel inventory.Selection) (inventory.List[inventory.MVPD], error) {
	d := s.settings().directory
	var out []inventory.MVPD
	for _, id := range slices.Sorted(maps.Keys(d.mvpds)) {
		m := d.mvpds[id]
		if !about(sel.MVPD, id) || !configured(sel) || sel.Application != "" {
			continue
		}
		if p := d.providers[sel.ServiceProvider]; sel.ServiceProvider != "" && (p == nil || !slices.Contains(p.order, id)) {
			continue
		}
		on, set := s.switched.mvpds.get(id)
		told := inventory.MVPD{ID: id, DisplayName: m.DisplayName, LogoutEndpoint: m.LogoutEndpoint, Disabled: set && !on, Accounts: []string{}}
		for _, a := range m.Accounts {
			told.Accounts = append(told.Accounts, a.Name)
		}
		out = append(out, told)
	}
	return inventory.Cut(sel, out), nil
}

// Integrations tells which service provider is integrated with which MVPD, and whether
// that can be used now.
func (s *Server) Integrations(_ context.Context, sel inventory.Selection) (inventory.List[inventory.Integration], error) {
	d := s.settings().directory
	var out []inventory.Integration
	for _, id := range slices.Sorted(maps.Keys(d.providers)) {
		p := d.providers[id]
		for _, mvpd := range p.order {
			if !about(sel.ServiceProvider, id) || !about(sel.MVPD, mvpd) || !configured(sel) || sel.Application != "" {
				continue
			}
			in := p.integrations[mvpd]
			out = append(out, inventory.Integration{
				ServiceProvider: id, MVPD: mvpd, Active: s.switched.active(id, in), Because: s.switched.because(id, in), Configured: !in.Disabled,
				PreauthorizeLimit: in.PreauthorizeLimit, AuthorizeLimit: in.AuthorizeLimit, Dummy: in.Dummy,
			})
		}
	}
	return inventory.Cut(sel, out), nil
}

// Applications tells which registered applications are configured. A selection by
// service provider picks those that may speak for it.
func (s *Server) Applications(_ context.Context, sel inventory.Selection) (inventory.List[inventory.Application], error) {
	d := s.settings().directory
	var out []inventory.Application
	for _, id := range slices.Sorted(maps.Keys(d.applications)) {
		app := d.applications[id]
		if about(sel.Application, id) && among(sel.ServiceProvider, app.providers) && configured(sel) && sel.MVPD == "" {
			out = append(out, inventory.Application{
				ID: id, Name: app.Name, ServiceProviders: texts(app.providers), Scopes: texts(app.Scopes),
				RedirectURIs: texts(app.RedirectURIs), Revoked: s.approved(d, id) == nil,
			})
		}
	}
	return inventory.Cut(sel, out), nil
}

// among tells whether a list has what a selection wants of it.
func among(wanted string, list []string) bool { return wanted == "" || slices.Contains(list, wanted) }

// configured tells whether a selection can pick something of the configuration, which
// has no devices.
func configured(sel inventory.Selection) bool { return sel.Device+sel.Client+sel.Code == "" }
