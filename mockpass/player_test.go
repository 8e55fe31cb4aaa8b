package mockpass_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/apple"
	"github.com/passproof/passproof/mockpass/mockpasstest"
	"github.com/passproof/passproof/mockpass/stage"
)

// player plays one conversation.
type player struct {
	t         *testing.T
	at        string
	clock     *clock
	pass      *mockpasstest.Running
	client    *mockpasstest.Client
	clients   map[string]*mockpasstest.Client
	answer    *mockpasstest.Answer // waits for its <
	last      *mockpasstest.Answer // had its <, may have <h
	framework *apple.Framework
	fill      map[string]string
}

func newPlayer(t *testing.T, lines []located) *player {
	var config mockpass.Config
	if len(lines) > 0 {
		if text, ok := strings.CutPrefix(lines[0].text, "* config "); ok {
			d := json.NewDecoder(strings.NewReader(text))
			d.DisallowUnknownFields()
			if err := d.Decode(&config); err != nil {
				t.Fatalf("%s: %v", lines[0].at, err)
			}
		}
	}
	p := &player{t: t, clock: newClock(), clients: map[string]*mockpasstest.Client{}, fill: map[string]string{}}
	p.pass = mockpasstest.Start(t, config, mockpass.WithClock(p.clock))
	return p
}

func (p *player) play(line string) {
	p.t.Helper()
	mark, text, _ := strings.Cut(line, " ")
	if p.client == nil && !strings.HasPrefix(line, "* con") && !strings.HasPrefix(line, "* client") {
		p.event("client app REF30 tv-1")
	}
	switch mark {
	case "*":
		p.event(text)
	case ">":
		p.request(text)
	case "<", "<=":
		p.expect(text, mark == "<=")
	case "<h":
		p.expectHeader(text)
	default:
		p.t.Fatalf("%s: a line begins with ##, #, *, >, <, <= or <h: %s", p.at, line)
	}
}

func (p *player) event(text string) {
	p.t.Helper()
	verb, rest, _ := strings.Cut(text, " ")
	var err error
	switch verb {
	case "config":
	case "client":
		f := strings.Fields(rest)
		if p.clients[f[0]] == nil {
			p.clients[f[0]] = p.pass.Client(f[1], f[2])
		}
		p.client = p.clients[f[0]]
		p.client.Device = f[2]
		p.fill["client"], p.fill["secret"] = p.client.ID, p.client.Secret
	case "login":
		mvpd, account, _ := strings.Cut(rest, " ")
		p.request("POST /api/v2/REF30/sessions " + url.Values{"mvpd": {mvpd}, "domainName": {"example.com"}, "redirectUrl": {"https://example.com/"}}.Encode())
		p.expect(`200 {"actionName":"authenticate"}`, false)
		err = p.pass.Complete(p.fill["code"], account)
	case "sign":
		err = p.pass.Complete(p.fill["code"], strings.TrimPrefix(rest, "in "))
	case "decline":
		err = p.pass.Decline(p.fill["code"])
	case "advance":
		var d time.Duration
		d, err = time.ParseDuration(rest)
		p.clock.advance(d)
	case "direct":
		var d stage.Direction
		if err = json.Unmarshal([]byte(rest), &d); err == nil {
			_, err = p.pass.Direct(d)
		}
	case "degrade":
		var d mockpass.Degradation
		if err = json.Unmarshal([]byte(rest), &d); err == nil {
			p.fill["rule"], err = p.pass.Degrade(d)
		}
	case "restore":
		if !p.pass.Restore(p.filled(rest)) {
			err = errors.New("there is no such rule")
		}
	case "configure":
		var c mockpass.Config
		if err = json.Unmarshal([]byte(rest), &c); err == nil {
			err = p.pass.Reconfigure(c)
		}
	case "identity":
		p.fill["token"], err = p.pass.ServiceToken(rest, time.Hour)
		p.header("AD-Service-Token: {token}")
	case "framework":
		mvpd, account, _ := strings.Cut(rest, " ")
		if p.framework, err = p.pass.Framework(mvpd, account, p.clock.Now().Add(time.Hour)); err == nil {
			p.header("AP-Partner-Framework-Status: " + p.framework.Status())
		}
	case "header":
		p.header(rest)
	case "token":
		p.client.Token = p.filled(rest)
	default:
		err = errors.New("unknown event")
	}
	if err != nil {
		p.t.Fatalf("%s: %s: %v", p.at, text, err)
	}
}

