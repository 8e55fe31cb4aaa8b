package mockpass_test

import (
	"encoding/base64"
	"net/http"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/mockpasstest"
)

const (
	authorizeTrial       = "/api/v2/REF30/decisions/authorize/TempPass_TEST40"
	authorizePromotional = "/api/v2/REF30/decisions/authorize/flexibleTempPass"
)

// TestTrials_AreToldAndReset lets three devices use TempPass, two of them as one user.
func TestTrials_AreToldAndReset(t *testing.T) {
	t.Parallel()
	hand := newClock()
	pass := mockpasstest.Start(t, mockpass.Config{}, mockpass.WithClock(hand))
	tv, phone, other := pass.Client("REF30", "tv"), pass.Client("REF30", "phone"), pass.Client("REF30", "other")
	tv.Address, phone.Address, other.Address = "192.0.2.7", "192.0.2.8", "192.0.2.9"
	ann := base64.StdEncoding.EncodeToString([]byte(`{"email":"ann@example.com"}`))
	for _, c := range []*mockpasstest.Client{tv, phone, other} {
		shows(t, c.Device, c.Do(http.MethodPost, authorizeTrial, forTNT), http.StatusOK, `"authorized":true`)
	}
	for _, c := range []*mockpasstest.Client{tv, phone} {
		c.Header.Set("AP-TempPass-Identity", ann)
		shows(t, c.Device, c.Do(http.MethodPost, authorizePromotional, forTNT), http.StatusOK, `"authorized":true`)
	}
	trials := func(sel inventory.Selection) []inventory.Trial {
		t.Helper()
		list, err := pass.Trials(t.Context(), sel)
		succeeds(t, err)
		return list.Items
	}
	if all := trials(inventory.Selection{}); len(all) != 4 {
		t.Fatalf("got %d trials, want 4: %+v", len(all), all)
	}
	both := trials(inventory.Selection{Device: "192.0.2.7", MVPD: "flexibleTempPass"})
	if len(both) != 1 || len(both[0].Devices) != 2 || len(both[0].Identities) != 1 || both[0].Resources[0] != "TNT" || both[0].Status != inventory.Valid {
		t.Errorf("the trial of two devices is %+v", both)
	}
	hand.advance(4 * time.Minute)
	shows(t, "used up", tv.Do(http.MethodPost, authorizeTrial, forTNT), http.StatusOK, "temporary_access_duration_limit_exceeded")
	if got := trials(inventory.Selection{Device: "tv", MVPD: "TempPass_TEST40"}); len(got) != 1 || got[0].Status != inventory.Expired {
		t.Errorf("the trial that is used up is %+v", got)
	}
	gone, err := pass.Reset(t.Context(), inventory.Reset{Device: "192.0.2.7"})
	if succeeds(t, err); gone.Trials != 1 {
		t.Errorf("gone %+v, want one trial: the other is the phone's too", gone)
	}
	shows(t, "begins anew", tv.Do(http.MethodPost, authorizeTrial, forTNT), http.StatusOK, `"authorized":true`)
	shows(t, "not reset", phone.Do(http.MethodPost, authorizeTrial, forTNT), http.StatusOK, "temporary_access_duration_limit_exceeded")
	shows(t, "not reset", other.Do(http.MethodPost, authorizeTrial, forTNT), http.StatusOK, "temporary_access_duration_limit_exceeded")
	if got := trials(inventory.Selection{Device: "phone", MVPD: "flexibleTempPass"}); len(got) != 1 || len(got[0].Devices) != 1 {
		t.Errorf("the phone's trial is now %+v", got)
	}
	if gone, err = pass.Reset(t.Context(), inventory.Reset{Device: "phone"}); err != nil || gone.Trials != 2 {
		t.Errorf("gone %+v, %v, want both trials of the phone", gone, err)
	}
	if gone, err = pass.Reset(t.Context(), inventory.Reset{}); err != nil || gone.Trials != 2 || len(trials(inventory.Selection{})) != 0 {
		t.Errorf("gone %+v, %v, want the trials of tv and other", gone, err)
	}
}

