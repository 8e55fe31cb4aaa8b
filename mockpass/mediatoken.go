package mockpass

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"strconv"
	"time"

	"github.com/passproof/passproof/mockpass/state"
)

// mediaToken is the proof of an authorization for whoever hands out the stream.
type mediaToken struct {
	NotBefore       int64  `json:"notBefore"` // milliseconds
	NotAfter        int64  `json:"notAfter"`
	SerializedToken string `json:"serializedToken"`
}

// shortToken is the signed part of a media token. The names follow what Adobe's
// SDK pages show of theirs; the format is the mock's own, signed with Ed25519, and
// Adobe's verifier does not accept it.
type shortToken struct {
	XMLName     xml.Name `xml:"shortAuthorizationToken"`
	SessionGUID string   `xml:"sessionGUID"`
	Requestor   string   `xml:"requestorID"`
	Resource    string   `xml:"resourceID"`
	TTL         int64    `xml:"ttl"`       // milliseconds
	Issued      int64    `xml:"issueTime"` // milliseconds since 1970
	MVPD        string   `xml:"mvpdId"`
	Serial      string   `xml:"serial"` // makes each token another
}

const (
	signatureStart = "<signatureInfo>"
	signatureEnd   = "</signatureInfo>"
)

// mediaToken makes a fresh media token for a resource.
func (s *Server) mediaToken(c *call, p state.Profile, resource string) *mediaToken {
	usual := c.lifetimes().MediaToken
	ttl := min(time.Duration(usual), c.lifetime(usual)) // of a decision that is to end soon
	if p.Type == "temporary" {                          // access that ends takes its tokens along
		ttl = min(ttl, p.NotAfter.Sub(c.now))
	}
	text := shortToken{
		SessionGUID: pseudonym("session", p.MVPD, p.ID), Requestor: c.serviceProvider, Resource: resource,
		TTL: ttl.Milliseconds(), Issued: c.now.UnixMilli(), MVPD: c.mvpd, Serial: s.random.uuid(),
	}.text()
	signed := append(make([]byte, 0, 2*len(text)), signatureStart...)
	signed = base64.StdEncoding.AppendEncode(signed, ed25519.Sign(s.keys.media, text))
	signed = append(append(signed, signatureEnd...), text...)
	return &mediaToken{
		NotBefore: c.now.UnixMilli(), NotAfter: c.now.Add(ttl).UnixMilli(),
		SerializedToken: base64.StdEncoding.EncodeToString(signed),
	}
}

// text is the element as xml.Marshal would write it, which takes 4 KiB for each.
func (t shortToken) text() []byte {
	var b bytes.Buffer
	b.Grow(512)
	element := func(name, text string) {
		b.WriteString("<" + name + ">")
		_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
		b.WriteString("</" + name + ">")
	}
	b.WriteString("<shortAuthorizationToken>")
	element("sessionGUID", t.SessionGUID)
	element("requestorID", t.Requestor)
	element("resourceID", t.Resource)
	element("ttl", strconv.FormatInt(t.TTL, 10))
	element("issueTime", strconv.FormatInt(t.Issued, 10))
	element("mvpdId", t.MVPD)
	element("serial", t.Serial)
	b.WriteString("</shortAuthorizationToken>")
	return b.Bytes()
}

// What [Server.VerifyMediaToken] can object to, named as by Adobe's verifier.
var (
	ErrMediaTokenFormat    = errors.New("INVALID_TOKEN_FORMAT")
	ErrMediaTokenSignature = errors.New("INVALID_SIGNATURE")
	ErrMediaTokenExpired   = errors.New("TOKEN_EXPIRED")
	ErrMediaTokenResource  = errors.New("INVALID_RESOURCE_ID")
)

// VerifyMediaToken checks a serialized media token of this mock for a resource, as
// Adobe's media token verifier does with Adobe's.
func (s *Server) VerifyMediaToken(serialized, resource string) error {
	text, err := base64.StdEncoding.DecodeString(serialized)
	rest, ok := bytes.CutPrefix(text, []byte(signatureStart))
	coded, signed, cut := bytes.Cut(rest, []byte(signatureEnd))
	signature, badSignature := base64.StdEncoding.DecodeString(string(coded))
	if err != nil || !ok || !cut || badSignature != nil {
		return ErrMediaTokenFormat
	}
	if !ed25519.Verify(s.keys.media.Public().(ed25519.PublicKey), signed, signature) {
		return ErrMediaTokenSignature
	}
	var t shortToken
	if err := xml.Unmarshal(signed, &t); err != nil {
		return ErrMediaTokenFormat
	}
	if s.clock.Now().UnixMilli() >= t.Issued+t.TTL {
		return ErrMediaTokenExpired
	}
	if t.Resource != resource {
		return ErrMediaTokenResource
	}
	return nil
}
