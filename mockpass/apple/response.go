package apple

import (
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/beevik/etree"
)

// A Response is what an MVPD says of the viewer who is signed in at the framework.
type Response struct {
	ID           string
	InResponseTo string // ID of the request
	Provider     string // the provider's id in the framework
	Account      string // the viewer, as the MVPD knows them
	Issued       time.Time
	NotAfter     time.Time // good before this instant
}

// Encode writes the response as a signed SAML Response in base64.
func (r Response) Encode(s *Signer) (string, error) {
	e := etree.NewElement("samlp:Response")
	e.CreateAttr("xmlns:samlp", protocolNS)
	e.CreateAttr("xmlns:saml", assertionNS)
	e.CreateAttr("ID", r.ID)
	e.CreateAttr("InResponseTo", r.InResponseTo)
	e.CreateAttr("Version", "2.0")
	e.CreateAttr("IssueInstant", instant(r.Issued))
	e.CreateElement("saml:Issuer").SetText(r.Provider)
	e.CreateElement("samlp:Status").CreateElement("samlp:StatusCode").CreateAttr("Value", success)
	a := e.CreateElement("saml:Assertion")
	a.CreateAttr("ID", r.ID+"-assertion")
	a.CreateAttr("Version", "2.0")
	a.CreateAttr("IssueInstant", instant(r.Issued))
	a.CreateElement("saml:Issuer").SetText(r.Provider)
	subject := a.CreateElement("saml:Subject")
	subject.CreateElement("saml:NameID").SetText(r.Account)
	data := subject.CreateElement("saml:SubjectConfirmation").CreateElement("saml:SubjectConfirmationData")
	data.CreateAttr("InResponseTo", r.InResponseTo)
	data.CreateAttr("NotOnOrAfter", instant(r.NotAfter))
	conditions := a.CreateElement("saml:Conditions")
	conditions.CreateAttr("NotOnOrAfter", instant(r.NotAfter))
	conditions.CreateElement("saml:AudienceRestriction").CreateElement("saml:Audience").SetText(ServiceProvider)
	statement := a.CreateElement("saml:AttributeStatement")
	for _, name := range Attributes {
		attribute := statement.CreateElement("saml:Attribute")
		attribute.CreateAttr("Name", name)
		attribute.CreateElement("saml:AttributeValue").SetText(r.Account)
	}
	return s.sign(e)
}

// ReadResponse reads a response that from has signed, and checks that it says yes, is
// for Adobe Pass and still good. The error says what is wrong with it.
func ReadResponse(text string, from *x509.Certificate, now time.Time) (Response, error) {
	e, err := verified(text, "Response", from)
	if err != nil {
		return Response{}, err
	}
	r := Response{
		ID: e.SelectAttrValue("ID", ""), InResponseTo: e.SelectAttrValue("InResponseTo", ""),
		Provider: content(e, "./Issuer"), Account: content(e, "./Assertion/Subject/NameID"),
	}
	code := e.FindElement("./Status/StatusCode")
	conditions := e.FindElement("./Assertion/Conditions")
	if code == nil || conditions == nil || r.Account == "" || r.InResponseTo == "" {
		return r, errors.New("it lacks Status, Conditions, NameID or InResponseTo")
	}
	if value := code.SelectAttrValue("Value", ""); value != success {
		return r, fmt.Errorf("its status is %q", value)
	}
	if r.NotAfter, err = time.Parse(time.RFC3339, conditions.SelectAttrValue("NotOnOrAfter", "")); err != nil {
		return r, errors.New("its Conditions lack NotOnOrAfter")
	}
	if !now.Before(r.NotAfter) {
		return r, fmt.Errorf("it was good until %s", instant(r.NotAfter))
	}
	if audience := content(e, "./Assertion/Conditions/AudienceRestriction/Audience"); audience != ServiceProvider {
		return r, fmt.Errorf("it is for %q, not for %s", audience, ServiceProvider)
	}
	return r, nil
}

func content(e *etree.Element, path string) string {
	if found := e.FindElement(path); found != nil {
		return found.Text()
	}
	return ""
}