func (p *player) header(text string) {
	p.t.Helper()
	name, value, _ := strings.Cut(text, ":")
	p.client.Header[http.CanonicalHeaderKey(name)] = nil
	if value = strings.TrimSpace(p.filled(value)); value != "" {
		p.client.Header[http.CanonicalHeaderKey(name)] = []string{value}
	}
}

func (p *player) request(text string) {
	p.t.Helper()
	if p.answer != nil {
		p.t.Fatalf("%s: the request before has no expected answer", p.at)
	}
	f := strings.SplitN(p.filled(text), " ", 3)
	body := ""
	if len(f) == 3 {
		body = f[2]
	}
	a := p.client.Do(f[0], f[1], body)
	p.answer = &a
	p.catalogued(a)
	p.remember(a)
}

// remember keeps what later lines can fill in.
func (p *player) remember(a mockpasstest.Answer) {
	p.t.Helper()
	var made struct {
		Code, SessionID       string
		ClientID              string `json:"client_id"`
		ClientSecret          string `json:"client_secret"`
		AuthenticationRequest struct{ Request string }
	}
	if json.Unmarshal(a.Body, &made) != nil {
		return
	}
	if made.SessionID != "" && made.Code != "" && made.Code != p.fill["code"] {
		p.fill["before"], p.fill["code"] = p.fill["code"], made.Code
	}
	if made.ClientID != "" {
		p.fill["client"], p.fill["secret"] = made.ClientID, made.ClientSecret
	}
	if made.AuthenticationRequest.Request != "" {
		saml, err := p.framework.Answer(made.AuthenticationRequest.Request, p.clock.Now())
		if err != nil {
			p.t.Fatalf("%s: %v", p.at, err)
		}
		p.fill["saml"] = url.QueryEscape(saml)
	}
}

// filled is a text with its placeholders filled in.
func (p *player) filled(text string) string {
	p.t.Helper()
	for name, value := range p.fill {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	text = fillIn(text, "{in ", p.in)
	text = fillIn(text, "{statement ", p.pass.Statement)
	text = fillIn(text, "{jwt ", func(s string) string { // nobody checks the signature of a platform
		return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256"}`)) + "." + base64.RawURLEncoding.EncodeToString([]byte(s)) + ".c2ln"
	})
	return fillIn(text, "{base64 ", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) })
}

// in is the instant that is so far away, in milliseconds.
func (p *player) in(text string) string {
	p.t.Helper()
	d, err := time.ParseDuration(text)
	if err != nil {
		p.t.Fatalf("%s: {in %s}: %v", p.at, text, err)
	}
	return strconv.FormatInt(p.clock.Now().Add(d).UnixMilli(), 10)
}

// fillIn replaces each part of a text that begins with mark, up to the brace that
// closes it, by what of makes of its inside.
func fillIn(text, mark string, of func(string) string) string {
	for {
		begin := strings.Index(text, mark)
		if begin < 0 {
			return text
		}
		inside, depth, end := begin+len(mark), 1, 0
		for end = inside; end < len(text); end++ {
			switch text[end] {
			case '{':
				depth++
			case '}':
				depth--
			}
			if depth == 0 {
				break
			}
		}
		if depth != 0 {
			return text
		}
		text = text[:begin] + of(text[inside:end]) + text[end+1:]
	}
}

// clock is a clock that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock {
	return &clock{now: time.Date(2026, time.May, 25, 12, 0, 0, 0, time.UTC)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}
