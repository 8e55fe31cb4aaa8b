package control_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
)

// TestClient_HasAMethodForEachOperation compares control.yaml with the client by name.
func TestClient_HasAMethodForEachOperation(t *testing.T) {
	t.Parallel()
	methods := map[string]bool{}
	for m := range reflect.TypeFor[*control.Client]().Methods() {
		methods[strings.ToLower(m.Name)] = true
	}
	for path, item := range document(t).Paths.Map() {
		for method, operation := range item.Operations() {
			if operation.OperationID == "" || !methods[strings.ToLower(operation.OperationID)] {
				t.Errorf("%s %s: the client has no method %q", method, path, operation.OperationID)
			}
		}
	}
}

// TestClient_Tour calls every operation, in an order in which each can say yes, and
// looks at what comes of it.
func TestClient_Tour(t *testing.T) {
	t.Parallel()
	s := start(t, control.WithCA([]byte("PEM")))
	tour := &tour{t: t, c: s.client(), ctx: t.Context()}
	tour.configuration()
	tour.credentials()
	tour.logins()
	tour.ends()
	tour.stageAndJournal()
	tour.singleSignOn()
	tour.timeAndReset()
	for path, item := range document(t).Paths.Map() {
		for method, operation := range item.Operations() {
			if s.done[operation.OperationID] == 0 {
				t.Errorf("%s %s: the tour has not heard a yes from it", method, path)
			}
		}
	}
}

type tour struct {
	t      *testing.T
	c      *control.Client
	ctx    context.Context
	client inventory.Client
}

func (r *tour) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// one is the only item of a list.
func one[T any](r *tour, list inventory.List[T], err error) T {
	r.t.Helper()
	r.must(err)
	if len(list.Items) != 1 || list.Total != 1 {
		r.t.Fatalf("got %d of %d items, want one: %v", len(list.Items), list.Total, list.Items)
	}
	return list.Items[0]
}

func (r *tour) configuration() {
	t, c, ctx := r.t, r.c, r.ctx
	health, err := c.Health(ctx)
	if r.must(err); health.Status != "up" || health.Now.IsZero() {
		t.Errorf("health %+v", health)
	}
	text, err := c.Document(ctx)
	if r.must(err); !bytes.Equal(text, control.Document) {
		t.Error("another document is served")
	}
	text, err = c.CA(ctx)
	if r.must(err); string(text) != "PEM" {
		t.Errorf("CA %q", text)
	}
	ref30 := inventory.Selection{ServiceProvider: "REF30"}
	programmers, err := c.Programmers(ctx, ref30)
	if p := one(r, programmers, err); p.ServiceProviders[0] != "REF30" || len(p.Applications) != 2 {
		t.Errorf("programmer %+v", p)
	}
	providers, err := c.ServiceProviders(ctx, ref30)
	if p := one(r, providers, err); len(p.MVPDs) == 0 || len(p.Domains) == 0 {
		t.Errorf("service provider %+v", p)
	}
	applications, err := c.Applications(ctx, inventory.Selection{Application: "ref30-legacy"})
	if a := one(r, applications, err); a.Revoked || a.Scopes[0] != "api:client:v1" {
		t.Errorf("application %+v", a)
	}
	pair := inventory.Selection{ServiceProvider: "REF30", MVPD: "Cablevision"}
	for _, step := range []struct {
		do      func() error
		active  bool
		because string
	}{
		{func() error { return nil }, true, ""},
		{func() error { return c.DisableIntegration(ctx, "REF30", "Cablevision") }, false, "integration"},
		{func() error { return c.EnableIntegration(ctx, "REF30", "Cablevision") }, true, "integration"},
		{func() error { return c.DisableMVPD(ctx, "Cablevision") }, false, "mvpd"},
		{func() error { return c.EnableMVPD(ctx, "Cablevision") }, true, "integration"},
	} {
		r.must(step.do())
		integrations, err := c.Integrations(ctx, pair)
		if in := one(r, integrations, err); in.Active != step.active || in.Because != step.because || !in.Configured {
			t.Errorf("integration %+v, want %v because of %q", in, step.active, step.because)
		}
		mvpds, err := c.MVPDs(ctx, pair)
		if m := one(r, mvpds, err); m.Disabled != (step.because == "mvpd") {
			t.Errorf("MVPD %+v", m)
		}
	}
	r.must(c.DisableMVPD(ctx, "id with space"))
	r.must(c.EnableIntegration(ctx, "REF30", "id with space"))
	statement, err := c.SoftwareStatement(ctx, "REF30")
	if r.must(err); strings.Count(statement, ".") != 2 {
		t.Errorf("statement %q", statement)
	}
}

