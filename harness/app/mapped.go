package app

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/ohler55/ojg/jp"

	"github.com/passproof/passproof/harness/config"
)

// maxAnswer bounds how much of an answer is read: 1 MiB.
const maxAnswer = 1 << 20

// A Mapped driver speaks to the subject as the app section of passproof.yaml says.
type Mapped struct {
	app  config.App
	http *http.Client
}

// NewMapped makes a driver of a checked app section. Each device gets connections of
// its own kind: none is reused, so that the subject sees what a fleet of devices does.
func NewMapped(app config.App) *Mapped {
	transport := &http.Transport{DisableKeepAlives: true, DisableCompression: true}
	return &Mapped{app: app, http: &http.Client{
		Transport: transport, Timeout: app.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Verbs implements [Driver].
func (m *Mapped) Verbs() []string { return slices.Sorted(maps.Keys(m.app.Verbs)) }

// Do implements [Driver]. A 2xx answer must have what the mapping promises; a 4xx
// answer is a no, whatever its body; anything else is an error.
func (m *Mapped) Do(ctx context.Context, c Call) (Answer, error) {
	verb, ok := m.app.Verbs[c.Verb]
	if !ok {
		return nil, fmt.Errorf("the mapping has no verb %q; add it under app.verbs", c.Verb)
	}
	r, err := m.request(ctx, verb, c)
	if err != nil {
		return nil, fmt.Errorf("app.verbs.%s: %w", c.Verb, err)
	}
	start := time.Now()
	response, err := m.http.Do(r)
	if err != nil {
		return nil, fmt.Errorf("%s %s: no answer after %v: %w", r.Method, r.URL.Path, time.Since(start).Round(time.Millisecond), err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("%s %s: the answer broke off: %w", r.Method, r.URL.Path, err)
	}
	if response.StatusCode >= 500 || response.StatusCode < 200 {
		return Answer{"httpStatus": response.StatusCode}, fmt.Errorf("%s %s answered %d: %s", r.Method, r.URL.Path, response.StatusCode, excerpt(body))
	}
	return m.read(verb, c.Verb, response.StatusCode, body)
}

func (m *Mapped) request(ctx context.Context, verb config.Verb, c Call) (*http.Request, error) {
	data := verbal(c)
	line, err := config.Render(verb.Request, data)
	if err != nil {
		return nil, err
	}
	method, path, _ := strings.Cut(line, " ")
	query, err := renderAll(verb.Query, data)
	if err != nil {
		return nil, err
	}
	body, mediaType, err := renderBody(verb, data)
	if err != nil {
		return nil, err
	}
	target := c.Base + strings.TrimSpace(path)
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, method, target, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for _, headers := range []map[string]string{m.app.Headers, verb.Headers} {
		rendered, err := renderAll(headers, data)
		if err != nil {
			return nil, err
		}
		for name := range rendered {
			r.Header.Set(name, rendered.Get(name))
		}
	}
	r.Header.Set("X-Request-Id", c.ID)
	if mediaType != "" && r.Header.Get("Content-Type") == "" {
		r.Header.Set("Content-Type", mediaType)
	}
	return r, nil
}

func renderBody(verb config.Verb, data config.Verbal) ([]byte, string, error) {
	if verb.Form != nil {
		form, err := renderAll(verb.Form, data)
		return []byte(form.Encode()), "application/x-www-form-urlencoded", err
	}
	if verb.JSON == nil {
		return nil, "", nil
	}
	value, err := config.RenderJSON(verb.JSON, data)
	if err != nil {
		return nil, "", err
	}
	body, err := json.Marshal(value)
	return body, "application/json", err
}

// renderAll fills in texts and leaves out those that come out empty.
func renderAll(texts map[string]string, data config.Verbal) (url.Values, error) {
	out := url.Values{}
	for name, text := range texts {
		value, err := config.Render(text, data)
		if err != nil {
			return nil, err
		}
		if value != "" {
			out.Set(name, value)
		}
	}
	return out, nil
}

func verbal(c Call) config.Verbal {
	text := func(name string) string { s, _ := c.Args[name].(string); return s }
	facts, _ := json.Marshal(c.Device.Info)
	resources, _ := c.Args["resources"].([]string)
	saml := text("samlResponse")
	return config.Verbal{
		Device: config.VerbalDevice{
			ID: c.Device.ID, IP: c.Device.Address, Port: c.Device.Port, Name: c.Device.Name,
			Info: base64.StdEncoding.EncodeToString(facts), Facts: c.Device.Info, ECID: c.Device.ECID,
			SubjectToken: c.Device.SSO.SubjectToken, RokuToken: c.Device.SSO.RokuToken, RokuSubscriber: c.Device.SSO.RokuSubscriber,
			ServiceToken: c.Device.SSO.ServiceToken, User: c.Device.SSO.User,
			PartnerStatus: c.Device.SSO.PartnerStatus, PartnerMVPD: c.Device.SSO.PartnerMVPD,
		},
		MVPD: text("mvpd"), Screen: text("screen"), RedirectURL: text("redirectUrl"), Code: text("code"),
		Resource: text("resource"), Resources: resources, Event: text("event"), User: text("user"),
		SAMLResponse: saml, SAMLResponseBase64: base64.StdEncoding.EncodeToString([]byte(oneLine(saml))),
	}
}

// read finds the promised values in an answer.
func (m *Mapped) read(verb config.Verb, name string, status int, body []byte) (Answer, error) {
	answer := Answer{"httpStatus": status}
	var document any
	err := json.Unmarshal(body, &document)
	if err != nil && status < 300 && len(verb.Returns) > 0 {
		return nil, fmt.Errorf("the answer to %s is not JSON: %w: %s", name, err, excerpt(body))
	}
	if refusable(name) {
		answer["texts"] = spoken(document, body)
	}
	found := 0
	for _, value := range slices.Sorted(maps.Keys(verb.Returns)) {
		v, ok, err := extract(verb.Returns[value], value, document)
		if err != nil {
			return nil, fmt.Errorf("app.verbs.%s.returns.%s: %w", name, value, err)
		}
		if ok {
			found++
			answer[value] = v
		} else if value == "signIn" && verb.Returns[value].Equals != nil && document != nil {
			answer[value] = false // apps are told what to do next where there is something to do
		}
	}
	if found == 0 && status < 300 && config.Needs(name) {
		return nil, fmt.Errorf("the answer to %s has nothing of what app.verbs.%s.returns promises: %s", name, name, excerpt(body))
	}
	return answer, nil
}

// extract reads one value; ok is false where the path finds nothing.
func extract(r config.Return, name string, document any) (value any, ok bool, err error) {
	path, err := jp.ParseString(r.Path)
	if err != nil {
		return nil, false, err
	}
	matches := path.Get(document)
	if config.KindOf(name) == config.List {
		return texts(matches), document != nil, nil // an empty list is an answer
	}
	if len(matches) == 0 || matches[0] == nil {
		return nil, false, nil
	}
	match := matches[0]
	switch config.KindOf(name) {
	case config.Flag:
		if r.Equals != nil {
			return fmt.Sprint(match) == fmt.Sprint(r.Equals), true, nil
		}
		b, isBool := match.(bool)
		if !isBool {
			return nil, false, fmt.Errorf("%s is %v, not true or false; write { path: %s, equals: VALUE }", r.Path, match, r.Path)
		}
		return b, true, nil
	case config.Map:
		return match, true, nil
	}
	if s, isText := match.(string); isText {
		return s, true, nil
	}
	return fmt.Sprint(match), true, nil
}

// texts flattens what a path found: one list, or many values.
func texts(matches []any) []string {
	out := []string{}
	for _, m := range matches {
		switch v := m.(type) {
		case []any:
			out = append(out, texts(v)...)
		case string:
			out = append(out, v)
		case nil:
		default:
			out = append(out, fmt.Sprint(v))
		}
	}
	return out
}

func excerpt(body []byte) string {
	const most = 200
	s := strings.Join(strings.Fields(string(body)), " ")
	if s == "" {
		return "(empty body)"
	}
	if len(s) > most {
		s = s[:most] + "…"
	}
	return s
}
