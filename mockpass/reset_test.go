package mockpass_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"testing"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/mockpasstest"
	"github.com/passproof/passproof/mockpass/stage"
)

// belongings is what the mock remembers of a device, as text.
func belongings(t *testing.T, pass *mockpasstest.Running, device string) string {
	t.Helper()
	ctx, sel := t.Context(), inventory.Selection{Device: device}
	sessions, err := pass.Sessions(ctx, sel)
	succeeds(t, err)
	devices, err := pass.Devices(ctx, sel)
	succeeds(t, err)
	profiles, err := pass.Profiles(ctx, sel)
	succeeds(t, err)
	decisions, err := pass.Decisions(ctx, sel)
	succeeds(t, err)
	text, err := json.Marshal([]any{sessions, devices, profiles, decisions})
	succeeds(t, err)
	return string(text)
}

const nothing = `[{"items":[],"total":0},{"items":[],"total":0},{"items":[],"total":0},{"items":[],"total":0}]`

// lived lets a device go through all phases.
func lived(t *testing.T, pass *mockpasstest.Running, device, address string) *mockpasstest.Client {
	t.Helper()
	c := pass.Client("REF30", device)
	c.Address = address
	signIn(t, pass, c, "Cablevision", "viewer of "+device)
	shows(t, device, c.Do(http.MethodPost, authorizeCablevision, forTNT), http.StatusOK, `"authorized":true`)
	session(t, c, "Spectrum")
	return c
}

// TestReset_OneDevice resets one device by each of its names, and looks at another
// that shares nothing with it.
func TestReset_OneDevice(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	other := lived(t, pass, "other", "192.0.2.8")
	want := belongings(t, pass, "other")
	for _, name := range []func(*mockpasstest.Client) string{
		func(c *mockpasstest.Client) string { return c.Device },
		func(c *mockpasstest.Client) string { return c.Address },
		func(c *mockpasstest.Client) string { return c.ID },
	} {
		tv := lived(t, pass, "tv", "192.0.2.7")
		gone, err := pass.Reset(t.Context(), inventory.Reset{Device: name(tv)})
		if succeeds(t, err); gone != (inventory.Removed{Sessions: 2, Devices: 1, Profiles: 1, Decisions: 1}) {
			t.Errorf("by %q: gone %+v", name(tv), gone)
		}
		if got := belongings(t, pass, "tv"); got != nothing {
			t.Errorf("by %q: left %s", name(tv), got)
		}
		shows(t, "its profiles", tv.Do(http.MethodGet, "/api/v2/REF30/profiles", ""), http.StatusOK, `{"profiles":{}}`)
		shows(t, "its decisions", tv.Do(http.MethodPost, authorizeCablevision, forTNT), http.StatusForbidden, "authenticated_profile_missing")
		tv.Login() // its credentials are still good
	}
	if got := belongings(t, pass, "other"); got != want {
		t.Errorf("the other device has now\n%s, had\n%s", got, want)
	}
	shows(t, "other", other.Do(http.MethodPost, authorizeCablevision, forTNT), http.StatusOK, `"authorized":true`)
	if gone, err := pass.Reset(t.Context(), inventory.Reset{Device: "never heard of"}); err != nil || gone != (inventory.Removed{}) {
		t.Errorf("an unknown device: %+v, %v", gone, err)
	}
}

// TestReset_SharedCredentials wants devices told apart that speak with one client_id.
func TestReset_SharedCredentials(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	tv := lived(t, pass, "tv", "192.0.2.7")
	phone := *tv
	phone.Device, phone.Address = "phone", "192.0.2.8"
	signIn(t, pass, &phone, "Cablevision", "ann")
	ids := map[string]string{}
	for name, m := range map[string]stage.Match{
		"tv":             {Devices: []string{"tv"}},
		"its address":    {Devices: []string{"192.0.2.7", "a name nobody knows"}},
		"both":           {Devices: []string{"tv", "phone"}},
		"the client":     {Devices: []string{tv.ID}},
		"phone":          {Devices: []string{"phone"}},
		"all":            {},
		"a foreign code": {Codes: []string{"ABC123"}},
	} {
		id, err := pass.Direct(stage.Direction{Match: m, Do: stage.Do{Delay: "1ns"}})
		succeeds(t, err)
		ids[id] = name
	}
	sessions, err := pass.Sessions(t.Context(), inventory.Selection{Device: "tv"})
	succeeds(t, err)
	id, err := pass.Direct(stage.Direction{Match: stage.Match{Codes: []string{sessions.Items[0].Code}}, Do: stage.Do{Delay: "1ns"}})
	succeeds(t, err)
	ids[id] = "its code"
	gone, err := pass.Reset(t.Context(), inventory.Reset{Device: "tv"})
	if succeeds(t, err); gone.Directions != 3 {
		t.Errorf("gone %+v, want 3 directions", gone)
	}
	var left []string
	for _, d := range pass.Directions() {
		left = append(left, ids[d.ID])
	}
	slices.Sort(left)
	if want := []string{"a foreign code", "all", "both", "phone", "the client"}; !reflect.DeepEqual(left, want) {
		t.Errorf("left are %q, want %q", left, want)
	}
	shows(t, "phone", phone.Do(http.MethodPost, authorizeCablevision, forTNT), http.StatusOK, `"authorized":true`)
}

func TestReset_All(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	tv := lived(t, pass, "tv", "192.0.2.7")
	lived(t, pass, "other", "192.0.2.8")
	_, err := pass.Direct(stage.Direction{Do: stage.Do{Error: "internal_server_error"}})
	succeeds(t, err)
	ahead, err := pass.Advance(1000)
	succeeds(t, err)
	entries := pass.Journal().Len()
	gone, err := pass.Reset(t.Context(), inventory.Reset{})
	if succeeds(t, err); gone != (inventory.Removed{Clients: 2, Tokens: 2, Sessions: 4, Devices: 2, Profiles: 2, Decisions: 2, Directions: 1}) {
		t.Errorf("gone %+v", gone)
	}
	if pass.Journal().Len() != entries || pass.Now().Before(ahead) {
		t.Errorf("%d of %d entries are left, and it is %v after %v", pass.Journal().Len(), entries, pass.Now(), ahead)
	}
	shows(t, "the client", tv.Do(http.MethodGet, "/api/v2/REF30/profiles", ""), http.StatusUnauthorized, "invalid_access_token_client_application")
	if gone, err = pass.Reset(t.Context(), inventory.Reset{Journal: true}); err != nil || gone.Entries != entries+1 || pass.Journal().Len() != 0 {
		t.Errorf("gone %+v, %v, want %d entries", gone, err, entries+1)
	}
	if _, err := pass.Reset(t.Context(), inventory.Reset{Device: "tv", Journal: true}); err == nil {
		t.Error("the journal was emptied for one device")
	}
}