func (r *tour) credentials() {
	t, c, ctx := r.t, r.c, r.ctx
	made, err := c.SeedClient(ctx, inventory.ClientSeed{Application: "REF30", ID: "a/b client", Secret: "hush"})
	if r.must(err); made.ID != "a/b client" || made.Secret != "hush" || made.Application != "ref30-application" {
		t.Errorf("client %+v", made)
	}
	listed, err := c.Clients(ctx, inventory.Selection{Client: made.ID})
	if one(r, listed, err).Secret != "" {
		t.Error("the secret is told unasked")
	}
	listed, err = c.Clients(ctx, inventory.Selection{Client: made.ID, Secrets: true})
	if one(r, listed, err).Secret != "hush" {
		t.Error("the secret is not told when asked for")
	}
	first, err := c.SeedToken(ctx, inventory.TokenSeed{Client: made.ID, Lifetime: "1h"})
	r.must(err)
	second, err := c.SeedToken(ctx, inventory.TokenSeed{Client: made.ID})
	r.must(err)
	tokens, err := c.Tokens(ctx, inventory.Selection{Client: made.ID, Secrets: true})
	if r.must(err); tokens.Total != 2 || tokens.Items[0].AccessToken == "" || first.NotAfter.Sub(first.Issued) != time.Hour {
		t.Errorf("tokens %+v", tokens)
	}
	r.must(c.ExpireToken(ctx, first.ID))
	r.must(c.RevokeToken(ctx, second.ID))
	tokens, err = c.Tokens(ctx, inventory.Selection{Client: made.ID, Limit: 1})
	if r.must(err); tokens.Total != 2 || len(tokens.Items) != 1 || tokens.Items[0].Status == inventory.Valid || tokens.Items[0].AccessToken != "" {
		t.Errorf("tokens %+v", tokens)
	}
	r.must(c.RevokeApplication(ctx, "ref30-application"))
	listed, err = c.Clients(ctx, inventory.Selection{Client: made.ID})
	if one(r, listed, err).Status != inventory.Revoked {
		t.Error("the client of a revoked application is valid")
	}
	r.must(c.ApproveApplication(ctx, "ref30-application"))
	r.must(c.RevokeClient(ctx, made.ID))
	if listed, err = c.Clients(ctx, inventory.Selection{Client: made.ID}); err != nil || listed.Total != 0 || listed.Items == nil {
		t.Errorf("after its revocation: %+v, %v", listed, err)
	}
	r.client, err = c.SeedClient(ctx, inventory.ClientSeed{Application: "ref30-application"})
	r.must(err)
}

