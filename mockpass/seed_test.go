package mockpass_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/mockpasstest"
)

// seeded is a client of REST API V2 that never registered nor asked for a token.
func seeded(t *testing.T, pass *mockpasstest.Running, id, device string) *mockpasstest.Client {
	t.Helper()
	c := pass.Client("REF30", device) // for its transport alone
	made, err := pass.SeedClient(t.Context(), inventory.ClientSeed{Application: "REF30", ID: id, Secret: "secret of " + id})
	succeeds(t, err)
	token, err := pass.SeedToken(t.Context(), inventory.TokenSeed{Client: made.ID})
	succeeds(t, err)
	c.ID, c.Secret, c.Token = made.ID, made.Secret, token.AccessToken
	return c
}

// TestSeed_IsAsGoodAsMade goes through the phases with things that were seeded.
func TestSeed_IsAsGoodAsMade(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	tv := seeded(t, pass, "tv-client", "tv")
	shows(t, "seeded token", tv.Do(http.MethodGet, "/api/v2/REF30/configuration", ""), http.StatusOK, "REF30")
	tv.Login()
	shows(t, "token of the seeded client", tv.Do(http.MethodGet, "/api/v2/REF30/configuration", ""), http.StatusOK, "REF30")

	seed := inventory.SessionSeed{Client: tv.ID, ServiceProvider: "REF30", Device: "tv", MVPD: "Cablevision", Code: "ABC123", Lifetime: "10m"}
	_, err := pass.SeedSession(t.Context(), seed)
	succeeds(t, err)
	shows(t, "seeded session", tv.Do(http.MethodGet, "/api/v2/REF30/sessions/ABC123", ""), http.StatusOK, `"missingParameters":["domain","redirectUrl"]`)
	shows(t, "resumed", tv.Do(http.MethodPost, "/api/v2/REF30/sessions/ABC123", "domainName=example.com&redirectUrl=https%3A%2F%2Fexample.com%2Fback"), http.StatusOK, `"authenticate"`)
	b := browser(tv)
	shows(t, "login", b.Do(http.MethodPost, loginPage(t, b, "ABC123"), "account=ann"), http.StatusFound, "")
	shows(t, "profile", tv.Do(http.MethodGet, "/api/v2/REF30/profiles/code/ABC123", ""), http.StatusOK, `"Cablevision"`)
	seed.Code = "DEF456"
	_, err = pass.SeedSession(t.Context(), seed)
	succeeds(t, err)
	shows(t, "the code before", tv.Do(http.MethodGet, "/api/v2/REF30/sessions/ABC123", ""), http.StatusBadRequest, "invalid_authentication_session")

	profile, err := pass.SeedProfile(t.Context(), inventory.ProfileSeed{Client: tv.ID, ServiceProvider: "REF30", Device: "tv", MVPD: "Spectrum", Account: "bob", Lifetime: "1h"})
	succeeds(t, err)
	if profile.NotAfter.Sub(profile.NotBefore) != time.Hour {
		t.Errorf("the profile is valid for %v", profile.NotAfter.Sub(profile.NotBefore))
	}
	shows(t, "seeded profile", tv.Do(http.MethodGet, "/api/v2/REF30/profiles", ""), http.StatusOK, `"Spectrum"`)
	for resource, permit := range map[string]bool{"TNT": false, "denied": true} { // the MVPD would say the contrary
		_, err := pass.SeedDecision(t.Context(), inventory.DecisionSeed{Client: tv.ID, ServiceProvider: "REF30", Device: "tv", MVPD: "Spectrum", Resource: resource, Permit: permit})
		succeeds(t, err)
		want := map[bool]string{true: `"authorized":true`, false: `"authorization_denied_by_mvpd"`}[permit]
		shows(t, resource, tv.Do(http.MethodPost, "/api/v2/REF30/decisions/authorize/Spectrum", `{"resources":["`+resource+`"]}`), http.StatusOK, want)
	}
}

