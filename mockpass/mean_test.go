package mockpass_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/mockpasstest"
)

// outcome is what the app of a correct client sees of a whole life with the mock.
type outcome struct {
	Picker     []string // MVPDs, sorted
	Missing    []string // parameters, by one name each, sorted
	First, Two string   // what to do with the session, at first and once completed
	Before     int      // profiles before the viewer signed in
	MVPD, Type string   // of the profile
	User       bool     // the profile names its user
	Ahead      map[string]bool
	Play       bool   // with a media token that can be verified
	Denied     string // code of the refusal
	Logout     string // action, and where it leads
	After      int    // profiles after the logout
	Unknown    string // code of an error at top level
}

// correct is a client that reads what the documentation promises, and nothing else.
type correct struct {
	t    *testing.T
	pass *mockpasstest.Running
	c    *mockpasstest.Client
}

func (k *correct) get(path string, into any) { k.c.Do(http.MethodGet, path, "").JSON(k.t, into) }

// resolve makes a URL of an answer absolute.
func (k *correct) resolve(ref string) string {
	base, err := url.Parse(k.pass.URL)
	to, wrong := base.Parse(ref)
	if err != nil || wrong != nil {
		k.t.Fatalf("%s: %v %v", ref, err, wrong)
	}
	return to.String()
}

type sessionReply struct {
	ActionName, ActionType, URL, Code string
	NotAfter                          stamp
	MissingParameters                 []string
}

// stamp is a timestamp in either of its spellings.
type stamp int64

func (s *stamp) UnmarshalJSON(text []byte) error {
	n, err := strconv.ParseInt(strings.Trim(string(text), `"`), 10, 64)
	*s = stamp(n)
	return err
}

// live goes through all phases of the cookbook.
func (k *correct) live() (o outcome) {
	code := k.signIn(&o)
	var profiles struct {
		Profiles map[string]struct {
			Type       string
			NotAfter   stamp
			Attributes map[string]struct{ Value any }
		}
	}
	k.get("/api/v2/REF30/profiles/code/"+code, &profiles)
	for mvpd, p := range profiles.Profiles {
		o.MVPD, o.Type = mvpd, p.Type
		o.User = p.Attributes["userID"].Value != nil && p.NotAfter > 0
	}
	k.decide(&o)
	var out struct {
		Logouts map[string]struct{ ActionName, ActionType, URL string }
	}
	k.get("/api/v2/REF30/logout/"+o.MVPD+"?redirectUrl=https%3A%2F%2Fexample.com", &out)
	l := out.Logouts[o.MVPD]
	if o.Logout = l.ActionName; l.ActionType == "interactive" {
		to, _, _ := strings.Cut(k.resolve(l.URL), "?")
		o.Logout += " " + strings.TrimPrefix(to, k.pass.URL)
	}
	var rest struct{ Profiles map[string]any }
	k.get("/api/v2/REF30/profiles", &rest)
	o.After = len(rest.Profiles)
	var e struct{ Code, Action, HelpURL string }
	if err := json.Unmarshal(k.c.Do(http.MethodGet, "/api/v2/REF30/profiles/nowhere", "").Body, &e); err != nil {
		k.t.Error(err)
	}
	o.Unknown = e.Code + " " + e.Action
	return o
}