func (r *tour) logins() {
	t, c, ctx := r.t, r.c, r.ctx
	seed := inventory.SessionSeed{
		Client: r.client.ID, ServiceProvider: "REF30", Device: "tv", Address: "192.0.2.7", MVPD: "Cablevision",
		DomainName: "example.com", RedirectURL: "https://example.com/back", Code: "AB12CD",
	}
	made, err := c.SeedSession(ctx, seed)
	if r.must(err); made.Code != "AB12CD" || made.Status != inventory.Open {
		t.Errorf("session %+v", made)
	}
	r.must(c.Decline(ctx, made.Code))
	r.must(c.Complete(ctx, made.Code, "bob"))
	var refused *control.Error
	if err := c.Complete(ctx, made.Code, "bob"); !errors.As(err, &refused) || refused.Status != http.StatusConflict {
		t.Errorf("completing twice: %v", err)
	}
	for _, name := range []string{"tv", "192.0.2.7", r.client.ID} {
		sel := inventory.Selection{Device: name}
		sessions, err := c.Sessions(ctx, sel)
		if one(r, sessions, err).Status != inventory.Completed {
			t.Errorf("%s: sessions %+v", name, sessions)
		}
		profiles, err := c.Profiles(ctx, sel)
		if p := one(r, profiles, err); p.Account != "bob" || p.Status != inventory.Valid || p.MVPD != "Cablevision" || len(p.Attributes) == 0 {
			t.Errorf("%s: profile %+v", name, p)
		}
		devices, err := c.Devices(ctx, sel)
		if d := one(r, devices, err); d.Device != "tv" || d.Code != "AB12CD" || len(d.MVPDs) != 1 || d.Address != "192.0.2.7" {
			t.Errorf("%s: device %+v", name, d)
		}
	}
	seed.Code, seed.Device = "", "phone"
	made, err = c.SeedSession(ctx, seed)
	r.must(err)
	r.must(c.ExpireSession(ctx, made.Code))
	sessions, err := c.Sessions(ctx, inventory.Selection{Code: made.Code})
	if one(r, sessions, err).Status != inventory.Expired {
		t.Errorf("sessions %+v", sessions)
	}
}

func (r *tour) ends() {
	t, c, ctx := r.t, r.c, r.ctx
	tv := inventory.Selection{Device: "tv"}
	d, err := c.SeedDecision(ctx, inventory.DecisionSeed{Client: r.client.ID, ServiceProvider: "REF30", Device: "tv", MVPD: "Cablevision", Resource: "TNT", Lifetime: "1m"})
	if r.must(err); d.Permit || d.NotAfter.Sub(d.NotBefore) != time.Minute {
		t.Errorf("decision %+v", d)
	}
	decisions, err := c.Decisions(ctx, tv)
	if got := one(r, decisions, err); got.Resource != "TNT" || got.Device != "tv" || got.Profile != d.Profile {
		t.Errorf("decision %+v", got)
	}
	invalid, err := c.InvalidateProfile(ctx, d.Profile)
	if r.must(err); invalid.Status != inventory.Invalidated {
		t.Errorf("profile %+v", invalid)
	}
	apple, err := c.SeedProfile(ctx, inventory.ProfileSeed{Client: r.client.ID, ServiceProvider: "REF30", Device: "phone", MVPD: "Cablevision", Type: "appleSSO"})
	if r.must(err); apple.Issuer != "Apple" || apple.Type != "appleSSO" || apple.Account != "viewer" {
		t.Errorf("profile %+v", apple)
	}
	fresh, err := c.SeedProfile(ctx, inventory.ProfileSeed{Client: r.client.ID, ServiceProvider: "REF30", Device: "tv", MVPD: "Cablevision", Account: "ann"})
	if r.must(err); fresh.Issuer != "Cablevision" || fresh.Account != "ann" || fresh.Status != inventory.Valid {
		t.Errorf("profile %+v", fresh)
	}
	expired, err := c.ExpireProfile(ctx, fresh.ID)
	if r.must(err); expired.Status != inventory.Expired {
		t.Errorf("profile %+v", expired)
	}
	if decisions, err = c.Decisions(ctx, tv); err != nil || decisions.Total != 0 {
		t.Errorf("decisions %+v, %v rest on a profile that was replaced", decisions, err)
	}
}

