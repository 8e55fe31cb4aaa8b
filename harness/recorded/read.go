package recorded

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/specs"
)

// errNothing says that a file has no traffic with Adobe Pass.
var errNothing = errors.New("there is no request to Adobe Pass in it; record what the Programmer Service sends, not what its app does")

// Read reads a HAR file and gives its exchanges with Adobe Pass in order of their start,
// with what an earlier run of passproof did meanwhile. Other traffic is left out. The error says which entry cannot be used, or that there is none.
func Read(r io.Reader, documents *specs.Validator) ([]journal.Entry, error) {
	all, err := journal.ReadHAR(r)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b journal.Entry) int { return a.At().Compare(b.At()) })
	l := &reader{documents: documents, clients: map[string]string{}, sessions: map[string]session{}}
	var out []journal.Entry
	exchanges := 0
	for _, e := range all {
		x, ok := e.(*journal.Exchange)
		if !ok {
			out = append(out, e) // what an earlier run did to the service
			continue
		}
		if !ours(x) {
			continue
		}
		exchanges++
		if x.Operation == "" {
			l.attribute(x)
		}
		l.remember(x)
		out = append(out, x)
	}
	if exchanges == 0 {
		return nil, errNothing
	}
	return out, nil
}

// Statement is the software statement that a run of passproof has given to the subject, as
// its HAR calls it; empty for other traffic.
func Statement(entries []journal.Entry) string {
	for _, e := range entries {
		if a, ok := e.(*journal.Act); ok && a.Verb == journal.Start && a.Text("software_statement") != "" {
			return a.Text("software_statement")
		}
	}
	return ""
}

// ours tells whether a request is for Adobe Pass: by its path, whatever the host, so
// that proxies and mocks count too, or by its host, so that calls of paths that do not
// exist count.
func ours(x *journal.Exchange) bool {
	path := x.Request.Path()
	for _, begin := range []string{"/api/v2", "/api/v1", "/o/client/", "/reggie/", "/adobe-services/", "/reset-tempass/"} {
		if strings.HasPrefix(path, begin) {
			return true
		}
	}
	host, _ := x.Request.Value("Host")
	return strings.HasSuffix(host, ".auth.adobe.com") || strings.HasSuffix(host, ".auth-staging.adobe.com")
}

// reader remembers what earlier exchanges have told of later ones.
type reader struct {
	documents *specs.Validator
	clients   map[string]string // access token: client_id
	sessions  map[string]session
}

// session is what is known of an authentication code.
type session struct{ device, mvpd string }

// attribute works out what the messages of an exchange tell.
func (l *reader) attribute(x *journal.Exchange) {
	h := http.Header{}
	for _, f := range x.Request.Header {
		h.Add(f.Name, f.Value)
	}
	first, _, _ := strings.Cut(h.Get("X-Forwarded-For"), ",")
	x.Address = strings.TrimSpace(first)
	x.Device = deviceID(h.Get("AP-Device-Identifier"))
	_, token, _ := strings.Cut(h.Get("Authorization"), " ")
	x.Client = l.clients[strings.TrimSpace(token)]
	route, err := l.documents.Route(x.Request.Method, x.Request.Path())
	if err != nil {
		return // a path or method that no document knows
	}
	x.Operation = route.Operation
	x.ServiceProvider, x.MVPD, x.Code = route.Params["serviceProvider"], route.Params["mvpd"], route.Params["code"]
	form, _ := x.Request.Form()
	x.MVPD = cmp.Or(x.MVPD, form.Get("mvpd"))
	if x.Operation == specs.Token {
		x.Client = cmp.Or(form.Get("client_id"), x.Request.Query().Get("client_id"))
	}
	if x.Operation == specs.Authenticate {
		x.Party = journal.Browser
	}
	if known, ok := l.sessions[x.Code]; ok {
		x.Device, x.MVPD = cmp.Or(x.Device, known.device), cmp.Or(x.MVPD, known.mvpd)
	}
	if u, err := url.Parse(x.Request.Target); err == nil {
		r := &http.Request{Method: x.Request.Method, URL: u, Header: h, Host: h.Get("Host"), Body: io.NopCloser(bytes.NewReader(x.Request.Body))}
		for _, v := range l.documents.Request(route, r, x.Request.Body) {
			x.Violations = append(x.Violations, journal.Violation(v))
		}
	}
}

// remember takes from an exchange what later ones refer to.
func (l *reader) remember(x *journal.Exchange) {
	var answer struct {
		AccessToken string `json:"access_token"`
		ClientID    string `json:"client_id"`
		Code        string `json:"code"`
	}
	_ = x.Response.JSON(&answer) // what is no JSON tells nothing
	switch x.Operation {
	case specs.Register:
		x.Client = cmp.Or(x.Client, answer.ClientID)
	case specs.Token:
		if answer.AccessToken != "" {
			l.clients[answer.AccessToken] = x.Client
		}
	case specs.CreateSession, specs.PartnerSession:
		x.Code = cmp.Or(x.Code, answer.Code)
	}
	if x.Code != "" {
		known := l.sessions[x.Code]
		l.sessions[x.Code] = session{cmp.Or(known.device, x.Device), cmp.Or(x.MVPD, known.mvpd)}
	}
}

// deviceID is the identifier of AP-Device-Identifier, decoded.
func deviceID(header string) string {
	coded, ok := strings.CutPrefix(header, "fingerprint ")
	id, err := specs.DecodeBase64(coded)
	if !ok || err != nil {
		return ""
	}
	return string(id)
}