// TestIdentities_AreToldAndReset lets one device sign in with a service token, and
// another come in with it.
func TestIdentities_AreToldAndReset(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	tv, phone := pass.Client("REF30", "tv"), pass.Client("REF30", "phone")
	tv.Address, phone.Address = "192.0.2.7", "192.0.2.8"
	token, err := pass.ServiceToken("ann", time.Hour)
	succeeds(t, err)
	tv.Header.Set("AD-Service-Token", token)
	phone.Header.Set("AD-Service-Token", token)
	shared := func(want int, permit string) {
		t.Helper()
		signIn(t, pass, tv, "Cablevision", "ann")
		shows(t, "shared", phone.Do(http.MethodPost, authorizeCablevision, forTNT), http.StatusOK, permit)
		list, err := pass.Identities(t.Context(), inventory.Selection{Device: "tv"})
		if succeeds(t, err); len(list.Items) != want {
			t.Fatalf("got %d identities, want %d", len(list.Items), want)
		}
	}
	shared(1, `"authorized":true`)
	list, err := pass.Identities(t.Context(), inventory.Selection{})
	succeeds(t, err)
	if i := list.Items[0]; i.Type != "serviceTokenSSO" || i.Subject != "ann" || i.Account != "ann" || i.MVPD != "Cablevision" || len(i.Devices) != 1 || i.Devices[0] != "tv" {
		t.Errorf("identity %+v", i)
	}
	for _, name := range []string{"phone", "192.0.2.8", phone.ID} {
		decisions, err := pass.Decisions(t.Context(), inventory.Selection{Device: name})
		if succeeds(t, err); len(decisions.Items) != 1 || decisions.Items[0].Device != "phone" || decisions.Items[0].MVPD != "Cablevision" || decisions.Items[0].Resource != "TNT" {
			t.Fatalf("%s: decisions %+v", name, decisions.Items)
		}
	}
	gone, err := pass.Reset(t.Context(), inventory.Reset{Device: "192.0.2.8"})
	if succeeds(t, err); gone.Decisions != 1 || gone.Identities != 0 {
		t.Errorf("gone with the phone: %+v", gone)
	}
	shows(t, "still shared", phone.Do(http.MethodPost, authorizeCablevision, forTNT), http.StatusOK, `"authorized":true`)
	if _, err := pass.InvalidateProfile(t.Context(), list.Items[0].Profile); err != nil {
		t.Fatal(err)
	}
	shows(t, "invalidated", phone.Do(http.MethodPost, authorizeCablevision, forTNT), http.StatusForbidden, "authenticated_profile_missing")
	shows(t, "invalidated", tv.Do(http.MethodPost, authorizeCablevision, forTNT), http.StatusForbidden, "authenticated_profile_invalidated")
	shared(1, `"authorized":true`)
	if gone, err = pass.Reset(t.Context(), inventory.Reset{Device: "tv"}); err != nil || gone.Identities != 1 || gone.Profiles != 1 {
		t.Errorf("gone with the tv: %+v, %v", gone, err)
	}
	shows(t, "nobody shares", phone.Do(http.MethodPost, authorizeCablevision, forTNT), http.StatusForbidden, "authenticated_profile_missing")
}

// TestRules_AreToldAndReset sets rules for one device, for all and for nobody known.
func TestRules_AreToldAndReset(t *testing.T) {
	t.Parallel()
	hand := newClock()
	pass := mockpasstest.Start(t, mockpass.Config{Degradations: []mockpass.Degradation{{Rule: mockpass.AuthZAll, ServiceProvider: "apasstest1"}}}, mockpass.WithClock(hand))
	tv := lived(t, pass, "tv", "192.0.2.7")
	degrade := func(seed inventory.DegradationSeed) inventory.Degradation {
		t.Helper()
		seed.Rule, seed.ServiceProvider = mockpass.AuthZNone, "REF30"
		d, err := pass.SeedDegradation(t.Context(), seed)
		succeeds(t, err)
		return d
	}
	own := degrade(inventory.DegradationSeed{Devices: []string{"192.0.2.7"}, Message: "sorry"})
	degrade(inventory.DegradationSeed{MVPDs: []string{"Spectrum"}, TTL: "1m"})
	shows(t, "degraded", tv.Do(http.MethodPost, authorizeCablevision, forTNT), http.StatusOK, "sorry")
	hand.advance(time.Minute)
	rules, err := pass.Rules(t.Context(), inventory.Selection{})
	succeeds(t, err)
	if got := rules.Items; len(got) != 3 || got[0].ID != "" || got[1].ID != own.ID || got[1].Status != inventory.Valid || got[2].Status != inventory.Expired {
		t.Errorf("rules %+v", got)
	}
	if gone, err := pass.Reset(t.Context(), inventory.Reset{Device: "tv"}); err != nil || gone.Degradations != 1 {
		t.Errorf("gone %+v, %v, want the rule for the device", gone, err)
	}
	if gone, err := pass.Reset(t.Context(), inventory.Reset{}); err != nil || gone.Degradations != 1 || len(pass.Degradations()) != 1 {
		t.Errorf("gone %+v, %v; %d are left, want that of the configuration", gone, err, len(pass.Degradations()))
	}
	for name, seed := range map[string]inventory.DegradationSeed{
		"no rule":     {Rule: "AuthMaybe", ServiceProvider: "REF30"},
		"for nobody":  {Rule: mockpass.AuthNAll, ServiceProvider: "nobody"},
		"of no MVPD":  {Rule: mockpass.AuthNAll, ServiceProvider: "REF30", MVPDs: []string{"nobody"}},
		"for no time": {Rule: mockpass.AuthNAll, ServiceProvider: "REF30", TTL: "-1m"},
	} {
		if _, err := pass.SeedDegradation(t.Context(), seed); err == nil {
			t.Errorf("%s: it was set", name)
		}
	}
}

// TestReset_GivesTheBurstBack throttles two devices and resets one.
func TestReset_GivesTheBurstBack(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{Throttle: mockpass.Throttle{Enabled: true, Burst: 1, Forwarded: true}}, mockpass.WithClock(newClock()))
	tv, other := pass.Client("REF30", "tv"), pass.Client("REF30", "other")
	tv.Address, other.Address = "192.0.2.7", "192.0.2.8"
	for _, c := range []*mockpasstest.Client{tv, other} {
		session(t, c, "Cablevision")
		shows(t, c.Device, c.Do(http.MethodGet, "/api/v2/REF30/profiles", ""), http.StatusOK, "profiles")
		shows(t, c.Device, c.Do(http.MethodGet, "/api/v2/REF30/profiles", ""), http.StatusTooManyRequests, "")
	}
	_, err := pass.Reset(t.Context(), inventory.Reset{Device: "tv"})
	succeeds(t, err)
	shows(t, "reset", tv.Do(http.MethodGet, "/api/v2/REF30/profiles", ""), http.StatusOK, "profiles")
	shows(t, "not reset", other.Do(http.MethodGet, "/api/v2/REF30/profiles", ""), http.StatusTooManyRequests, "")
}
