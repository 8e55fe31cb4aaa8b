package world

import (
	"context"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/journal"
)

// A Token is in what state a device gets a payload of single sign-on.
type Token string

// The states.
const (
	Fresh    Token = "fresh"    // signed, and good for hours
	Expired  Token = "expired"  // signed, and over for days
	Unsigned Token = "unsigned" // a JWT with the algorithm none
	Garbage  Token = "garbage"  // no JWT at all
	None     Token = "none"     // the library is missing, or has failed
)

// HasPlatformToken lets the device's platform tell whose it is: Amazon with its SSO
// token, Roku with the headers that Roku OS adds. Devices of one account share it.
func (d *Device) HasPlatformToken(ctx context.Context, account string, state Token) {
	subject := d.home.account + "-" + account
	text := d.home.world.token(state, d.platform(), subject)
	d.SSO.SubjectToken, d.SSO.RokuToken, d.SSO.RokuSubscriber = "", "", ""
	if d.platform() == "amazon" {
		d.SSO.SubjectToken = text
	} else if d.SSO.RokuToken = text; text != "" {
		d.SSO.RokuSubscriber = subject
	}
	d.payload(ctx, map[string]any{"kind": d.platform(), "payload": text, "state": string(state), "user": subject})
}

// platform is whose platform identity the device has.
func (d *Device) platform() string {
	if d.Info["osVendor"] == "Amazon" {
		return "amazon"
	}
	return "roku"
}

// IsUsedBy lets somebody sign in to the Programmer's own service on the device: its
// identity service gives the app a token about them.
func (d *Device) IsUsedBy(ctx context.Context, user string, state Token) {
	w, subject := d.home.world, d.home.account+"-"+user
	seed := inventory.ServiceTokenSeed{Subject: subject, Lifetime: "24h"}
	text := ""
	switch state {
	case Expired:
		seed.Ago = "168h"
		fallthrough
	case Fresh:
		made, err := w.client.SeedServiceToken(ctx, seed)
		if err != nil {
			w.trouble("the service token of %s: %w", subject, err)
			return
		}
		text = made.Token
	default:
		text = w.token(state, "identity", subject)
	}
	d.SSO.ServiceToken, d.SSO.User = text, subject
	if state == None {
		d.SSO.User = ""
	}
	d.payload(ctx, map[string]any{"kind": "service-token", "payload": text, "state": string(state), "user": subject})
}

func (d *Device) payload(ctx context.Context, args map[string]any) {
	now := time.Now()
	d.home.world.record(ctx, &journal.Act{Verb: journal.Payload, Device: d.Name, Start: now, End: now, Args: args})
}

// platformKey signs the tokens of platforms. Only the platform and Adobe know the real
// one; the mock believes them unchecked.
var platformKey = []byte("known to the platform and to Adobe, and to no Programmer")

// token makes the token of a platform, or something that is none.
func (w *World) token(state Token, issuer, subject string) string {
	switch state {
	case None:
		return ""
	case Garbage:
		return "SSO library error 3"
	}
	issued := time.Now()
	if state == Expired {
		issued = issued.Add(-7 * 24 * time.Hour)
	}
	claims := jwt.MapClaims{"iss": issuer, "iat": issued.Unix(), "exp": issued.Add(24 * time.Hour).Unix(), "aud": "adobe", "sub": subject}
	method, key := jwt.SigningMethod(jwt.SigningMethodHS256), any(platformKey)
	if state == Unsigned {
		method, key = jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType
	}
	text, err := jwt.NewWithClaims(method, claims).SignedString(key)
	if err != nil {
		w.trouble("a token of %s: %w", subject, err)
	}
	return text
}
