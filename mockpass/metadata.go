package mockpass

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/passproof/passproof/mockpass/state"
)

// newProfile is the profile of a viewer who has just signed in, with the
// attributes of the samples: zip is encrypted, the others are plain
// (features-standard/entitlements/user-metadata).
func (s *Server) newProfile(v state.Session, account string, now time.Time, lifetime time.Duration) (state.Profile, error) {
	zip, err := encrypt(s.settings().directory.providers[v.ServiceProvider].certificate, []string{"10001"})
	if err != nil {
		return state.Profile{}, err
	}
	user := pseudonym("user", v.MVPD, account)
	p := state.Profile{
		ID: s.random.uuid(), MVPD: v.MVPD, Account: account, Issuer: v.MVPD, Type: "regular",
		NotBefore: now, NotAfter: now.Add(lifetime),
		Attributes: map[string]state.Attribute{
			"userID":         plain(user),
			"upstreamUserID": plain(user),
			"householdID":    plain(pseudonym("household", v.MVPD, account)),
			"mvpd":           plain(v.MVPD),
			"zip":            {Value: zip, State: "enc"},
		},
	}
	for name, value := range s.settings().directory.mvpds[v.MVPD].account(account).Attributes {
		p.Attributes[name] = plain(value)
	}
	return p, nil
}

func plain(value any) state.Attribute { return state.Attribute{Value: value, State: "plain"} }

// pseudonym is the same for the same subscriber, and tells nothing about them.
func pseudonym(kind, mvpd, account string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + mvpd + "\x00" + account))
	return hex.EncodeToString(sum[:20])
}

// account is the subscriber of a name, known or not.
func (m *MVPD) account(name string) Account {
	for _, a := range m.Accounts {
		if a.Name == name {
			return a
		}
	}
	return Account{Name: name}
}

// encrypt is how sensitive metadata travels: JSON, encrypted with the certificate
// of the service provider, in base64. The padding is not documented; PKCS #1 v1.5
// is what the guide's command line yields.
func encrypt(key *rsa.PublicKey, value any) (string, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return "", err
	}
	secret, err := rsa.EncryptPKCS1v15(rand.Reader, key, text) //nolint:staticcheck // what Programmers decrypt with today
	if err != nil {
		return "", fmt.Errorf("encrypting user metadata: %w", err)
	}
	return base64.StdEncoding.EncodeToString(secret), nil
}
