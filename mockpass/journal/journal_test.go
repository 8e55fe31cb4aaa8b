package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func exchange(id ID) *Exchange {
	at := time.Date(2026, 5, 25, 20, 0, 0, int(id)*1000, time.UTC)
	return &Exchange{
		ID: id, Party: Service, Operation: "token", Client: "c1", Device: "d1", Conn: 7,
		From: netip.MustParseAddrPort("127.0.0.1:4000"), To: netip.MustParseAddrPort("127.0.0.1:8080"), Start: at, End: at.Add(time.Millisecond),
		Request: Message{Method: "POST", Target: "/o/client/token?client_secret=hush", Header: []Field{
			{"Authorization", "Bearer secret-token"}, {"Content-Type", "application/x-www-form-urlencoded"}, {"X-Twice", "1"}, {"X-Twice", "2"},
		}, Body: []byte("client_id=c1&client_secret=hush")},
		Response:   Message{Status: 201, Header: []Field{{"Content-Type", "application/json"}}, Body: []byte(`{"access_token":"secret-token","expires_in":60}`)},
		Violations: []Violation{{Missing, "header", "X-Device-Info", "required"}}, Directed: []string{"direction-1"},
	}
}

func TestJournal_FollowSeesAllInOrder(t *testing.T) {
	t.Parallel()
	j := New(0)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	const writers, each = 8, 100
	seen := make(chan map[ID]bool)
	go func() {
		got, last := map[ID]bool{}, uint64(0)
		for n, e := range j.Follow(ctx, 0) {
			if n != last+1 {
				t.Errorf("entry %d came after %d", n, last)
			}
			last = n
			got[e.EntryID()] = true
			if len(got) == writers*each {
				break
			}
		}
		seen <- got
	}()
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for range each {
				j.Publish(exchange(j.NextID()))
			}
		})
	}
	all.Wait()
	if got := <-seen; len(got) != writers*each {
		t.Errorf("%d different entries, want %d", len(got), writers*each)
	}
}

func TestJournal_FollowEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		for range New(0).Follow(ctx, 0) {
			t.Error("there is nothing to read")
		}
		close(ended)
	}()
	cancel()
	<-ended
}

func TestJournal_DropsTheOldest(t *testing.T) {
	t.Parallel()
	j := New(10)
	for range 25 {
		j.Record(&Act{Verb: Play})
	}
	if j.Len() != 10 || j.Dropped() != 15 {
		t.Errorf("%d kept and %d dropped, want 10 and 15", j.Len(), j.Dropped())
	}
	var numbers []uint64
	for n, e := range j.Since(3) {
		if uint64(e.EntryID()) != n {
			t.Errorf("number %d has the entry %d", n, e.EntryID())
		}
		numbers = append(numbers, n)
	}
	if len(numbers) != 10 || numbers[0] != 16 || numbers[9] != 25 {
		t.Errorf("read %v, want 16 to 25", numbers)
	}
}

func TestCodec_LosesNothing(t *testing.T) {
	t.Parallel()
	in := []Entry{exchange(1), &Act{ID: 2, Verb: Play, Device: "tv", Args: map[string]any{"resource": "r"}, Answer: map[string]any{"allowed": true}, Failure: "no"},
		&Query{ID: 3, Name: "api.auth.adobe.com", Type: "A", Addresses: []netip.Addr{netip.MustParseAddr("192.0.2.1")}, TTL: time.Minute, Network: "n1", Transport: "udp", From: netip.MustParseAddrPort("127.0.0.1:4001")},
		&Connection{ID: 4, Number: 7, Network: "n1", DataCentre: "east", To: netip.MustParseAddrPort("127.0.0.1:443"), Certificate: WrongName, Outcome: Aborted}}
	var file bytes.Buffer
	if err := WriteAll(&file, in); err != nil {
		t.Fatal(err)
	}
	text := file.String()
	out, err := ReadAll(&file)
	if err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := WriteAll(&again, out); err != nil || again.String() != text {
		t.Errorf("read and written again:\n%s\nwant\n%s", again.String(), text)
	}
	if _, err := ReadAll(strings.NewReader(text + "{}\n")); err == nil || !strings.Contains(err.Error(), "line 5") {
		t.Errorf("a broken line: %v, want its number", err)
	}
}

