package mockpass_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/mockpasstest"
)

func TestNew_SaysWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	one := func(p mockpass.Programmer) mockpass.Config {
		return mockpass.Config{Programmers: []mockpass.Programmer{p}}
	}
	sp := []mockpass.ServiceProvider{{ID: "A"}}
	for want, c := range map[string]mockpass.Config{
		`programmers[0].serviceProviders[0].id: it is ""`:                                 one(mockpass.Programmer{ServiceProviders: []mockpass.ServiceProvider{{}}}),
		`programmers[0].serviceProviders[0].id: it is "sessions"`:                         one(mockpass.Programmer{ServiceProviders: []mockpass.ServiceProvider{{ID: "sessions"}}}),
		`programmers[0].serviceProviders[1].id: "A" is there twice`:                       one(mockpass.Programmer{ServiceProviders: append(sp, sp...)}),
		`serviceProviders[0].certificates.primary: it is not PEM`:                         one(mockpass.Programmer{ServiceProviders: []mockpass.ServiceProvider{{ID: "A", Certificates: mockpass.Certificates{Primary: "x"}}}}),
		`integrations[0].mvpd: no MVPD has the id "Nobody"`:                               one(mockpass.Programmer{ServiceProviders: []mockpass.ServiceProvider{{ID: "A", Integrations: []mockpass.Integration{{MVPD: "Nobody"}}}}}),
		`integrations[1].mvpd: "Spectrum" is there twice`:                                 one(mockpass.Programmer{ServiceProviders: []mockpass.ServiceProvider{{ID: "A", Integrations: []mockpass.Integration{{MVPD: "Spectrum"}, {MVPD: "Spectrum"}}}}}),
		`integrations[0]: a limit is below zero`:                                          one(mockpass.Programmer{ServiceProviders: []mockpass.ServiceProvider{{ID: "A", Integrations: []mockpass.Integration{{MVPD: "Spectrum", AuthorizeLimit: -1}}}}}),
		`applications[0].id: it is empty`:                                                 one(mockpass.Programmer{ServiceProviders: sp, Applications: []mockpass.Application{{}}}),
		`applications[1].id: "a" is there twice`:                                          one(mockpass.Programmer{ServiceProviders: sp, Applications: []mockpass.Application{{ID: "a"}, {ID: "a"}}}),
		`applications[0].serviceProviders[0]: its programmer has no service provider "B"`: one(mockpass.Programmer{ServiceProviders: sp, Applications: []mockpass.Application{{ID: "a", ServiceProviders: []string{"B"}}}}),
		`mvpds[0].id: it is "code"`:                                                       {MVPDs: []mockpass.MVPD{{ID: "code"}}},
		`mvpds[1].id: "M" is there twice`:                                                 {MVPDs: []mockpass.MVPD{{ID: "M"}, {ID: "M"}}},
		`switches.partnerFallbackMvpd: no MVPD has the id "N"`:                            {Switches: mockpass.Switches{PartnerFallbackMVPD: "N"}},
		`key: it is not PEM`:                                                              {Key: "x"},
		`key: it is a *ecdsa.PrivateKey; want an RSA private key`:                         {Key: pemOf(t, must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)))},
		`key: it has 1024 bits; want at least 2048`:                                       {Key: smallKey},
	} {
		if _, err := mockpass.New(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %s", err, want)
		}
	}
}

