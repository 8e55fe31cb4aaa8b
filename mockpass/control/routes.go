package control

import (
	"context"
	"net/http"

	"github.com/passproof/passproof/mockpass/inventory"
)

// A route is one operation of control.yaml.
type route struct {
	method, path string // below /control/v1
	serve        func(http.ResponseWriter, *http.Request) error
}

// routes are all operations in the order of control.yaml.
func (h *handler) routes() []route {
	m := h.mock
	return []route{
		{"GET", "/health", h.health},
		{"GET", "/openapi.yaml", h.document},
		{"GET", "/ca.pem", h.authority},
		{"GET", "/entries", h.since},
		{"GET", "/entries/follow", h.follow},
		{"GET", "/har", h.har},
		{"POST", "/acts", h.record},
		{"GET", "/directions", h.directions},
		{"POST", "/directions", h.direct},
		{"DELETE", "/directions/{id}", h.withdraw},
		{"POST", "/logins/{code}/complete", h.complete},
		{"POST", "/logins/{code}/decline", act("code", func(_ context.Context, code string) error { return m.Decline(code) })},
		{"GET", "/software-statements/{id}", h.statement},
		{"GET", "/time", h.time},
		{"POST", "/time/advance", h.advance},
		{"POST", "/reset", h.reset},
		{"GET", "/programmers", list(m.Programmers)},
		{"GET", "/service-providers", list(m.ServiceProviders)},
		{"GET", "/mvpds", list(m.MVPDs)},
		{"POST", "/mvpds/{id}/disable", act("id", func(_ context.Context, id string) error { return m.SwitchMVPD(id, false) })},
		{"POST", "/mvpds/{id}/enable", act("id", func(_ context.Context, id string) error { return m.SwitchMVPD(id, true) })},
		{"GET", "/integrations", list(m.Integrations)},
		{"POST", "/integrations/{serviceProvider}/{mvpd}/disable", h.switchIntegration(false)},
		{"POST", "/integrations/{serviceProvider}/{mvpd}/enable", h.switchIntegration(true)},
		{"GET", "/applications", list(m.Applications)},
		{"POST", "/applications/{id}/revoke", act("id", func(_ context.Context, id string) error { return m.SwitchApplication(id, false) })},
		{"POST", "/applications/{id}/approve", act("id", func(_ context.Context, id string) error { return m.SwitchApplication(id, true) })},
		{"GET", "/clients", list(m.Clients)},
		{"POST", "/clients", seed(m.SeedClient)},
		{"POST", "/clients/{id}/revoke", act("id", m.RevokeClient)},
		{"GET", "/tokens", list(m.Tokens)},
		{"POST", "/tokens", seed(m.SeedToken)},
		{"POST", "/tokens/{id}/expire", act("id", m.ExpireToken)},
		{"POST", "/tokens/{id}/revoke", act("id", m.RevokeToken)},
		{"GET", "/sessions", list(m.Sessions)},
		{"POST", "/sessions", seed(m.SeedSession)},
		{"POST", "/sessions/{code}/expire", act("code", m.ExpireSession)},
		{"GET", "/devices", list(m.Devices)},
		{"GET", "/profiles", list(m.Profiles)},
		{"POST", "/profiles", seed(m.SeedProfile)},
		{"POST", "/profiles/{id}/expire", h.endProfile(m.ExpireProfile)},
		{"POST", "/profiles/{id}/invalidate", h.endProfile(m.InvalidateProfile)},
		{"GET", "/decisions", list(m.Decisions)},
		{"POST", "/decisions", seed(m.SeedDecision)},
		{"GET", "/trials", list(m.Trials)},
		{"GET", "/identities", list(m.Identities)},
		{"GET", "/degradations", list(m.Rules)},
		{"POST", "/degradations", seed(m.SeedDegradation)},
		{"DELETE", "/degradations/{id}", act("id", h.restore)},
		{"POST", "/service-tokens", seed(m.SeedServiceToken)},
		{"POST", "/framework/status", seed(m.FrameworkStatus)},
		{"POST", "/framework/answer", seed(m.FrameworkAnswer)},
	}
}

// list serves what a selection picks.
func list[T any](pick func(context.Context, inventory.Selection) (inventory.List[T], error)) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		sel, err := selection(r)
		if err != nil {
			return err
		}
		found, err := pick(r.Context(), sel)
		if err != nil {
			return err
		}
		reply(w, http.StatusOK, found)
		return nil
	}
}

// seed serves the making of something.
func seed[S, T any](plant func(context.Context, S) (T, error)) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		var in S
		if err := read(r, &in); err != nil {
			return err
		}
		made, err := plant(r.Context(), in)
		if err != nil {
			return err
		}
		reply(w, http.StatusCreated, made)
		return nil
	}
}

// act serves something that is done to the thing that the path names.
func act(name string, do func(context.Context, string) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := bare(r); err != nil {
			return err
		}
		if err := do(r.Context(), r.PathValue(name)); err != nil {
			return err
		}
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
}

func (h *handler) switchIntegration(on bool) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		return act("mvpd", func(_ context.Context, mvpd string) error {
			return h.mock.SwitchIntegration(r.PathValue("serviceProvider"), mvpd, on)
		})(w, r)
	}
}

func (h *handler) endProfile(end func(context.Context, string) (inventory.Profile, error)) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := bare(r); err != nil {
			return err
		}
		p, err := end(r.Context(), r.PathValue("id"))
		if err != nil {
			return err
		}
		reply(w, http.StatusOK, p)
		return nil
	}
}
