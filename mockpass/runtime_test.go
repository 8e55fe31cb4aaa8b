package mockpass_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/mockpasstest"
)

const (
	authorizeCablevision = "/api/v2/REF30/decisions/authorize/Cablevision"
	forTNT               = `{"resources":["TNT"]}`
)

// shows checks the status of an answer and a part of its body.
func shows(t *testing.T, when string, a mockpasstest.Answer, status int, part string) {
	t.Helper()
	if a.Status != status || !strings.Contains(string(a.Body), part) {
		t.Errorf("%s: got %d %s, want %d with %s", when, a.Status, a.Body, status, part)
	}
}

func TestProfile_EndsByHand(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	for code, end := range map[string]func(string) (inventory.Profile, error){
		"authenticated_profile_expired":     func(id string) (inventory.Profile, error) { return pass.ExpireProfile(t.Context(), id) },
		"authenticated_profile_invalidated": func(id string) (inventory.Profile, error) { return pass.InvalidateProfile(t.Context(), id) },
	} {
		tv, other := pass.Client("REF30", "tv "+code), pass.Client("REF30", "other "+code)
		signIn(t, pass, tv, "Cablevision", "ann")
		signIn(t, pass, other, "Cablevision", "ann")
		list, err := pass.Profiles(t.Context(), inventory.Selection{Device: tv.Device})
		succeeds(t, err)
		if _, err := end(list.Items[0].ID); err != nil {
			t.Fatal(err)
		}
		shows(t, code, tv.Do(http.MethodPost, authorizeCablevision, forTNT), http.StatusForbidden, `"`+code+`"`)
		shows(t, code, tv.Do(http.MethodPost, "/api/v2/REF30/decisions/preauthorize/Cablevision", forTNT), http.StatusForbidden, `"`+code+`"`)
		shows(t, code, tv.Do(http.MethodGet, "/api/v2/REF30/profiles", ""), http.StatusOK, `{"profiles":{}}`)
		shows(t, code, tv.Do(http.MethodGet, "/api/v2/REF30/profiles/Cablevision", ""), http.StatusOK, `{"profiles":{}}`)
		shows(t, code, tv.Do(http.MethodGet, "/api/v2/REF30/logout/Cablevision?redirectUrl=https%3A%2F%2Fexample.com", ""), http.StatusOK, `"invalid"`)
		shows(t, "another device", other.Do(http.MethodPost, authorizeCablevision, forTNT), http.StatusOK, `"authorized":true`)
		signIn(t, pass, tv, "Cablevision", "ann")
		shows(t, "signed in again", tv.Do(http.MethodPost, authorizeCablevision, forTNT), http.StatusOK, `"authorized":true`)
		if _, err := end(list.Items[0].ID); err == nil {
			t.Error("a profile that was replaced can be ended")
		}
	}
}