func TestRedactor_ReplacesSecretsAndKeepsEquality(t *testing.T) {
	t.Parallel()
	r := NewRedactor("salt")
	x := exchange(1)
	play := &Act{Verb: Play, Answer: map[string]any{"mediaToken": "secret-token", "allowed": true}}
	out := r.Entries([]Entry{x, play})
	var text bytes.Buffer
	if err := WriteAll(&text, out); err != nil {
		t.Fatal(err)
	}
	clean := out[0].(*Exchange)
	for _, secret := range []string{"secret-token", "hush"} {
		if strings.Contains(text.String(), secret) || bytes.Contains(clean.Request.Body, []byte(secret)) || bytes.Contains(clean.Response.Body, []byte(secret)) {
			t.Errorf("%q is still there", secret)
		}
	}
	bearer, _ := clean.Request.Value("Authorization")
	token := strings.TrimPrefix(bearer, "Bearer ")
	var body struct {
		Token   string `json:"access_token"`
		Expires int    `json:"expires_in"`
	}
	if err := clean.Response.JSON(&body); err != nil || body.Token != token || body.Expires != 60 {
		t.Errorf("bearer %q and answer %+v should have one pseudonym", bearer, body)
	}
	if out[1].(*Act).Text("mediaToken") != token {
		t.Error("the act has another pseudonym for the same value")
	}
	if v, _ := x.Request.Value("Authorization"); v != "Bearer secret-token" {
		t.Error("the original was changed")
	}
	if other := NewRedactor("other").Entry(x).(*Exchange); other.Request.Header[0] == clean.Request.Header[0] {
		t.Error("two redactors share pseudonyms")
	}
}

func TestWriteHAR(t *testing.T) {
	t.Parallel()
	binary := exchange(2)
	binary.Response.Body = []byte{0xff, 0xfe}
	var file bytes.Buffer
	if err := WriteHAR(&file, []Entry{exchange(1), &Act{Verb: Play}, binary}, "test"); err != nil {
		t.Fatal(err)
	}
	var har struct {
		Log struct {
			Version string
			Entries []struct {
				Request struct {
					Method, URL string
					Headers     []Field
					PostData    struct{ Text string }
				}
				Response struct {
					Status  int
					Content struct{ Text, Encoding string }
				}
				Passproof map[string]any `json:"_passproof"`
			}
		}
	}
	if err := json.Unmarshal(file.Bytes(), &har); err != nil {
		t.Fatal(err)
	}
	if har.Log.Version != "1.2" || len(har.Log.Entries) != 2 {
		t.Fatalf("version %q with %d entries", har.Log.Version, len(har.Log.Entries))
	}
	first := har.Log.Entries[0]
	if first.Request.URL != "http://127.0.0.1:8080/o/client/token?client_secret=hush" || first.Request.PostData.Text != "client_id=c1&client_secret=hush" || len(first.Request.Headers) != 4 {
		t.Errorf("request %+v", first.Request)
	}
	if first.Passproof["operation"] != "token" || first.Passproof["device"] != "d1" || first.Passproof["violations"] == nil {
		t.Errorf("our own fields %v", first.Passproof)
	}
	if c := har.Log.Entries[1].Response.Content; c.Encoding != "base64" || c.Text != "//4=" {
		t.Errorf("binary content %+v", c)
	}
}

func TestAct_ReadsValuesByName(t *testing.T) {
	t.Parallel()
	text, err := Marshal(&Act{Verb: Preauthorize, Args: map[string]any{"resources": []string{"a", "b"}}, Answer: map[string]any{"allowed": true, "attributes": map[string]any{"x": 1}}})
	if err != nil {
		t.Fatal(err)
	}
	e, err := Unmarshal(text)
	if err != nil {
		t.Fatal(err)
	}
	a := e.(*Act)
	if !slices.Equal(a.List("resources"), []string{"a", "b"}) || !a.Flag("allowed") || a.Map("attributes")["x"] != 1.0 || a.Text("nothing") != "" || a.Flag("resources") {
		t.Errorf("read %+v", a)
	}
}

func FuzzReadAll(f *testing.F) {
	var seed bytes.Buffer
	_ = WriteAll(&seed, []Entry{exchange(1), &Act{Verb: Play}})
	f.Add(seed.Bytes())
	f.Add([]byte("{\"act\":{}}\n{\"act\":null}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := ReadAll(bytes.NewReader(data))
		if err != nil {
			return
		}
		for _, e := range NewRedactor("s").Entries(entries) {
			if _, err := Marshal(e); err != nil {
				t.Errorf("what was read cannot be written: %v", err)
			}
		}
	})
}
