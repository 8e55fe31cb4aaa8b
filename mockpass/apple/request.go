package apple

import (
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/beevik/etree"
)

// ServiceProvider is the name by which Adobe Pass is known to MVPDs and to Apple's
// framework, whose channelIdentifier it is (apple-sso-cookbook-rest-api-v2).
const ServiceProvider = "https://saml.sp.auth.adobe.com"

// Attributes are those that Adobe Pass asks for, as in the documentation's sample
// (rest-api-v2-partner-single-sign-on-apis-retrieve-partner-authentication-request).
var Attributes = []string{"uid", "NameID", "uniqueId"}

// A Request is the authentication request that a device hands to the framework: its
// verificationToken.
type Request struct {
	ID       string // answered as InResponseTo; begins with a letter or _
	Provider string // the provider's id in the framework
	Issued   time.Time
}

// Encode writes the request as a signed AuthnRequest in base64.
func (r Request) Encode(s *Signer) (string, error) {
	e := etree.NewElement("samlp:AuthnRequest")
	e.CreateAttr("xmlns:samlp", protocolNS)
	e.CreateAttr("xmlns:saml", assertionNS)
	e.CreateAttr("ID", r.ID)
	e.CreateAttr("Version", "2.0")
	e.CreateAttr("IssueInstant", instant(r.Issued))
	e.CreateAttr("ProviderName", r.Provider)
	e.CreateElement("saml:Issuer").SetText(ServiceProvider)
	e.CreateElement("samlp:NameIDPolicy").CreateAttr("AllowCreate", "true")
	return s.sign(e)
}

// ReadRequest reads a request that from has signed. The error says what is wrong.
func ReadRequest(text string, from *x509.Certificate) (Request, error) {
	e, err := verified(text, "AuthnRequest", from)
	if err != nil {
		return Request{}, fmt.Errorf("apple: request: %w", err)
	}
	r := Request{ID: e.SelectAttrValue("ID", ""), Provider: e.SelectAttrValue("ProviderName", "")}
	r.Issued, err = time.Parse(time.RFC3339, e.SelectAttrValue("IssueInstant", ""))
	issuer := e.FindElement("./Issuer")
	switch {
	case err != nil || r.ID == "":
		return Request{}, errors.New("apple: request: it lacks ID or IssueInstant")
	case issuer == nil || issuer.Text() != ServiceProvider:
		return Request{}, fmt.Errorf("apple: request: its Issuer is not %s", ServiceProvider)
	}
	return r, nil
}

// readUnverified reads what the framework needs of a request.
func readUnverified(text string) (Request, error) {
	e, err := parsed(text, "AuthnRequest")
	if err != nil {
		return Request{}, err
	}
	r := Request{ID: e.SelectAttrValue("ID", ""), Provider: e.SelectAttrValue("ProviderName", "")}
	if r.ID == "" {
		return r, errors.New("it has no ID")
	}
	return r, nil
}