// signIn picks an MVPD, completes a session and lets the viewer sign in.
func (k *correct) signIn(o *outcome) (code string) {
	var configuration struct {
		Requestor struct{ MVPDs []struct{ ID string } }
	}
	k.get("/api/v2/REF30/configuration", &configuration)
	for _, m := range configuration.Requestor.MVPDs {
		o.Picker = append(o.Picker, m.ID)
	}
	slices.Sort(o.Picker)
	var s sessionReply
	k.c.Do(http.MethodPost, "/api/v2/REF30/sessions", "mvpd=Cablevision").JSON(k.t, &s)
	o.First = s.ActionName + " " + s.ActionType
	for _, name := range s.MissingParameters {
		if name == "domainName" {
			name = "domain"
		}
		o.Missing = append(o.Missing, name)
	}
	slices.Sort(o.Missing)
	code, s = s.Code, sessionReply{}
	k.c.Do(http.MethodPost, k.resolve("/api/v2/REF30/sessions/"+code), "domainName=example.com&redirectUrl=https%3A%2F%2Fexample.com").JSON(k.t, &s)
	o.Two = s.ActionName + " " + s.ActionType
	var status struct{ ExistingParameters map[string]string }
	k.get("/api/v2/REF30/sessions/"+code, &status)
	if p := status.ExistingParameters; p["mvpd"] != "Cablevision" || p["domain"]+p["domainName"] != "example.com" {
		k.t.Errorf("existing parameters: %v", p)
	}
	var before struct{ Profiles map[string]any }
	k.get("/api/v2/REF30/profiles/code/"+code, &before)
	o.Before = len(before.Profiles)
	if a := browser(k.c).Do(http.MethodGet, k.resolve(s.URL), ""); a.Status != http.StatusFound {
		k.t.Errorf("authenticate: %d %s", a.Status, a.Body)
	}
	if err := k.pass.Complete(code, "viewer"); err != nil {
		k.t.Fatal(err)
	}
	return code
}

// decide asks what may be played, and plays.
func (k *correct) decide(o *outcome) {
	type decisions struct {
		Decisions []struct {
			Resource   string
			Authorized bool
			Token      struct{ SerializedToken string }
			Error      struct{ Code string }
		}
	}
	var ahead, play, denied decisions
	k.c.Do(http.MethodPost, "/api/v2/REF30/decisions/preauthorize/"+o.MVPD, `{"resources":["one","two","three","four","hidden"]}`).JSON(k.t, &ahead)
	o.Ahead = map[string]bool{}
	for _, d := range ahead.Decisions {
		o.Ahead[d.Resource] = d.Authorized
	}
	k.c.Do(http.MethodPost, "/api/v2/REF30/decisions/authorize/"+o.MVPD, `{"resources":["one"]}`).JSON(k.t, &play)
	o.Play = play.Decisions[0].Authorized
	if err := k.pass.VerifyMediaToken(play.Decisions[0].Token.SerializedToken, "one"); err != nil {
		k.t.Error(err)
	}
	k.c.Do(http.MethodPost, "/api/v2/REF30/decisions/authorize/"+o.MVPD, `{"resources":["hidden"]}`).JSON(k.t, &denied)
	o.Denied = denied.Decisions[0].Error.Code
}

// meanRun is a life with a mean mock of a seed; another mock with the same seed and
// the same randomness answers the same.
func meanRun(t *testing.T, c mockpass.Config) (outcome, *mockpasstest.Running) {
	t.Helper()
	c.MVPDs = []mockpass.MVPD{{ID: "Cablevision", LogoutEndpoint: true, DeniedResources: []string{"hidden"}}}
	var key [32]byte
	key[0] = byte(c.Seed)
	pass := mockpasstest.Start(t, c, mockpass.WithClock(newClock()), mockpass.WithRandom(rand.NewChaCha8(key)))
	k := &correct{t, pass, pass.Client("REF30", "tv")}
	o := k.live()
	return o, pass
}

// TestMean_ACorrectClientNeverNotices lives with fifty mean mocks, and wants each
// freedom to be used by some of them and not by others.
func TestMean_ACorrectClientNeverNotices(t *testing.T) {
	t.Parallel()
	plain, _ := meanRun(t, mockpass.Config{})
	var mu sync.Mutex
	used := map[string]int{}
	t.Run("seeds", func(t *testing.T) {
		for seed := range uint64(50) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				o, pass := meanRun(t, mockpass.Config{Mean: true, Seed: seed})
				if !reflect.DeepEqual(o, plain) {
					t.Errorf("got %+v, want %+v", o, plain)
				}
				text := answers(pass)
				mu.Lock()
				defer mu.Unlock()
				for name, sign := range freedoms {
					if sign.MatchString(text) {
						used[name]++
					}
				}
			})
		}
	})
	for name := range freedoms {
		if n := used[name]; n == 0 || n == 50 && !strings.HasSuffix(name, "always") {
			t.Errorf("%s: used by %d of 50", name, n)
		}
	}
}

