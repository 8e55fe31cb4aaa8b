package journal

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/url"
	"strings"
)

// A Message is one half of an exchange.
type Message struct {
	Method string  `json:"method,omitempty"` // requests
	Target string  `json:"target,omitempty"` // requests: path and query as sent
	Status int     `json:"status,omitempty"` // responses
	Header []Field `json:"header,omitempty"` // order, case and repeats as sent where the transport tells them
	Body   []byte  `json:"body,omitempty"`
	Cut    bool    `json:"cut,omitempty"` // Body holds only the beginning: it was longer than is recorded, or was cut in transit
}

// A Field is one header line.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Value is the value of the first header line of that name, whatever its case.
func (m *Message) Value(name string) (string, bool) {
	for _, f := range m.Header {
		if strings.EqualFold(f.Name, name) {
			return f.Value, true
		}
	}
	return "", false
}

// MediaType is the media type of Content-Type in lower case, without parameters.
func (m *Message) MediaType() string {
	v, _ := m.Value("Content-Type")
	t, _, err := mime.ParseMediaType(v)
	if err != nil {
		t, _, _ = strings.Cut(v, ";")
	}
	return strings.ToLower(strings.TrimSpace(t))
}

// JSON decodes the body into v.
func (m *Message) JSON(v any) error {
	if err := json.Unmarshal(m.Body, v); err != nil {
		return fmt.Errorf("body is not the expected JSON: %w", err)
	}
	return nil
}

// Form decodes the body as application/x-www-form-urlencoded.
func (m *Message) Form() (url.Values, error) { return url.ParseQuery(string(m.Body)) }

// Path is the target without its query, as sent.
func (m *Message) Path() string {
	p, _, _ := strings.Cut(m.Target, "?")
	return p
}

// Query decodes the query of the target; what cannot be decoded is left out.
func (m *Message) Query() url.Values {
	_, q, _ := strings.Cut(m.Target, "?")
	v, _ := url.ParseQuery(q)
	return v
}