func TestSeed_SaysWhyNot(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	ctx := t.Context()
	seeded(t, pass, "tv-client", "tv")
	legacy, err := pass.SeedClient(ctx, inventory.ClientSeed{Application: "ref30-legacy"})
	succeeds(t, err)
	_, err = pass.SeedSession(ctx, inventory.SessionSeed{Client: "tv-client", ServiceProvider: "REF30", Device: "tv", Code: "ABC123"})
	succeeds(t, err)
	client := func(s inventory.ClientSeed) error { _, err := pass.SeedClient(ctx, s); return err }
	token := func(s inventory.TokenSeed) error { _, err := pass.SeedToken(ctx, s); return err }
	session := func(change func(*inventory.SessionSeed)) error {
		s := inventory.SessionSeed{Client: "tv-client", ServiceProvider: "REF30", Device: "tv"}
		change(&s)
		_, err := pass.SeedSession(ctx, s)
		return err
	}
	profile := func(change func(*inventory.ProfileSeed)) error {
		s := inventory.ProfileSeed{Client: "tv-client", ServiceProvider: "REF30", Device: "tv", MVPD: "Spectrum"}
		change(&s)
		_, err := pass.SeedProfile(ctx, s)
		return err
	}
	decision := func(resource string) error {
		_, err := pass.SeedDecision(ctx, inventory.DecisionSeed{Client: "tv-client", ServiceProvider: "REF30", Device: "tv", MVPD: "Spectrum", Resource: resource})
		return err
	}
	for name, c := range map[string]struct {
		err    error
		reason inventory.Reason
		field  string
	}{
		"client of nobody":       {client(inventory.ClientSeed{Application: "nobody"}), inventory.Unknown, "application"},
		"client twice":           {client(inventory.ClientSeed{Application: "REF30", ID: "tv-client"}), inventory.Conflict, "id"},
		"client of two lines":    {client(inventory.ClientSeed{Application: "REF30", ID: "a\nb"}), inventory.Invalid, "id"},
		"secret that is long":    {client(inventory.ClientSeed{Application: "REF30", Secret: strings.Repeat("x", 257)}), inventory.Invalid, "secret"},
		"token of nobody":        {token(inventory.TokenSeed{Client: "nobody"}), inventory.Unknown, "client"},
		"token that was":         {token(inventory.TokenSeed{Client: "tv-client", Lifetime: "-1s"}), inventory.Invalid, "lifetime"},
		"session of nobody":      {session(func(s *inventory.SessionSeed) { s.Client = "nobody" }), inventory.Unknown, "client"},
		"session of V1":          {session(func(s *inventory.SessionSeed) { s.Client = legacy.ID }), inventory.Conflict, "client"},
		"session for nobody":     {session(func(s *inventory.SessionSeed) { s.ServiceProvider = "nobody" }), inventory.Unknown, "serviceProvider"},
		"session for others":     {session(func(s *inventory.SessionSeed) { s.ServiceProvider = "apasstest1" }), inventory.Conflict, "serviceProvider"},
		"session of no device":   {session(func(s *inventory.SessionSeed) { s.Device = "" }), inventory.Invalid, "device"},
		"session with nobody":    {session(func(s *inventory.SessionSeed) { s.MVPD = "nobody" }), inventory.Unknown, "mvpd"},
		"session to nowhere":     {session(func(s *inventory.SessionSeed) { s.RedirectURL = "javascript:x" }), inventory.Invalid, "redirectUrl"},
		"session of a bad code":  {session(func(s *inventory.SessionSeed) { s.Code = "abc" }), inventory.Invalid, "code"},
		"session of a used code": {session(func(s *inventory.SessionSeed) { s.Code = "ABC123" }), inventory.Conflict, "code"},
		"profile with nobody":    {profile(func(s *inventory.ProfileSeed) { s.MVPD = "nobody" }), inventory.Unknown, "mvpd"},
		"profile of a bad type":  {profile(func(s *inventory.ProfileSeed) { s.Type = "degraded" }), inventory.Invalid, "type"},
		"profile of a TempPass":  {profile(func(s *inventory.ProfileSeed) { s.MVPD = "TempPass_TEST40" }), inventory.Conflict, "mvpd"},
		"profile for no time":    {profile(func(s *inventory.ProfileSeed) { s.Lifetime = "0" }), inventory.Invalid, "lifetime"},
		"decision on nothing":    {decision(""), inventory.Invalid, "resource"},
		"decision without basis": {decision("TNT"), inventory.Conflict, "mvpd"},
	} {
		var why *inventory.Error
		if !errors.As(c.err, &why) || why.Reason != c.reason || why.Field != c.field || why.Message == "" {
			t.Errorf("%s: got %#v, want %s of %s", name, c.err, c.reason, c.field)
		}
	}
	if list, err := pass.Sessions(ctx, inventory.Selection{}); err != nil || list.Total != 1 {
		t.Errorf("what was refused has left something: %+v, %v", list, err)
	}
}

func TestSeed_SaysThatTheMockIsFull(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{Limits: mockpass.Limits{Rows: 1}})
	_, err := pass.SeedClient(t.Context(), inventory.ClientSeed{Application: "REF30"})
	succeeds(t, err)
	var why *inventory.Error
	if _, err := pass.SeedClient(t.Context(), inventory.ClientSeed{Application: "REF30"}); !errors.As(err, &why) || why.Reason != inventory.Full || why.Remedy == "" {
		t.Errorf("got %v, want that it is full", err)
	}
}
