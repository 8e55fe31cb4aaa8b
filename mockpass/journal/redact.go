package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// secretHeaders carry credentials as their whole value, or behind a scheme.
var secretHeaders = []string{"authorization", "cookie", "set-cookie"}

// tokenHeaders carry tokens of single sign-on.
var tokenHeaders = []string{"ad-service-token", "adobe-subject-token", "x-roku-reserved-roku-connect-token"}

// secretFields are names of form fields and JSON members that carry credentials.
var secretFields = []string{"client_secret", "software_statement", "access_token", "refresh_token", "serializedtoken", "samlresponse", "mediatoken"}

// A Redactor replaces credentials by pseudonyms. One value gets one pseudonym
// wherever it stands, so that what was equal stays equal; pseudonyms of different
// redactors have nothing in common.
type Redactor struct{ salt string }

// NewRedactor makes a redactor; salt keeps its pseudonyms apart from others'.
func NewRedactor(salt string) *Redactor { return &Redactor{salt: salt} }

// Entry returns a copy without credentials. Entries that have none may be returned as
// they are.
func (r *Redactor) Entry(e Entry) Entry {
	switch v := e.(type) {
	case *Exchange:
		x := *v
		x.Request, x.Response = r.message(v.Request), r.message(v.Response)
		return &x
	case *Act:
		a := *v
		a.Args, a.Answer = r.object(v.Args), r.object(v.Answer)
		return &a
	}
	return e
}

// Entries redacts all.
func (r *Redactor) Entries(entries []Entry) []Entry {
	out := make([]Entry, len(entries))
	for i, e := range entries {
		out[i] = r.Entry(e)
	}
	return out
}

func (r *Redactor) pseudonym(secret string) string {
	if secret == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(r.salt + "\x00" + secret))
	return "redacted-" + hex.EncodeToString(sum[:4])
}

func (r *Redactor) message(m Message) Message {
	m.Header = slices.Clone(m.Header)
	for i, f := range m.Header {
		if slices.Contains(tokenHeaders, strings.ToLower(f.Name)) {
			m.Header[i].Value = r.token(f.Value)
		}
		if !slices.Contains(secretHeaders, strings.ToLower(f.Name)) {
			continue
		}
		scheme, rest, ok := strings.Cut(f.Value, " ")
		if ok && strings.EqualFold(f.Name, "Authorization") {
			m.Header[i].Value = scheme + " " + r.pseudonym(strings.TrimSpace(rest))
			continue
		}
		m.Header[i].Value = r.pseudonym(f.Value)
	}
	m.Target = r.target(m.Target)
	m.Body = r.body(m.MediaType(), m.Body)
	return m
}

// target redacts credentials that a wrong service has put into a query.
func (r *Redactor) target(target string) string {
	path, query, ok := strings.Cut(target, "?")
	if !ok {
		return target
	}
	return path + "?" + r.form(query)
}

func (r *Redactor) body(mediaType string, body []byte) []byte {
	if mediaType == "application/x-www-form-urlencoded" {
		return []byte(r.form(string(body)))
	}
	var value any
	if len(body) == 0 || json.Unmarshal(body, &value) != nil {
		return body
	}
	clean, changed := r.value("", value)
	if !changed {
		return body
	}
	out, err := json.Marshal(clean)
	if err != nil {
		return nil
	}
	return out
}

// form keeps the order of the fields, and everything but the secrets, as it was sent.
func (r *Redactor) form(text string) string {
	fields := strings.Split(text, "&")
	for i, field := range fields {
		name, value, ok := strings.Cut(field, "=")
		plain, err := url.QueryUnescape(name)
		if !ok || err != nil || !slices.Contains(secretFields, strings.ToLower(plain)) {
			continue
		}
		if decoded, err := url.QueryUnescape(value); err == nil {
			value = decoded
		}
		fields[i] = name + "=" + r.pseudonym(value)
	}
	return strings.Join(fields, "&")
}

func (r *Redactor) object(m map[string]any) map[string]any {
	if m == nil {
		return nil
	}
	clean, _ := r.value("", m)
	return clean.(map[string]any)
}

// value redacts inside a JSON value and tells whether anything was.
func (r *Redactor) value(name string, v any) (clean any, changed bool) {
	switch v := v.(type) {
	case string:
		switch name = strings.ToLower(name); {
		case v == "":
		case slices.Contains(secretFields, name):
			return r.pseudonym(v), true
		case name == payload:
			return r.token(v), true
		}
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, inner := range v {
			c, ch := r.value(k, inner)
			out[k], changed = c, changed || ch
		}
		return out, changed
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			c, ch := r.value(name, inner)
			out[i], changed = c, changed || ch
		}
		return out, changed
	}
	return v, false
}
