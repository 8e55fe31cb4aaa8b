package control_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/inventory"
)

// singleSignOn gets the payloads of single sign-on.
func (r *tour) singleSignOn() {
	t, c, ctx := r.t, r.c, r.ctx
	made, err := c.SeedServiceToken(ctx, inventory.ServiceTokenSeed{Subject: "ann", Lifetime: "1h", Ago: "2h"})
	r.must(err)
	claims := jwt.MapClaims{}
	_, _, err = jwt.NewParser().ParseUnverified(made.Token, claims)
	r.must(err)
	if until, err := claims.GetExpirationTime(); err != nil || !until.Equal(made.NotAfter) || made.NotAfter.Sub(made.Issued) != time.Hour || time.Since(made.NotAfter) < time.Minute {
		t.Errorf("service token %+v, %v", made, claims)
	}
	if claims["sub"] != "ann" || claims["iss"] != made.Issuer {
		t.Errorf("service token %+v, %v", made, claims)
	}
	until := time.Now().Add(-time.Minute)
	status, err := c.FrameworkStatus(ctx, inventory.Framework{MVPD: "Cablevision", Until: until})
	r.must(err)
	raw, err := base64.StdEncoding.DecodeString(status.Status)
	r.must(err)
	var says struct {
		Permission struct{ AccessStatus string } `json:"frameworkPermissionInfo"`
		Provider   struct{ ID string }           `json:"frameworkProviderInfo"`
	}
	r.must(json.Unmarshal(raw, &says))
	if says.Permission.AccessStatus != "granted" || says.Provider.ID != "cablevision" {
		t.Errorf("status %s", raw)
	}
	request := base64.StdEncoding.EncodeToString([]byte(`<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1"/>`))
	answer, err := c.FrameworkAnswer(ctx, inventory.FrameworkRequest{Framework: inventory.Framework{MVPD: "Cablevision", Account: "ann"}, Request: request})
	r.must(err)
	if xml, err := base64.StdEncoding.DecodeString(answer.SAMLResponse); err != nil || !strings.Contains(string(xml), `InResponseTo="_1"`) || !strings.Contains(string(xml), ">ann<") {
		t.Errorf("answer %s, %v", xml, err)
	}
}

func TestClient_FrameworkSaysWhyNot(t *testing.T) {
	t.Parallel()
	c := start(t).client()
	for field, try := range map[string]struct {
		in     inventory.FrameworkRequest
		status int
	}{
		"request":  {inventory.FrameworkRequest{Framework: inventory.Framework{MVPD: "Cablevision"}, Request: "PHg+"}, http.StatusBadRequest},
		"access":   {inventory.FrameworkRequest{Framework: inventory.Framework{MVPD: "Cablevision", Access: "denied"}, Request: "PHg+"}, http.StatusConflict},
		"mvpd":     {inventory.FrameworkRequest{Framework: inventory.Framework{MVPD: "Nobody"}, Request: "PHg+"}, http.StatusNotFound},
		"provider": {inventory.FrameworkRequest{Framework: inventory.Framework{MVPD: "Cablevision", Provider: "x"}, Request: "PHg+"}, http.StatusBadRequest},
	} {
		_, err := c.FrameworkAnswer(t.Context(), try.in)
		var refused *control.Error
		if !errors.As(err, &refused) || refused.Status != try.status || refused.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := c.FrameworkStatus(t.Context(), inventory.Framework{MVPD: "Spectrum"}); err == nil {
		t.Error("an MVPD without platformMappingId is known to the framework")
	}
	for _, seed := range []inventory.ServiceTokenSeed{{}, {Subject: "ann", Lifetime: "-1h"}, {Subject: "ann", Ago: "soon"}} {
		if _, err := c.SeedServiceToken(t.Context(), seed); err == nil {
			t.Errorf("%+v was granted", seed)
		}
	}
}