// freedoms are signs of what docs/mean-mode.md lists.
var freedoms = map[string]*regexp.Regexp{
	"answers over lines":           regexp.MustCompile(`preauthorize\n.*\n\{\n    "`),
	"escaped slashes":              regexp.MustCompile(`\\/api\\/v2`),
	"no charset":                   regexp.MustCompile(`configuration\napplication/json\n`),
	"strangers, always":            regexp.MustCompile(`"(revision|hint|links|labels|origin)" ?:`),
	"a new reason":                 regexp.MustCompile(`"(regional_policy|unspecified|renewedConsent)"`),
	"absolute session url":         regexp.MustCompile(`"url": ?"http:.{0,40}authenticate\\?/REF30`),
	"relative session url":         regexp.MustCompile(`"url": ?"\\?/api\\?/v2\\?/authenticate`),
	"absolute logout url":          regexp.MustCompile(`"url": ?"http:.{0,40}adobe-services\\?/logout`),
	"relative logout url":          regexp.MustCompile(`"url": ?"\\?/adobe-services\\?/logout`),
	"code of six":                  regexp.MustCompile(`"code": ?"[A-Z0-9]{6}"`),
	"code of seven":                regexp.MustCompile(`"code": ?"[A-Z0-9]{7}"`),
	"code of eight":                regexp.MustCompile(`"code": ?"[A-Z0-9]{8}"`),
	"code of digits":               regexp.MustCompile(`"code": ?"[0-9]{8}"`),
	"no UUID for a session":        regexp.MustCompile(`"sessionId": ?"s\.[0-9a-f]{32}"`),
	"no UUID for a token":          regexp.MustCompile(`"id": ?"t\.[0-9a-f]{32}"`),
	"short tokens, always":         regexp.MustCompile(`"expires_in": ?60\b`),
	"missing domain":               regexp.MustCompile(`"domain"[],\s]`),
	"missing domainName":           regexp.MustCompile(`"domainName"[],\s]`),
	"existing domain":              regexp.MustCompile(`"domain": ?"example.com"`),
	"existing domainName":          regexp.MustCompile(`"domainName": ?"example.com"`),
	"decisions in another order":   regexp.MustCompile(`(?s)"(four|hidden)".{0,900}"one".{0,900}"two"`),
	"timestamps as texts":          regexp.MustCompile(`"notAfter": ?"[0-9]{13}",\s*"serializedToken"|"serializedToken": ?"[^"]*",\s*"notAfter": ?"`),
	"timestamps as numbers":        regexp.MustCompile(`"notAfter": ?[0-9]{13},\s*"(sessionId|actionName|actionType|reasonType)"`),
	"several logouts":              regexp.MustCompile(`"actionName": ?"invalid"`),
	"configuration with its time":  regexp.MustCompile(`"errorReporting"`),
	"metadata that is a map":       regexp.MustCompile(`"MPAA"`),
	"metadata that is a list":      regexp.MustCompile(`"channel-1"`),
	"metadata of no page":          regexp.MustCompile(`"mockpassAttribute"`),
	"another helpUrl, always":      regexp.MustCompile(`https:\\?/\\?/help.example.com`),
	"messages in need of escapes":  regexp.MustCompile(`over \\"two\\" lines`),
	"details where there are none": regexp.MustCompile(`moon`),
	"members in another order":     regexp.MustCompile(`(?s)^.*\{\s*"expires_in"`),
}

// answers are all that a mock has sent, with media types.
func answers(pass *mockpasstest.Running) string {
	var b strings.Builder
	for _, e := range pass.Journal().Since(0) {
		x := e.(*journal.Exchange)
		kind, _ := x.Response.Value("Content-Type")
		fmt.Fprintf(&b, "%s\n%s\n%s\n", x.Operation, kind, x.Response.Body)
	}
	return b.String()
}

// secret is encrypted metadata: PKCS #1 v1.5 is never the same twice.
var secret = regexp.MustCompile(`"[A-Za-z0-9+/=\\]{300,400}"`)

