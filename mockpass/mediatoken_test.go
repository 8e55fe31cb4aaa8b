package mockpass_test

import (
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/mockpasstest"
)

func TestMediaToken_IsSigned(t *testing.T) {
	t.Parallel()
	now := newClock()
	pass := mockpasstest.Start(t, mockpass.Config{}, mockpass.WithClock(now))
	c := pass.Client("REF30", "tv")
	signIn(t, pass, c, "Cablevision", "ann")
	token := func() string {
		var out struct {
			Decisions []struct {
				Token struct{ SerializedToken string }
			}
		}
		c.Do(http.MethodPost, "/api/v2/REF30/decisions/authorize/Cablevision", `{"resources":["<one> & \"two\""]}`).JSON(t, &out)
		return out.Decisions[0].Token.SerializedToken
	}
	const resource = `<one> & "two"`
	first, second := token(), token()
	if first == second {
		t.Error("two authorizations have one media token")
	}
	text, err := base64.StdEncoding.DecodeString(first)
	if err != nil || !strings.HasPrefix(string(text), "<signatureInfo>") {
		t.Errorf("got %s, %v", text, err)
	}
	tampered := base64.StdEncoding.EncodeToString([]byte(strings.Replace(string(text), "REF30", "REF31", 1)))
	for name, c := range map[string]struct {
		token, resource string
		want            error
	}{
		"good":           {first, resource, nil},
		"other resource": {first, "two", mockpass.ErrMediaTokenResource},
		"tampered":       {tampered, resource, mockpass.ErrMediaTokenSignature},
		"not base64":     {"%", resource, mockpass.ErrMediaTokenFormat},
		"empty":          {"", resource, mockpass.ErrMediaTokenFormat},
		"no signature":   {base64.StdEncoding.EncodeToString([]byte("<signatureInfo>")), resource, mockpass.ErrMediaTokenFormat},
	} {
		if err := pass.VerifyMediaToken(c.token, c.resource); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
	now.advance(7 * time.Minute)
	if err := pass.VerifyMediaToken(first, resource); !errors.Is(err, mockpass.ErrMediaTokenExpired) {
		t.Errorf("after 7 minutes: got %v", err)
	}
}
