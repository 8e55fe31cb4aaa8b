package mockpass

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/state"
)

// Clients tells which client credentials there are. Errors are those of the store.
func (s *Server) Clients(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Client], error) {
	var all []inventory.Client
	for _, c := range s.store.Clients().All(ctx) {
		if s.ofClient(sel, c.ID, c.Application) {
			all = append(all, s.tellClient(c, sel.Secrets))
		}
	}
	newest(all, func(c inventory.Client) (time.Time, string) { return c.Issued, c.ID })
	return inventory.Cut(sel, all), ctx.Err()
}

func (s *Server) tellClient(c state.Client, secrets bool) inventory.Client {
	told := inventory.Client{
		ID: c.ID, Application: c.Application, Scopes: texts(c.Scopes), RedirectURIs: texts(c.RedirectURIs),
		Status: inventory.Valid, Issued: c.Issued,
	}
	if s.approved(s.settings().directory, c.Application) == nil {
		told.Status = inventory.Revoked
	}
	if secrets {
		told.Secret = c.Secret
	}
	return told
}

// Tokens tells which access tokens there are, those included that are not valid any
// more. Errors are those of the store.
func (s *Server) Tokens(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Token], error) {
	clients := map[string]state.Client{}
	for id, c := range s.store.Clients().All(ctx) {
		clients[id] = c
	}
	var all []inventory.Token
	for _, t := range s.store.Tokens().All(ctx) {
		c := clients[t.Client]
		if s.ofClient(sel, t.Client, c.Application) {
			told, err := s.tellToken(t, c, sel.Secrets)
			if err != nil {
				return inventory.List[inventory.Token]{}, err
			}
			all = append(all, told)
		}
	}
	newest(all, func(t inventory.Token) (time.Time, string) { return t.Issued, t.ID })
	return inventory.Cut(sel, all), ctx.Err()
}

// tellToken tells of a token of a client; the zero client is one that is gone.
func (s *Server) tellToken(t state.Token, c state.Client, secrets bool) (inventory.Token, error) {
	told := inventory.Token{ID: t.ID, Client: t.Client, Application: c.Application, Status: inventory.Valid, Issued: t.Issued, NotAfter: t.NotAfter}
	switch {
	case t.Revoked || s.approved(s.settings().directory, c.Application) == nil:
		told.Status = inventory.Revoked
	case !s.clock.Now().Before(t.NotAfter):
		told.Status = inventory.Expired
	case secrets:
		var err error
		if told.AccessToken, err = s.tokenText(t, c); err != nil {
			return told, err
		}
	}
	return told, nil
}

// Sessions tells which authentication sessions there are, those included that cannot
// be used any more but are remembered. Errors are those of the store.
func (s *Server) Sessions(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Session], error) {
	known, err := s.named(ctx, sel)
	if err != nil {
		return inventory.List[inventory.Session]{}, err
	}
	var all []inventory.Session
	for _, v := range s.store.Sessions().All(ctx) {
		if about(sel.Code, v.Code) && about(sel.MVPD, v.MVPD) && s.ofDevice(ctx, sel, known, v.Client, v.ServiceProvider, v.Device) {
			all = append(all, s.tellSession(v))
		}
	}
	newest(all, func(v inventory.Session) (time.Time, string) { return v.NotBefore, v.Code })
	return inventory.Cut(sel, all), ctx.Err()
}

func (s *Server) tellSession(v state.Session) inventory.Session {
	told := inventory.Session{
		Code: v.Code, ID: v.ID, Client: v.Client, ServiceProvider: v.ServiceProvider, Device: v.Device, Address: v.Address,
		UserAgent: v.UserAgent, MVPD: v.MVPD, DomainName: v.DomainName, RedirectURL: v.RedirectURL,
		Status: inventory.Open, NotBefore: v.NotBefore, NotAfter: v.NotAfter,
	}
	switch {
	case v.Superseded:
		told.Status = inventory.Superseded
	case !s.clock.Now().Before(v.NotAfter):
		told.Status = inventory.Expired
	case v.Step != state.Open:
		told.Status = inventory.Status(v.Step)
	}
	return told
}

// Devices tells which devices have had a session or a profile. Errors are those of the
// store.
func (s *Server) Devices(ctx context.Context, sel inventory.Selection) (inventory.List[inventory.Device], error) {
	known, err := s.named(ctx, sel)
	if err != nil {
		return inventory.List[inventory.Device]{}, err
	}
	now := s.clock.Now()
	var all []inventory.Device
	for key, d := range s.store.Devices().All(ctx) {
		client, serviceProvider, device, _ := state.SplitDeviceKey(key)
		told := inventory.Device{Client: client, ServiceProvider: serviceProvider, Device: device, Address: d.Address, Code: d.Code, MVPDs: []string{}}
		for mvpd, p := range d.Profiles {
			if validity(p, now) == inventory.Valid {
				told.MVPDs = append(told.MVPDs, mvpd)
			}
		}
		slices.Sort(told.MVPDs)
		if about(sel.Code, d.Code) && (sel.MVPD == "" || slices.Contains(told.MVPDs, sel.MVPD)) &&
			s.ofDevice(ctx, sel, known, client, serviceProvider, device) {
			all = append(all, told)
		}
	}
	slices.SortFunc(all, func(a, b inventory.Device) int {
		return cmp.Or(strings.Compare(a.Device, b.Device), strings.Compare(a.ServiceProvider, b.ServiceProvider), strings.Compare(a.Client, b.Client))
	})
	return inventory.Cut(sel, all), ctx.Err()
}

// ofClient tells whether a selection picks what belongs to a client of an application.
// Neither an MVPD nor a code says anything about clients.
func (s *Server) ofClient(sel inventory.Selection, client, application string) bool {
	app := s.settings().directory.applications[application]
	return sel.MVPD+sel.Code == "" && about(sel.Client, client) && about(sel.Device, client) && about(sel.Application, application) &&
		(sel.ServiceProvider == "" || app != nil && slices.Contains(app.providers, sel.ServiceProvider))
}

// about tells whether something has what a selection wants of it.
func about(wanted, has string) bool { return wanted == "" || wanted == has }

// texts is a list that JSON does not write as null.
func texts(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// newest sorts by time, the newest first, and where that is equal by name.
func newest[T any](all []T, key func(T) (time.Time, string)) {
	slices.SortFunc(all, func(a, b T) int {
		atA, nameA := key(a)
		atB, nameB := key(b)
		return cmp.Or(atB.Compare(atA), strings.Compare(nameA, nameB))
	})
}
