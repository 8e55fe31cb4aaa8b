package mockpass_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/mockpasstest"
)

func TestReconfigure(t *testing.T) {
	t.Parallel()
	with := func(disabled bool) mockpass.Config {
		return mockpass.Config{Programmers: []mockpass.Programmer{{
			ServiceProviders: []mockpass.ServiceProvider{{ID: "ACME", Integrations: []mockpass.Integration{{MVPD: "Spectrum", Disabled: disabled}}}},
			Applications:     []mockpass.Application{{ID: "acme"}},
		}}}
	}
	pass := mockpasstest.Start(t, with(false))
	tv := pass.Client("acme", "tv")
	if a := tv.Do(http.MethodGet, "/api/v2/ACME/profiles/Spectrum", ""); a.Status != http.StatusOK {
		t.Fatalf("before: %d %s", a.Status, a.Body)
	}
	if err := pass.Reconfigure(with(true)); err != nil {
		t.Fatal(err)
	}
	// The client and its token are still good; the integration is gone.
	if a := tv.Do(http.MethodGet, "/api/v2/ACME/profiles/Spectrum", ""); a.Status != http.StatusBadRequest || !strings.Contains(string(a.Body), "invalid_integration") {
		t.Fatalf("after: %d %s", a.Status, a.Body)
	}
}

func TestReconfigure_RefusesAndChangesNothing(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	tv := pass.Client("REF30", "tv")
	for want, c := range map[string]mockpass.Config{
		"key: it cannot change":     {Key: "another"},
		"limits: they cannot":       {Limits: mockpass.Limits{Rows: 7}},
		`mvpds[0].id: it is "code"`: {MVPDs: []mockpass.MVPD{{ID: "code"}}},
	} {
		if err := pass.Reconfigure(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if a := tv.Do(http.MethodGet, "/api/v2/REF30/profiles/Spectrum", ""); a.Status != http.StatusOK {
		t.Errorf("it answers no longer as before: %d %s", a.Status, a.Body)
	}
}
