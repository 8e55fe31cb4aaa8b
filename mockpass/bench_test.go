package mockpass_test

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/mockpasstest"
)

// asks are the requests whose speed matters: the ones that services send all day.
var asks = []struct{ name, method, path, body string }{
	{"authorize", http.MethodPost, "/api/v2/REF30/decisions/authorize/Cablevision", `{"resources":["channel"]}`},
	{"preauthorize", http.MethodPost, "/api/v2/REF30/decisions/preauthorize/Cablevision", `{"resources":["one","two","three"]}`},
	{"profiles", http.MethodGet, "/api/v2/REF30/profiles", ""},
	{"sessions", http.MethodPost, "/api/v2/REF30/sessions", "domainName=example.com&redirectUrl=https%3A%2F%2Fexample.com%2Fback"},
}

// perRound is how many requests a round sends.
const perRound = 256

// BenchmarkRatio loads the mock and a bare handler that writes the same bytes, by
// turns, so that whatever else the machine does hits both. ratio is how much of the
// bare handler's throughput the mock has: over 32 connections with a loader that is
// next to nothing, and for one http.Client that waits for each answer.
func BenchmarkRatio(b *testing.B) {
	for _, ask := range asks {
		pass := mockpasstest.Start(b, mockpass.Config{Limits: mockpass.Limits{Rows: 10_000_000}})
		c := pass.Client("REF30", "tv")
		signIn(b, pass, c, "Cablevision", "viewer")
		bare := httptest.NewServer(same(c.Do(ask.method, ask.path, ask.body)))
		b.Cleanup(bare.Close)
		request := wire(b, c, ask.method, ask.path, ask.body)
		b.Run(ask.name+"/32", func(b *testing.B) {
			compare(b, dial(b, pass.URL, request).round, dial(b, bare.URL, request).round)
		})
		b.Run(ask.name+"/1", func(b *testing.B) {
			round := func(url string) func(*testing.B) {
				return func(b *testing.B) {
					for range perRound {
						if a := c.Do(ask.method, url+ask.path, ask.body); a.Status != http.StatusOK {
							b.Fatalf("status %d: %s", a.Status, a.Body)
						}
					}
				}
			}
			compare(b, round(pass.URL), round(bare.URL))
		})
	}
}

// same is a handler that gives the same answer each time and does nothing else.
func same(answer mockpasstest.Answer) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
		_, _ = w.Write(answer.Body)
	}
}

// compare does rounds of the mock and of the bare handler by turns and tells what
// the one in the middle was like: rounds that something else got in the way of are
// at the ends.
func compare(b *testing.B, mock, bare func(*testing.B)) {
	b.Helper()
	mock(b)
	bare(b)
	var mocked, bared, ratios []float64
	for b.Loop() {
		start := time.Now()
		mock(b)
		middle := time.Now()
		bare(b)
		one, other := float64(middle.Sub(start)), float64(time.Since(middle))
		mocked, bared, ratios = append(mocked, one), append(bared, other), append(ratios, other/one)
	}
	b.ReportMetric(median(ratios), "ratio")
	b.ReportMetric(median(mocked)/perRound, "mock-ns/request")
	b.ReportMetric(median(bared)/perRound, "bare-ns/request")
	b.ReportMetric(0, "ns/op")
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// A load is 32 connections on which the same request is sent again and again. It is
// not an http.Client, which needs more time than the servers that are measured.
type load []*loader

type loader struct {
	conn    net.Conn
	answers *bufio.Reader
	request []byte
}

func dial(b *testing.B, url string, request []byte) load {
	b.Helper()
	var out load
	for range 32 {
		conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = conn.Close() })
		out = append(out, &loader{conn, bufio.NewReader(conn), request})
	}
	return out
}

// wire is a request of a client as it goes over the wire.
func wire(b *testing.B, c *mockpasstest.Client, method, path, body string) []byte {
	b.Helper()
	r := c.Request(method, path, body)
	var out bytes.Buffer
	if err := r.Write(&out); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// round sends requests on all connections.
func (l load) round(b *testing.B) {
	b.Helper()
	var group sync.WaitGroup
	for _, one := range l {
		group.Go(func() {
			for range perRound / len(l) {
				if err := one.send(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
}

func (l *loader) send() error {
	if _, err := l.conn.Write(l.request); err != nil {
		return err
	}
	length := 0
	for first := true; ; first = false {
		line, err := l.answers.ReadSlice('\n')
		if err != nil {
			return err
		}
		if first && !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")) {
			return textproto.ProtocolError("not 200: " + string(line))
		}
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return err
			}
		}
		if len(line) == 2 {
			_, err := l.answers.Discard(length)
			return err
		}
	}
}

// BenchmarkHandler is the mock's own share, without a network.
func BenchmarkHandler(b *testing.B) {
	for _, ask := range asks {
		b.Run(ask.name, func(b *testing.B) {
			pass := mockpasstest.Start(b, mockpass.Config{Limits: mockpass.Limits{Rows: 10_000_000}})
			c := pass.Client("REF30", "tv")
			signIn(b, pass, c, "Cablevision", "viewer")
			r := c.Request(ask.method, ask.path, ask.body)
			r.RequestURI = ask.path
			b.ReportAllocs()
			for b.Loop() {
				r.Body = io.NopCloser(strings.NewReader(ask.body))
				w := httptest.NewRecorder()
				pass.API().ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					b.Fatalf("status %d: %s", w.Code, w.Body)
				}
			}
		})
	}
}

// session creates a complete session and returns its code.
func session(t mockpasstest.TB, c *mockpasstest.Client, mvpd string) string {
	t.Helper()
	var s struct{ Code string }
	c.Do(http.MethodPost, "/api/v2/REF30/sessions", "mvpd="+mvpd+"&domainName=example.com&redirectUrl=https%3A%2F%2Fexample.com%2Fback").JSON(t, &s)
	return s.Code
}

// signIn gives the client's device a profile and returns the code.
func signIn(t mockpasstest.TB, pass *mockpasstest.Running, c *mockpasstest.Client, mvpd, account string) string {
	t.Helper()
	code := session(t, c, mvpd)
	if err := pass.Complete(code, account); err != nil {
		t.Fatalf("%v", err)
	}
	return code
}