// A text of the documentation's shape is a configuration.
func TestConfig_CanBeRead(t *testing.T) {
	t.Parallel()
	const text = `
programmers:
- name: Example Sports
  serviceProviders: [{id: SPORTS, domains: [sports.example.com], integrations: [{mvpd: Mine, authorizeLimit: 2}]}]
  applications: [{id: web, redirectUris: [https://sports.example.com/back]}]
mvpds: [{id: Mine, logoutEndpoint: true}]
lifetimes: {session: 12s, profile: 24h}
switches: {itemRequestErrors: true}
`
	var c mockpass.Config
	if err := yaml.UnmarshalWithOptions([]byte(text), &c, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	if time.Duration(c.Lifetimes.Session) != 12*time.Second || !c.Switches.ItemRequestErrors || c.Programmers[0].ServiceProviders[0].Integrations[0].AuthorizeLimit != 2 {
		t.Errorf("got %+v", c)
	}
	again, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var d mockpass.Config
	if err := json.Unmarshal(again, &d); err != nil || d.Lifetimes != c.Lifetimes {
		t.Errorf("JSON does not carry it: %s: %v", again, err)
	}
	if _, err := mockpass.New(c); err != nil {
		t.Error(err)
	}
}

func TestConfig_AnotherKey(t *testing.T) {
	t.Parallel()
	key := pemOf(t, must(rsa.GenerateKey(rand.Reader, 2048)))
	pass := mockpasstest.Start(t, mockpass.Config{Key: key})
	pass.Client("REF30", "tv")
	other, err := mockpass.New(mockpass.Config{})
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := other.SoftwareStatement("REF30")
	if err != nil {
		t.Fatal(err)
	}
	c := pass.Client("REF30", "tv")
	if a := c.Do("POST", "/o/client/register", `{"software_statement":"`+foreign+`"}`); string(a.Body) != `{"error":"invalid_software_statement"}` {
		t.Errorf("a statement signed with another key got %d %s", a.Status, a.Body)
	}
}

func TestSoftwareStatement(t *testing.T) {
	t.Parallel()
	first, second := must(mockpass.New(mockpass.Config{})), must(mockpass.New(mockpass.Config{}))
	byApplication, byProvider := must(first.SoftwareStatement("ref30-application")), must(second.SoftwareStatement("REF30"))
	if byApplication != byProvider {
		t.Error("the statement of an application is not the same on every start")
	}
	if _, err := first.SoftwareStatement("nobody"); err == nil {
		t.Error("nobody has a software statement")
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func pemOf(t *testing.T, key any) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// smallKey is an RSA key of 1024 bits.
const smallKey = `-----BEGIN RSA PRIVATE KEY-----
MIICXwIBAAKBgQDH0A+To0OpHa8IAX0zbEvoacoDkJKdvf0kwLD8me8wAI9AXbIV
uSqkj1KcJow7AIXh56am+DFvgt4BEBFR8tZgJzzaIP6EVz+N7/YWHXfMjIpKKhsc
dKCG3UqZFSHxpslt+I9NNVjTgVCa20RQnbltWUGPXksI4GBZEVs+X6BKvQIDAQAB
AoGBAKpr+i0pLjda2wPQCVJHxwKG4EdkErk552RmeU4pmQlvIL98arz+frF2kLYg
ZrCYRJimNMzqmXeLvgBYDP3BSjeatqlotR3CT+4ERIUtRkD+Xj0fsTI3GtXS1fbH
jr5uD0tjrlb6ELSmNuPb+BqeE3i5sg7vE3FMR1Wcf5AQP6MdAkEA+w2pDFrLMrJz
IBiXA9d5bwC9cLmqmZbnlezL+wB2vDLYK05VS4lnnU/trNDv6mOItucIFAFp9VbD
ITdsxLjNAwJBAMu/7/jEy/khi586tB86441KCeROXr4VYjG36oZ10Ef31OmJHcvG
6wAObMQ3c8eEvccohwBEK0YG7ODORz55nT8CQQDPlRr7UTOE5tKUbmCn14ncA8Og
KpTqTEGO0O5Uy6xhrrTZEfsq6yFWjNlcNKK7rrNDcMJYMFcZejT8CSURgDBbAkEA
tY4cqZHDKAXqQkKvCj0RU28sDVKAPeUUELWPt6z3oYmHIWpbMJ/Z+7ze0qGO+7Se
3v6P/X7BCK9XGKL2/QalRQJBAJUaE3GqLzjO66rBsUKaFx4AWKedPbokAE3Wstqu
pCox5OdYYawaoBHWqCm5R7OQnTturzbQ4/vZloqFJdXB+j8=
-----END RSA PRIVATE KEY-----`
