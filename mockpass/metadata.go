package mockpass

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/state"
)

// newProfile is the profile of a viewer who has just signed in, with the attributes
// of the samples, those of the account, and, for viewers recognized at home, hba_status
// (user-metadata).
func (s *Server) newProfile(m *MVPD, account string, kind string, now time.Time, lifetime time.Duration) state.Profile {
	user := pseudonym("user", m.ID, account)
	p := state.Profile{
		ID: s.random.uuid(), MVPD: m.ID, Account: account, Issuer: m.ID, Type: kind,
		NotBefore: now, NotAfter: now.Add(lifetime),
		Attributes: map[string]state.Attribute{
			"userID":         {Value: user},
			"upstreamUserID": {Value: user},
			"householdID":    {Value: pseudonym("household", m.ID, account)},
			"mvpd":           {Value: m.ID},
			"zip":            {Value: []string{"10001"}},
		},
	}
	known := m.account(account)
	if known.HomeBased {
		p.Attributes["hba_status"] = state.Attribute{Value: true}
	}
	for name, value := range known.Attributes {
		if value == nil {
			delete(p.Attributes, name)
			continue
		}
		p.Attributes[name] = state.Attribute{Value: value}
	}
	return p
}

// attributeAnswer is an attribute as it is sent.
type attributeAnswer struct {
	Value any    `json:"value"`
	State string `json:"state"` // plain or enc
}

// usuallyEncrypted are the attributes for which the documentation demands encryption.
var usuallyEncrypted = []string{"zip", "encryptedZip"}

// attributes are those of a profile as they are sent to the call's service provider
// (S070, S204).
func (c *call) attributes(p state.Profile) (map[string]attributeAnswer, error) {
	encrypted := c.provider.integrations[p.MVPD].Encrypted
	if len(encrypted) == 0 {
		encrypted = usuallyEncrypted
	}
	out := make(map[string]attributeAnswer, len(p.Attributes))
	for name, a := range p.Attributes {
		if !slices.Contains(encrypted, name) {
			out[name] = attributeAnswer{a.Value, "plain"}
			continue
		}
		if c.provider.certificate == nil {
			return nil, ErrInvalidConfigurationUserMetadataCertificate.With("the service provider uses no certificate; " + name + " cannot be encrypted")
		}
		text, err := c.provider.sealed.of(a.Value, func() (string, error) {
			return encrypt(c.provider.certificate, a.Value, c.settings.Switches)
		})
		if err != nil {
			return nil, err
		}
		out[name] = attributeAnswer{text, "enc"}
	}
	return out, nil
}

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

// encrypt is how sensitive metadata travels: JSON, encrypted with the certificate of
// the service provider, in base64. Neither the padding nor what is encrypted of a list
// is documented; PKCS #1 v1.5 is what the guide's command line yields.
func encrypt(key *rsa.PublicKey, value any, how Switches) (string, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return "", err
	}
	if list, ok := value.([]string); ok && how.MetadataAsText {
		text = []byte(strings.Join(list, ","))
	}
	var secret []byte
	if how.MetadataOAEP {
		secret, err = rsa.EncryptOAEP(sha256.New(), rand.Reader, key, text, nil)
	} else {
		secret, err = rsa.EncryptPKCS1v15(rand.Reader, key, text) //nolint:staticcheck // what Programmers decrypt with today
	}
	if err != nil {
		return "", fmt.Errorf("encrypting user metadata: %w", err)
	}
	return base64.StdEncoding.EncodeToString(secret), nil
}
