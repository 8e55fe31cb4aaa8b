package hollow_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/passproof/passproof/harness/reference"
	"github.com/passproof/passproof/harness/reference/hollow"
)

// pass is what Adobe Pass answers here: every device has a profile.
func pass(calls *atomic.Int64) http.Handler {
	mux := http.NewServeMux()
	answer := func(pattern, body string) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) {
			if !strings.Contains(pattern, "/o/client/") {
				calls.Add(1)
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, body)
		})
	}
	answer("/o/client/register", `{"client_id":"c","client_secret":"s"}`)
	answer("/o/client/token", `{"access_token":"t","expires_in":3600}`)
	answer("/", `{"profiles":{"Cablevision":{"type":"regular","notAfter":4102444800000,"attributes":{}}}}`)
	return mux
}

// serve opens a hollow service before an Adobe Pass whose calls are counted, beside those
// of registration. left gets the exit code of a service that ends.
func serve(t *testing.T, name string) (url string, calls *atomic.Int64, left <-chan int) {
	t.Helper()
	calls = &atomic.Int64{}
	adobe := httptest.NewServer(pass(calls))
	t.Cleanup(adobe.Close)
	h, ok := hollow.Find(name)
	if !ok {
		t.Fatalf("there is no hollow service %q", name)
	}
	exits := make(chan int, 8)
	policy := reference.Correct()
	policy.Retries = 0 // calls that are not made fail at once
	handler, closer, err := h.Open(reference.Config{
		AdobePassURL: adobe.URL, SoftwareStatement: "x", ServiceProvider: "REF30", Policy: policy, Domain: "example.com",
		State: filepath.Join(t.TempDir(), "state.db"),
	}, func(code int) { exits <- code })
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		server.Close()
		if err := closer.Close(); err != nil {
			t.Error(err)
		}
	})
	return server.URL, calls, exits
}

// status asks whether a device is signed in, as its app does.
func status(ctx context.Context, t *testing.T, url, device string) (int, string, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/v1/status", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Device-Id", device)
	r.Header.Set("Device-Info", base64.StdEncoding.EncodeToString([]byte(`{"osName":"Roku OS","primaryHardwareType":"SetTopBox","model":"5303X","osVersion":"11"}`)))
	r.Header.Set("X-Forwarded-For", "192.0.2.1")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	body, err := io.ReadAll(res.Body)
	if closed := res.Body.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
	return res.StatusCode, string(body), nil
}

func TestHollow_AnswersAndCalls(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		status   int
		signedIn any // of the second answer; nil: it says nothing
		calls    int64
		exits    int
	}{
		"empty":       {status: 200},
		"unknowing":   {status: 404},
		"failing":     {status: 500},
		"inventive":   {status: 200, signedIn: true},
		"refusing":    {status: 200, signedIn: false},
		"registering": {status: 409, signedIn: false},
		"mute":        {status: 409, signedIn: false, calls: 1},
		"crashing":    {status: 200, signedIn: true, calls: 2, exits: 2},
		"leaving":     {status: 200, signedIn: true, calls: 2, exits: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url, calls, left := serve(t, name)
			var code int
			var body string
			for _, device := range []string{"tv", "box"} {
				var err error
				if code, body, err = status(t.Context(), t, url, device); err != nil {
					t.Fatal(err)
				}
			}
			var got map[string]any
			_ = json.Unmarshal([]byte(body), &got) // of some it is no JSON
			if code != want.status || got["signedIn"] != want.signedIn {
				t.Errorf("the second app heard %d %s; want %d, signedIn %v", code, body, want.status, want.signedIn)
			}
			if calls.Load() != want.calls || len(left) != want.exits {
				t.Errorf("%d calls and %d exits, want %d and %d", calls.Load(), len(left), want.calls, want.exits)
			}
		})
	}
}

func TestHollow_HangingEndsWithItsApp(t *testing.T) {
	t.Parallel()
	url, calls, _ := serve(t, "hanging")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if code, body, err := status(ctx, t, url, "tv"); err == nil {
		t.Errorf("the app heard %d %s, want nothing", code, body)
	}
	if calls.Load() != 0 {
		t.Errorf("%d calls, want none", calls.Load())
	}
}

func TestHollow_IsReady(t *testing.T) {
	t.Parallel()
	for _, h := range hollow.All {
		url, _, _ := serve(t, h.Name)
		res, err := http.Get(url + "/healthz")
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK || h.Summary == "" {
			t.Errorf("%s (%s) is not ready: %d", h.Name, h.Summary, res.StatusCode)
		}
	}
}