func (r *tour) stageAndJournal() {
	t, c, ctx := r.t, r.c, r.ctx
	id, err := c.Direct(ctx, stage.Direction{Match: stage.Match{Devices: []string{"tv"}}, Do: stage.Do{Error: "internal_server_error"}})
	r.must(err)
	if all, err := c.Directions(ctx); err != nil || len(all) != 1 || all[0].ID != id {
		t.Errorf("in force: %v, %v", all, err)
	}
	r.must(c.Withdraw(ctx, id))
	rule, err := c.Degrade(ctx, inventory.DegradationSeed{Rule: "AuthZNone", ServiceProvider: "REF30", Devices: []string{"tv"}, Message: "sorry", TTL: "1h"})
	if r.must(err); rule.ID == "" || rule.Status != inventory.Valid || rule.End.Sub(rule.Start) != time.Hour || rule.Message != "sorry" {
		t.Errorf("rule %+v", rule)
	}
	rules, err := c.Degradations(ctx, inventory.Selection{Device: "tv"})
	if one(r, rules, err).ID != rule.ID {
		t.Errorf("rules %+v", rules)
	}
	r.must(c.Restore(ctx, rule.ID))
	var refused *control.Error
	if err := c.Restore(ctx, rule.ID); !errors.As(err, &refused) || refused.Status != http.StatusNotFound {
		t.Errorf("restoring twice: %v", err)
	}
	for kind, total := range map[string]func() (int, error){
		"trials":     func() (int, error) { l, err := c.Trials(ctx, inventory.Selection{}); return l.Total, err },
		"identities": func() (int, error) { l, err := c.Identities(ctx, inventory.Selection{}); return l.Total, err },
	} {
		if n, err := total(); n != 0 || err != nil {
			t.Errorf("%d %s, %v", n, kind, err)
		}
	}
	now := time.Now()
	_, err = c.Record(ctx, &journal.Act{Verb: journal.Play, Device: "tv", Start: now, End: now})
	r.must(err)
	_, err = c.Record(ctx, &journal.Act{Verb: journal.Play, Device: "phone", Start: now, End: now})
	r.must(err)
	entries, n, err := c.SinceWhere(ctx, 0, journal.Filter{Device: "phone"})
	if r.must(err); len(entries) != 1 || n != 2 {
		t.Errorf("entries %v, next %d", entries, n)
	}
	for e, err := range c.FollowWhere(ctx, 0, journal.Filter{Device: "phone"}) {
		if r.must(err); e.(*journal.Act).Device != "phone" {
			t.Errorf("followed %v", e)
		}
		break
	}
	var har bytes.Buffer
	r.must(c.HAR(ctx, &har, 0, journal.Filter{Status: "4xx", Party: journal.Service}))
	if !strings.Contains(har.String(), `"entries": []`) {
		t.Errorf("HAR %s", har.String())
	}
}

func (r *tour) timeAndReset() {
	t, c, ctx := r.t, r.c, r.ctx
	before, err := c.Time(ctx)
	r.must(err)
	after, err := c.Advance(ctx, 90*time.Minute)
	if r.must(err); before.Ahead != "0s" || after.Ahead != "1h30m0s" || after.Now.Sub(before.Now) < 90*time.Minute {
		t.Errorf("from %+v to %+v", before, after)
	}
	gone, err := c.Reset(ctx, inventory.Reset{Device: "phone"})
	if r.must(err); gone != (inventory.Removed{Sessions: 1, Devices: 1, Profiles: 1}) {
		t.Errorf("gone %+v", gone)
	}
	gone, err = c.Reset(ctx, inventory.Reset{Journal: true})
	if r.must(err); gone.Clients != 1 || gone.Devices != 1 || gone.Sessions != 1 || gone.Profiles != 1 || gone.Entries != 2 {
		t.Errorf("gone %+v", gone)
	}
	if in, err := c.Integrations(ctx, inventory.Selection{MVPD: "id with space"}); err != nil || in.Total == 0 || !in.Items[0].Active || in.Items[0].Because != "" {
		t.Errorf("after a reset: %+v, %v", in, err)
	}
}
