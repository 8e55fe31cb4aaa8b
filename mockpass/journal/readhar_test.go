package journal_test

import (
	"bytes"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

func TestReadHAR_GivesBackWhatWasWritten(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 5, 25, 12, 0, 0, 1000, time.UTC)
	in := &journal.Exchange{
		ID: 7, Party: journal.Service, Operation: "authorize", ServiceProvider: "REF30", MVPD: "Cablevision", Device: "tv", Client: "c",
		Address: "192.0.2.1", Scheme: "https", Conn: 3, From: netip.MustParseAddrPort("127.0.0.1:4000"), To: netip.MustParseAddrPort("127.0.0.1:80"),
		Start: at, End: at.Add(12 * time.Millisecond),
		Request: journal.Message{Method: "POST", Target: "/api/v2/REF30/decisions/authorize/Cablevision?a=%20b",
			Header: []journal.Field{{Name: "Host", Value: "api"}, {Name: "X-A", Value: "1"}, {Name: "X-A", Value: "2"}}, Body: []byte{0xff, 0xfe}},
		Response:   journal.Message{Status: 200, Header: []journal.Field{{Name: "Content-Type", Value: "application/json"}}, Body: []byte(`{"a":1}`), Cut: true},
		Violations: []journal.Violation{{Kind: journal.Missing, In: "header", Name: "X"}}, Directed: []string{"d1"},
	}
	var b bytes.Buffer
	if err := journal.WriteHAR(&b, []journal.Entry{in, &journal.Act{ID: 8, Verb: "play"}, &journal.Query{ID: 9, Name: "a"}, &journal.Connection{ID: 10, Number: 3}}, "test"); err != nil {
		t.Fatal(err)
	}
	got, err := journal.ReadHAR(&b)
	if err != nil || len(got) != 4 || !reflect.DeepEqual(got[0], in) || got[1].(*journal.Act).Verb != "play" || got[2].(*journal.Query).Name != "a" || got[3].(*journal.Connection).Number != 3 {
		t.Errorf("got %+v, %v\nwant %+v", got, err, in)
	}
}

func TestReadHAR_OfOthers(t *testing.T) {
	t.Parallel()
	got, err := journal.ReadHAR(strings.NewReader(`{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[
		{"startedDateTime":"2026-05-25T12:00:00Z","time":12.5,"serverIPAddress":"10.0.0.1","connection":"443",
		 "request":{"method":"POST","url":"https://api.auth.adobe.com/o/client/token?x=1","headers":[{"name":"accept","value":"*/*"}],
		            "postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"grant_type","value":"client credentials"}]}},
		 "response":{"status":400,"headers":[],"content":{"mimeType":"application/json","text":"eyJlcnJvciI6IngifQ==","encoding":"base64"}}}]}}`))
	if err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	x := got[0].(*journal.Exchange)
	host, _ := x.Request.Value("Host")
	if x.ID != 1 || x.Party != journal.Service || x.Request.Target != "/o/client/token?x=1" || host != "api.auth.adobe.com" ||
		string(x.Request.Body) != "grant_type=client+credentials" || string(x.Response.Body) != `{"error":"x"}` ||
		x.End.Sub(x.Start) != 12500*time.Microsecond || x.Conn != 443 || x.To.Addr().String() != "10.0.0.1" {
		t.Errorf("got %+v", x)
	}
}

func TestReadHAR_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	const good = `"request":{"method":"GET","url":"/x"},"response":{"content":{}}`
	for text, want := range map[string]string{
		`nonsense`:                 `not JSON`,
		`{}`:                       `no member "log"`,
		`{"log":{"entries":[{}]}}`: `log.entries[0]: it lacks startedDateTime`,
		`{"log":{"entries":[{"startedDateTime":"2026-05-25T12:00:00Z","request":{"url":"/x"}}]}}`:                                                                        `no usable method`,
		`{"log":{"entries":[{"startedDateTime":"2026-05-25T12:00:00Z","time":-5,` + good + `}]}}`:                                                                        `below zero`,
		`{"log":{"entries":[{"startedDateTime":"2026-05-25T12:00:00Z","request":{"method":"GET","url":"/x"},"response":{"content":{"text":"%","encoding":"base64"}}}]}}`: `not the base64`,
		`{"log":{"entries":[{"_passproof":{"id":1},"startedDateTime":"2026-05-25T12:00:00Z",` + good + `}]}}`:                                                            `startedDateTime`,
	} {
		if _, err := journal.ReadHAR(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}

func FuzzReadHAR(f *testing.F) {
	f.Add(`{"log":{"entries":[{"startedDateTime":"2026-05-25T12:00:00Z","request":{"method":"GET","url":"/x"},"response":{"content":{"text":"a"}}}]}}`)
	f.Add(`{"log":{"entries":[{"_passproof":{"id":1,"start":"2026-05-25T12:00:00Z","end":"2026-05-25T12:00:01Z","request":{"target":"/","base64":"AA=="}},"request":{"method":"GET","url":"/x"}}]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		read, err := journal.ReadHAR(strings.NewReader(text))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := journal.WriteHAR(&b, read, "fuzz"); err != nil {
			return // an instant that JSON cannot write
		}
		if again, err := journal.ReadHAR(&b); err != nil || len(again) != len(read) {
			t.Errorf("what was read cannot be read again: %v\n%s", err, b.String())
		}
	})
}