func TestRevoke(t *testing.T) {
	t.Parallel()
	const configuration = "/api/v2/REF30/configuration"
	register := func(pass *mockpasstest.Running) string {
		body, _ := json.Marshal(map[string]string{"software_statement": pass.Statement("ref30-application")})
		return string(body)
	}
	for name, c := range map[string]struct {
		revoke          func(*mockpasstest.Running, *mockpasstest.Client) error
		token, register string // what the token call and the registration say afterwards; empty: as before
	}{
		"token": {func(p *mockpasstest.Running, c *mockpasstest.Client) error {
			return p.RevokeToken(t.Context(), onlyToken(t, p, c).ID)
		}, "", ""},
		"expired token": {func(p *mockpasstest.Running, c *mockpasstest.Client) error {
			return p.ExpireToken(t.Context(), onlyToken(t, p, c).ID)
		}, "", ""},
		"client": {func(p *mockpasstest.Running, c *mockpasstest.Client) error { return p.RevokeClient(t.Context(), c.ID) }, "invalid_client", ""},
		"application": {func(p *mockpasstest.Running, _ *mockpasstest.Client) error {
			return p.SwitchApplication("ref30-application", false)
		}, "invalid_client", "unapproved_software_statement"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pass := mockpasstest.Start(t, mockpass.Config{})
			tv, other := pass.Client("REF30", "tv"), pass.Client("apasstest1", "other")
			shows(t, "before", tv.Do(http.MethodGet, configuration, ""), http.StatusOK, "REF30")
			succeeds(t, c.revoke(pass, tv))
			shows(t, "after", tv.Do(http.MethodGet, configuration, ""), http.StatusUnauthorized, "invalid_access_token_client_application")
			shows(t, "another client", other.Do(http.MethodGet, "/api/v2/apasstest1/configuration", ""), http.StatusOK, "apasstest1")
			tv.Token = ""
			if a := tv.Do(http.MethodPost, "/o/client/token", "grant_type=client_credentials&client_id="+tv.ID+"&client_secret="+tv.Secret); c.token == "" && a.Status != http.StatusCreated || !strings.Contains(string(a.Body), c.token) {
				t.Errorf("the token call: %d %s, want %q", a.Status, a.Body, c.token)
			}
			if a := tv.Do(http.MethodPost, "/o/client/register", register(pass)); c.register == "" && a.Status != http.StatusCreated || !strings.Contains(string(a.Body), c.register) {
				t.Errorf("the registration: %d %s, want %q", a.Status, a.Body, c.register)
			}
			if name != "application" {
				return
			}
			succeeds(t, pass.SwitchApplication("ref30-application", true))
			tv.Login()
			shows(t, "approved again", tv.Do(http.MethodGet, configuration, ""), http.StatusOK, "REF30")
		})
	}
}

func onlyToken(t *testing.T, p *mockpasstest.Running, c *mockpasstest.Client) inventory.Token {
	t.Helper()
	list, err := p.Tokens(t.Context(), inventory.Selection{Client: c.ID, Secrets: true})
	succeeds(t, err)
	if len(list.Items) != 1 || list.Items[0].AccessToken != c.Token {
		t.Fatalf("got %+v, want the client's token", list.Items)
	}
	return list.Items[0]
}

func TestSwitch_IntegrationAndMVPD(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{Programmers: []mockpass.Programmer{{
		ServiceProviders: []mockpass.ServiceProvider{
			{ID: "ONE", Integrations: []mockpass.Integration{{MVPD: "Cablevision"}, {MVPD: "Spectrum", Disabled: true}}},
			{ID: "TWO"},
		},
		Applications: []mockpass.Application{{ID: "app"}},
	}}})
	c := pass.Client("app", "tv")
	usable := func(when, serviceProvider, mvpd string, want bool) {
		t.Helper()
		listed := strings.Contains(string(c.Do(http.MethodGet, "/api/v2/"+serviceProvider+"/configuration", "").Body), `"id":"`+mvpd+`"`)
		a := c.Do(http.MethodGet, "/api/v2/"+serviceProvider+"/profiles/"+mvpd, "")
		refused := a.Status == http.StatusBadRequest && strings.Contains(string(a.Body), `"invalid_integration"`)
		if listed != want || refused == want {
			t.Errorf("%s: %s with %s: listed %v, answered %d %s", when, serviceProvider, mvpd, listed, a.Status, a.Body)
		}
	}
	usable("as configured", "ONE", "Cablevision", true)
	usable("as configured", "ONE", "Spectrum", false)
	succeeds(t, pass.SwitchIntegration("ONE", "Cablevision", false))
	succeeds(t, pass.SwitchIntegration("ONE", "Spectrum", true))
	usable("switched off", "ONE", "Cablevision", false)
	usable("switched on", "ONE", "Spectrum", true)
	usable("not switched", "TWO", "Cablevision", true)
	succeeds(t, pass.SwitchMVPD("Spectrum", false))
	usable("MVPD off", "ONE", "Spectrum", false)
	usable("MVPD off", "TWO", "Spectrum", false)
	succeeds(t, pass.SwitchMVPD("Spectrum", true))
	usable("MVPD on", "ONE", "Spectrum", true)
	usable("MVPD on", "TWO", "Spectrum", true)
	_, err := pass.Reset(t.Context(), inventory.Reset{})
	succeeds(t, err)
	c = pass.Client("app", "tv")
	usable("reset", "ONE", "Cablevision", true)
	usable("reset", "ONE", "Spectrum", false)
}

