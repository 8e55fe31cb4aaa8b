package mockpass_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/mockpasstest"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/mockpass/state"
	"github.com/passproof/passproof/specs"
)

// TestDirect_Tokens wants a token that was made void to stay so, for its own 401,
// and another one to be good.
func TestDirect_Tokens(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do   stage.Do
		want func(state.Token, time.Time) bool
	}{
		"revoke": {stage.Do{Revoke: true}, func(k state.Token, now time.Time) bool { return k.Revoked && k.NotAfter.After(now) }},
		"expire": {stage.Do{Expire: true}, func(k state.Token, now time.Time) bool { return !k.Revoked && k.NotAfter.Equal(now) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := newClock()
			store := state.NewMemory(now.Now, 1000)
			pass := mockpasstest.Start(t, mockpass.Config{}, mockpass.WithClock(now), mockpass.WithStore(store))
			tv := pass.Client("REF30", "tv")
			if _, err := pass.Direct(stage.Direction{Do: c.do, Times: 1}); err != nil {
				t.Fatal(err)
			}
			tv.Login() // bears no token, so the direction waits
			for range 2 {
				a := tv.Do(http.MethodGet, "/api/v2/REF30/profiles", "")
				if a.Status != http.StatusUnauthorized || !strings.Contains(string(a.Body), mockpass.ErrInvalidAccessTokenClientApplication.Code) {
					t.Errorf("got %d %s, want its 401", a.Status, a.Body)
				}
			}
			var claims jwt.RegisteredClaims
			if _, _, err := jwt.NewParser().ParseUnverified(tv.Token, &claims); err != nil {
				t.Fatal(err)
			}
			token, err := store.Tokens().Load(context.Background(), claims.ID)
			if err != nil || !c.want(token, now.Now()) {
				t.Errorf("remembered %+v at %v, %v", token, now.Now(), err)
			}
			tv.Login()
			if a := tv.Do(http.MethodGet, "/api/v2/REF30/profiles", ""); a.Status != http.StatusOK {
				t.Errorf("with another token: %d %s", a.Status, a.Body)
			}
		})
	}
}

func TestDirect_RefusesWhatNoCallCanUndergo(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	for want, c := range map[string]struct {
		operation string
		do        stage.Do
	}{
		"there is no operation":       {"dance", stage.Do{Status: 500}},
		"cannot answer with":          {specs.Token, stage.Do{Error: "invalid_parameter_mvpd"}},
		"is no enhanced error code":   {specs.Authorize, stage.Do{Deny: "invalid_client"}},
		"decide about no resources":   {specs.Profiles, stage.Do{Permit: true}},
		"nothing that has a lifetime": {specs.Profiles, stage.Do{Lifetime: "1s"}},
		"bear no access token":        {specs.Register, stage.Do{Expire: true}},
		"answer with no JSON":         {specs.Authenticate, stage.Do{Truncate: true}},
		"no notBefore or notAfter":    {specs.Preauthorize, stage.Do{Timestamps: "string"}},
		"answer with no url":          {specs.Profiles, stage.Do{URLs: "absolute"}},
	} {
		_, err := pass.Direct(stage.Direction{Match: stage.Match{Operations: []string{c.operation}}, Do: c.do})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s %+v: got %v, want %q", c.operation, c.do, err, want)
		}
	}
}

// TestDirect_Probability wants chance to be repeatable over HTTP.
func TestDirect_Probability(t *testing.T) {
	t.Parallel()
	course := func(seed uint64) (out string) {
		pass, c := directed(t)
		_, err := pass.Direct(stage.Direction{
			Match: stage.Match{Devices: []string{"tv"}}, Do: stage.Do{Status: 503, Jitter: "1ms"}, Probability: 0.5, Seed: seed,
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 40 {
			out += c.Do(http.MethodGet, "/api/v2/REF30/profiles", "").Header.Get("Content-Type")[:1] // a page or JSON
		}
		return out
	}
	first := course(7)
	if !strings.Contains(first, "t") || !strings.Contains(first, "a") {
		t.Errorf("got %s, want both", first)
	}
	if again := course(7); again != first {
		t.Errorf("got %s and then %s with the same seed", first, again)
	}
	if other := course(8); other == first {
		t.Errorf("two seeds gave %s", other)
	}
}
