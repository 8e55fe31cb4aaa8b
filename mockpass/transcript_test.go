package mockpass_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/mockpasstest"
	"github.com/passproof/passproof/mockpass/stage"
)

// TestTranscripts plays the conversations of testdata/transcripts. In them
//
//	## S001 title        begins a conversation with a mock, a clock and a client of its own
//	* config {...}       first: the configuration
//	* client a b c       goes on as the client a of application b on device c
//	* sign in account    the viewer of the last code signs in
//	* decline            the viewer of the last code is turned down
//	* advance 31m        time passes
//	* direct {...}       a direction is set
//	* header Name: value the client sends a header from now on; without a value it sends it no more
//	* token text         the client bears another token
//	> GET /path body     a request; {code}, {before}, {client}, {secret} and {statement name} are filled in
//	< 200 {...}          its answer: the members that must be there, "*" for any value, null for absent
//	< 400 some_code      its answer: an error
//
// An answer that departs from the documents fails the test, whatever is expected.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/transcripts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var play *conversation
		for i, line := range strings.Split(string(text), "\n") {
			at := fmt.Sprintf("%s:%d", filepath.Base(file), i+1)
			if title, ok := strings.CutPrefix(line, "## "); ok {
				play.run(t)
				play = &conversation{title: title}
			} else if line != "" && !strings.HasPrefix(line, "# ") {
				play.lines = append(play.lines, located{at, line})
			}
		}
		play.run(t)
	}
}

type located struct{ at, text string }

type conversation struct {
	title string
	lines []located
}

func (c *conversation) run(t *testing.T) {
	if c == nil {
		return
	}
	t.Run(c.title, func(t *testing.T) {
		t.Parallel()
		p := newPlayer(t, c.lines)
		for _, line := range c.lines {
			p.at = line.at
			p.play(line.text)
		}
		p.noFaults()
	})
}

// player plays one conversation.
type player struct {
	t       *testing.T
	at      string
	clock   *clock
	pass    *mockpasstest.Running
	client  *mockpasstest.Client
	clients map[string]*mockpasstest.Client
	answer  *mockpasstest.Answer // waits for its <
	fill    map[string]string
}

func newPlayer(t *testing.T, lines []located) *player {
	var config mockpass.Config
	if len(lines) > 0 {
		if text, ok := strings.CutPrefix(lines[0].text, "* config "); ok {
			if err := json.Unmarshal([]byte(text), &config); err != nil {
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
	case "<":
		p.expect(text)
	default:
		p.t.Fatalf("%s: a line begins with ##, #, *, > or <: %s", p.at, line)
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
	case "header":
		name, value, _ := strings.Cut(rest, ":")
		p.client.Header[http.CanonicalHeaderKey(name)] = []string{strings.TrimSpace(p.filled(value))}
		if strings.TrimSpace(value) == "" {
			p.client.Header[http.CanonicalHeaderKey(name)] = nil
		}
	case "token":
		p.client.Token = p.filled(rest)
	default:
		err = errors.New("unknown event")
	}
	if err != nil {
		p.t.Fatalf("%s: %s: %v", p.at, text, err)
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
	var made struct{ Code string }
	if json.Unmarshal(a.Body, &made) == nil && len(made.Code) < 10 && made.Code != "" && made.Code != p.fill["code"] {
		p.fill["before"], p.fill["code"] = p.fill["code"], made.Code
	}
}

func (p *player) filled(text string) string {
	for name, value := range p.fill {
		text = strings.ReplaceAll(text, "{"+name+"}", value)
	}
	if i := strings.Index(text, "{statement "); i >= 0 {
		name, rest, _ := strings.Cut(text[i+len("{statement "):], "}")
		text = text[:i] + p.pass.Statement(name) + rest
	}
	return text
}

func (p *player) expect(text string) {
	p.t.Helper()
	if p.answer == nil {
		p.t.Fatalf("%s: there is no answer to expect anything of", p.at)
	}
	a := *p.answer
	p.answer = nil
	status, want, _ := strings.Cut(p.filled(text), " ")
	if got := strconv.Itoa(a.Status); got != status {
		p.t.Fatalf("%s: got %s %s, want %s", p.at, got, a.Body, text)
	}
	switch {
	case want == "":
	case want[0] == '{':
		var wanted any
		if err := json.Unmarshal([]byte(want), &wanted); err != nil {
			p.t.Fatalf("%s: %v", p.at, err)
		}
		var got any
		if err := json.Unmarshal(a.Body, &got); err != nil {
			p.t.Fatalf("%s: got %s, want JSON", p.at, a.Body)
		}
		p.compare("", got, wanted)
	case strings.HasPrefix(want, "Location "):
		p.compareLocation(a.Header.Get("Location"), strings.TrimPrefix(want, "Location "))
	case strings.HasPrefix(want, "page "):
		if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") || !strings.Contains(string(a.Body), strings.TrimPrefix(want, "page ")) {
			p.t.Fatalf("%s: got %s %s, want %s", p.at, a.Header.Get("Content-Type"), a.Body, want)
		}
	default:
		var e struct{ Code, Error, Action, HelpURL, Trace string }
		if err := json.Unmarshal(a.Body, &e); err != nil || e.Code+e.Error != want {
			p.t.Fatalf("%s: got %s, want %s", p.at, a.Body, want)
		}
		if e.Error == "" && (e.Action == "" || e.HelpURL == "" || len(e.Trace) != 36) {
			p.t.Fatalf("%s: the error lacks action, helpUrl or trace: %s", p.at, a.Body)
		}
	}
}

func (p *player) compareLocation(got, want string) {
	p.t.Helper()
	g, err := url.Parse(got)
	w, wrong := url.Parse(want)
	if err != nil || wrong != nil || g.Path != w.Path {
		p.t.Fatalf("%s: got Location %s, want %s", p.at, got, want)
	}
	for name := range w.Query() {
		if g.Query().Get(name) != w.Query().Get(name) {
			p.t.Errorf("%s: got %s=%s in Location, want %s", p.at, name, g.Query().Get(name), w.Query().Get(name))
		}
	}
}

// compare wants each member of want in got.
func (p *player) compare(where string, got, want any) {
	p.t.Helper()
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			p.t.Errorf("%s: %s: got %v, want an object", p.at, where, got)
			return
		}
		for name, value := range w {
			there, ok := g[name]
			if value == nil {
				if ok {
					p.t.Errorf("%s: %s/%s: got %v, want nothing", p.at, where, name, there)
				}
				continue
			}
			p.compare(where+"/"+name, there, value)
		}
		if len(w) == 0 && len(g) != 0 {
			p.t.Errorf("%s: %s: got %v, want nothing in it", p.at, where, g)
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			p.t.Errorf("%s: %s: got %v, want %d elements", p.at, where, got, len(w))
			return
		}
		for i := range w {
			p.compare(fmt.Sprintf("%s/%d", where, i), g[i], w[i])
		}
	default:
		if want == "*" && got != nil || got == want {
			return
		}
		p.t.Errorf("%s: %s: got %v, want %v", p.at, where, got, want)
	}
}

func (p *player) noFaults() { noFaults(p.t, p.pass) }

// noFaults wants that the mock has kept its own contract.
func noFaults(t *testing.T, pass *mockpasstest.Running) {
	t.Helper()
	for _, e := range pass.Journal().Since(0) {
		if x, ok := e.(*journal.Exchange); ok && x.Fault != "" {
			t.Errorf("%s %s: the mock's fault: %s", x.Request.Method, x.Request.Target, x.Fault)
		}
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