func TestAdvance_EverythingFollows(t *testing.T) {
	t.Parallel()
	hand := newClock()
	pass := mockpasstest.Start(t, mockpass.Config{}, mockpass.WithClock(hand))
	tv := pass.Client("REF30", "tv")
	code := session(t, tv, "Cablevision")
	signIn(t, pass, tv, "Spectrum", "ann")
	old := session(t, tv, "Cablevision")
	now, err := pass.Advance(31 * time.Minute)
	if succeeds(t, err); !now.Equal(hand.Now().Add(31*time.Minute)) || !pass.Now().Equal(now) || pass.Ahead() != 31*time.Minute {
		t.Errorf("it is %v, want %v", now, hand.Now().Add(31*time.Minute))
	}
	shows(t, "session", tv.Do(http.MethodGet, "/api/v2/REF30/sessions/"+old, ""), http.StatusBadRequest, "invalid_authentication_session")
	shows(t, "session", tv.Do(http.MethodGet, "/api/v2/REF30/sessions/"+code, ""), http.StatusBadRequest, "invalid_authentication_session")
	var answer struct{ NotBefore string }
	tv.Do(http.MethodPost, "/api/v2/REF30/sessions", "mvpd=Cablevision&domainName=example.com&redirectUrl=https%3A%2F%2Fexample.com").JSON(t, &answer)
	if want := fmt.Sprint(now.UnixMilli()); answer.NotBefore != want {
		t.Errorf("a new session begins at %s, want %s", answer.NotBefore, want)
	}
	_, err = pass.Advance(6 * time.Hour)
	succeeds(t, err)
	shows(t, "token", tv.Do(http.MethodGet, "/api/v2/REF30/profiles", ""), http.StatusUnauthorized, "invalid_access_token_client_application")
	tv.Login()
	shows(t, "profile", tv.Do(http.MethodGet, "/api/v2/REF30/profiles", ""), http.StatusOK, "Spectrum")
	_, err = pass.Advance(366 * 24 * time.Hour)
	succeeds(t, err)
	tv.Login()
	shows(t, "profile", tv.Do(http.MethodPost, "/api/v2/REF30/decisions/authorize/Spectrum", forTNT), http.StatusForbidden, "authenticated_profile")
	for _, by := range []time.Duration{-1, -time.Hour, 101 * 365 * 24 * time.Hour, 1<<63 - 1} {
		if _, err := pass.Advance(by); err == nil {
			t.Errorf("time was moved by %v", by)
		}
	}
}

// TestComplete_OnceAtATime lets many viewers sign in with one code at once.
func TestComplete_OnceAtATime(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	tv := pass.Client("REF30", "tv")
	for range 10 {
		code := session(t, tv, "Cablevision")
		var yes atomic.Int32
		var account atomic.Value
		var group sync.WaitGroup
		begin := make(chan struct{})
		for i := range 8 {
			group.Go(func() {
				<-begin
				if pass.Complete(code, fmt.Sprint("viewer ", i)) == nil {
					yes.Add(1)
					account.Store(fmt.Sprint("viewer ", i))
				}
			})
		}
		close(begin)
		group.Wait()
		list, err := pass.Profiles(t.Context(), inventory.Selection{Device: "tv"})
		succeeds(t, err)
		if yes.Load() != 1 || list.Items[0].Account != account.Load() {
			t.Fatalf("%d viewers have signed in, and the profile is of %q", yes.Load(), list.Items[0].Account)
		}
		tv.Do(http.MethodGet, "/api/v2/REF30/logout/Cablevision?redirectUrl=https%3A%2F%2Fexample.com", "")
	}
}

// succeeds ends a test on an error.
func succeeds(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
