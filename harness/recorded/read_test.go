package recorded_test

import (
	"strings"
	"testing"

	"github.com/passproof/passproof/harness/recorded"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/specs"
)

// traffic is a login on a second screen, as a proxy would have recorded it, with the
// entries out of order and something else in between.
const traffic = `{"log":{"entries":[
 {"startedDateTime":"2026-05-25T12:00:03Z","request":{"method":"POST","url":"https://api.auth.adobe.com/api/v2/REF30/sessions",
   "headers":[{"name":"Authorization","value":"Bearer T"},{"name":"AP-Device-Identifier","value":"fingerprint dHYtMQ=="},{"name":"X-Forwarded-For","value":"192.0.2.1, 10.0.0.1"}],
   "postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"domainName","value":"example.com"}]}},
  "response":{"status":200,"content":{"text":"{\"code\":\"A7X2QB\"}"}}},
 {"startedDateTime":"2026-05-25T12:00:01Z","request":{"method":"POST","url":"https://api.auth.adobe.com/o/client/register","postData":{"mimeType":"application/json","text":"{}"}},
  "response":{"status":201,"content":{"text":"{\"client_id\":\"C\"}"}}},
 {"startedDateTime":"2026-05-25T12:00:02Z","request":{"method":"POST","url":"https://api.auth.adobe.com/o/client/token","postData":{"mimeType":"application/x-www-form-urlencoded","text":"client_id=C&grant_type=client_credentials"}},
  "response":{"status":201,"content":{"text":"{\"access_token\":\"T\"}"}}},
 {"startedDateTime":"2026-05-25T12:00:04Z","request":{"method":"POST","url":"https://api.auth.adobe.com/api/v2/REF30/sessions/A7X2QB","headers":[{"name":"Authorization","value":"Bearer T"}],
   "postData":{"mimeType":"application/x-www-form-urlencoded","text":"mvpd=Spectrum"}},"response":{"status":200,"content":{"text":"{}"}}},
 {"startedDateTime":"2026-05-25T12:00:05Z","request":{"method":"GET","url":"https://api.auth.adobe.com/api/v2/authenticate/REF30/A7X2QB","headers":[]},"response":{"status":302,"content":{}}},
 {"startedDateTime":"2026-05-25T12:00:06Z","request":{"method":"GET","url":"https://api.auth.adobe.com/api/v2/REF30/profiles/code/A7X2QB","headers":[{"name":"Authorization","value":"Bearer T"}]},"response":{"status":200,"content":{"text":"{\"profiles\":{}}"}}},
 {"startedDateTime":"2026-05-25T12:00:07Z","request":{"method":"GET","url":"https://api.auth.adobe.com/favicon.ico","headers":[]},"response":{"status":404,"content":{}}},
 {"startedDateTime":"2026-05-25T12:00:08Z","request":{"method":"GET","url":"https://example.com/api","headers":[]},"response":{"status":404,"content":{}}}
]}}`

func TestRead_WorksOutWhoSpokeOfWhat(t *testing.T) {
	t.Parallel()
	documents, err := specs.New()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := recorded.Read(strings.NewReader(traffic), documents)
	if err != nil {
		t.Fatal(err)
	}
	type told struct{ operation, sp, mvpd, code, device, client, address string }
	want := []told{
		{"register", "", "", "", "", "C", ""},
		{"token", "", "", "", "", "C", ""},
		{"createSession", "REF30", "", "A7X2QB", "tv-1", "C", "192.0.2.1"},
		{"resumeSession", "REF30", "Spectrum", "A7X2QB", "tv-1", "C", ""},
		{"authenticate", "REF30", "Spectrum", "A7X2QB", "tv-1", "", ""},
		{"profilesByCode", "REF30", "Spectrum", "A7X2QB", "tv-1", "C", ""},
		{},
	}
	if len(entries) != len(want) {
		t.Fatalf("got %d exchanges, want %d", len(entries), len(want))
	}
	for i, e := range entries {
		x := e.(*journal.Exchange)
		got := told{x.Operation, x.ServiceProvider, x.MVPD, x.Code, x.Device, x.Client, x.Address}
		if got != want[i] {
			t.Errorf("%d: got %+v, want %+v", i, got, want[i])
		}
	}
	if x := entries[2].(*journal.Exchange); len(x.Violations) == 0 || x.Party != journal.Service {
		t.Errorf("a session without X-Device-Info departs from the documents: %+v", x.Violations)
	}
	if x := entries[4].(*journal.Exchange); x.Party != journal.Browser {
		t.Errorf("the login page was opened by %s", x.Party)
	}
}

func TestRead_WantsTrafficWithAdobePass(t *testing.T) {
	t.Parallel()
	_, err := recorded.Read(strings.NewReader(`{"log":{"entries":[]}}`), nil)
	if err == nil || !strings.Contains(err.Error(), "no request to Adobe Pass") {
		t.Errorf("got %v", err)
	}
}

func TestStatement_IsTheOneThatTheSubjectWasStartedWith(t *testing.T) {
	t.Parallel()
	if got := recorded.Statement(nil); got != "" {
		t.Errorf("got %q from nothing", got)
	}
	got := recorded.Statement([]journal.Entry{
		&journal.Exchange{},
		&journal.Act{Verb: journal.Start, Args: map[string]any{"instance": "http://192.0.2.1"}},
		&journal.Act{Verb: journal.Start, Args: map[string]any{"software_statement": "redacted-1"}},
	})
	if got != "redacted-1" {
		t.Errorf("got %q", got)
	}
}