// TestMean_FollowsFromTheSeed wants the same seed to answer the same.
func TestMean_FollowsFromTheSeed(t *testing.T) {
	t.Parallel()
	run := func(seed uint64) string {
		_, pass := meanRun(t, mockpass.Config{Mean: true, Seed: seed})
		text := strings.ReplaceAll(answers(pass), strings.TrimPrefix(pass.URL, "http://"), "HOST")
		text = strings.ReplaceAll(text, url.QueryEscape(pass.URL), "HOST")
		return secret.ReplaceAllString(text, `""`)
	}
	for seed := range uint64(2) {
		if a, b := run(seed), run(seed); a != b {
			t.Errorf("seed %d answered\n%s\nand then\n%s", seed, a, b)
		}
	}
	if run(1) == run(257) { // the same randomness otherwise
		t.Error("two seeds answered the same")
	}
}

var names = regexp.MustCompile(`"(\w+)" ?:`)

// TestMean_NobodyElseMatters wants what one device sees to depend neither on other
// devices nor on how often it has polled.
func TestMean_NobodyElseMatters(t *testing.T) {
	t.Parallel()
	run := func(polls int) (out []string) {
		pass := mockpasstest.Start(t, mockpass.Config{Mean: true, Seed: 3})
		tv, other := pass.Client("REF30", "tv"), pass.Client("REF30", "other")
		signIn(t, pass, tv, "Cablevision", "viewer")
		signIn(t, pass, other, "Cablevision", "viewer")
		for range polls {
			tv.Do(http.MethodGet, "/api/v2/REF30/profiles", "")
			other.Do(http.MethodPost, authorizePath, oneResource)
		}
		for range 5 {
			a := tv.Do(http.MethodPost, authorizePath, oneResource)
			out = append(out, a.Header.Get("Content-Type")+fmt.Sprint(names.FindAllString(string(a.Body), -1)))
		}
		return out
	}
	if a, b := run(1), run(7); !slices.Equal(a, b) {
		t.Errorf("got %v and then %v", a, b)
	} else if slices.Equal(a[:1], a[1:2]) && slices.Equal(a[1:2], a[2:3]) {
		t.Errorf("each call got the same: %v", a)
	}
}

// TestMean_LifetimesOfTheConfigurationHold wants mean mode to shorten what was not
// configured, and nothing else.
func TestMean_LifetimesOfTheConfigurationHold(t *testing.T) {
	t.Parallel()
	for want, c := range map[int64]mockpass.Config{
		60:    {Mean: true},
		21600: {},
		7200:  {Mean: true, Lifetimes: mockpass.Lifetimes{AccessToken: mockpass.Duration(2 * time.Hour)}},
	} {
		pass := mockpasstest.Start(t, c)
		pass.Client("REF30", "tv")
		var token struct {
			ExpiresIn int64 `json:"expires_in"`
		}
		if err := last(t, pass).Response.JSON(&token); err != nil || token.ExpiresIn != want {
			t.Errorf("%+v: got %d, want %d (%v)", c, token.ExpiresIn, want, err)
		}
	}
}

// TestMean_FurtherLogoutsAreTrue wants an entry for another MVPD to say invalid only
// where the device has no profile.
func TestMean_FurtherLogoutsAreTrue(t *testing.T) {
	t.Parallel()
	told := 0
	for seed := range uint64(30) {
		pass := mockpasstest.Start(t, mockpass.Config{Mean: true, Seed: seed})
		tv := pass.Client("REF30", "tv")
		signIn(t, pass, tv, "Cablevision", "viewer")
		signIn(t, pass, tv, "Spectrum", "viewer")
		var out struct {
			Logouts map[string]struct{ ActionName string }
		}
		tv.Do(http.MethodGet, "/api/v2/REF30/logout/Cablevision?redirectUrl=https%3A%2F%2Fexample.com", "").JSON(t, &out)
		if out.Logouts["Cablevision"].ActionName != "logout" || out.Logouts["Spectrum"].ActionName != "" {
			t.Errorf("seed %d: got %v", seed, out.Logouts)
		}
		told += len(out.Logouts) - 1
	}
	if told == 0 {
		t.Error("no seed has told of another MVPD")
	}
}
