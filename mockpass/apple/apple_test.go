package apple_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass/apple"
)

var now = time.Date(2026, 5, 1, 20, 0, 0, 0, time.UTC)

func signer(t *testing.T, name string) *apple.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	s, err := apple.NewSigner(key, name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestRequestAndResponse(t *testing.T) {
	t.Parallel()
	adobe, mvpd := signer(t, "Adobe Pass"), signer(t, "MVPD")
	text, err := apple.Request{ID: "_1", Provider: "Mapped", Issued: now}.Encode(adobe)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := apple.ReadRequest(text, adobe.Certificate()); err != nil || r.ID != "_1" || r.Provider != "Mapped" || !r.Issued.Equal(now) {
		t.Fatalf("got %+v, %v", r, err)
	}
	if _, err := apple.ReadRequest(text, mvpd.Certificate()); err == nil {
		t.Error("a request of somebody else was believed")
	}
	tv := &apple.Framework{Access: apple.Granted, Provider: "Mapped", Until: now.Add(time.Hour), Account: "bob", Signer: mvpd}
	answer, err := tv.Answer(text, now)
	if err != nil {
		t.Fatal(err)
	}
	r, err := apple.ReadResponse(answer, mvpd.Certificate(), now)
	if err != nil || r.InResponseTo != "_1" || r.Account != "bob" || r.Provider != "Mapped" {
		t.Fatalf("got %+v, %v", r, err)
	}
	for name, bad := range map[string]struct{ text, want string }{
		"another signer": {answer, "signature"},
		"another name":   {tampered(t, answer, ">bob<", ">eve<"), "signature"},
		"no signature":   {tampered(t, answer, "ds:Signature", "ds:Nothing"), "signature"},
		"a doctype":      {base64.StdEncoding.EncodeToString([]byte(`<!DOCTYPE x><x/>`)), "document type"},
		"no XML":         {base64.StdEncoding.EncodeToString([]byte("hello")), "root"},
		"no base64":      {"%", "base64"},
	} {
		from := mvpd
		if name == "another signer" {
			from = adobe
		}
		if _, err := apple.ReadResponse(bad.text, from.Certificate(), now); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%s: got %v, want %q", name, err, bad.want)
		}
	}
	if _, err := apple.ReadResponse(answer, mvpd.Certificate(), now.Add(5*time.Minute)); err == nil {
		t.Error("a response was believed after its time")
	}
}

func tampered(t *testing.T, text, old, with string) string {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(raw, []byte(old)) {
		t.Fatalf("there is no %s in %s", old, raw)
	}
	return base64.StdEncoding.EncodeToString(bytes.ReplaceAll(raw, []byte(old), []byte(with)))
}

func TestFramework_AnswersNothingWithoutAccess(t *testing.T) {
	t.Parallel()
	for _, tv := range []*apple.Framework{
		{Access: apple.Denied, Provider: "Mapped"}, {Access: apple.Granted}, {Access: apple.NotDetermined, Provider: "Mapped"},
	} {
		if _, err := tv.Answer("", now); err == nil {
			t.Errorf("%+v has answered", tv)
		}
	}
}

func FuzzReadResponse(f *testing.F) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		f.Fatal(err)
	}
	mvpd, err := apple.NewSigner(key, "MVPD")
	if err != nil {
		f.Fatal(err)
	}
	good, err := apple.Response{ID: "_a", InResponseTo: "_b", Account: "c", NotAfter: now.Add(time.Hour)}.Encode(mvpd)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add("PHg+")
	f.Add("PD94bWwgdmVyc2lvbj0iMS4wIj8+")
	f.Fuzz(func(t *testing.T, text string) {
		if r, err := apple.ReadResponse(text, mvpd.Certificate(), now); err == nil && r.Account != "c" {
			t.Errorf("%q was believed", text)
		}
	})
}
