package journal

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"time"
	"unicode/utf8"
)

// harFile is HAR 1.2 as far as we write and read it. What HAR has no place for stands
// in fields that begin with an underscore, as HAR asks.
type harFile struct {
	Log harLog `json:"log"`
}

type harLog struct {
	Version string     `json:"version"`
	Creator harCreator `json:"creator"`
	Entries []harEntry `json:"entries"`
	Rest    *harRest   `json:"_passproof,omitempty"`
}

// harRest is what a journal holds besides exchanges.
type harRest struct {
	Acts        []*Act        `json:"acts,omitempty"`
	Queries     []*Query      `json:"queries,omitempty"`
	Connections []*Connection `json:"connections,omitempty"`
}

type harCreator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type harEntry struct {
	Started   time.Time   `json:"startedDateTime"`
	Time      float64     `json:"time"` // milliseconds
	Request   harRequest  `json:"request"`
	Response  harResponse `json:"response"`
	Cache     struct{}    `json:"cache"`
	Timings   harTimings  `json:"timings"`
	Server    string      `json:"serverIPAddress,omitempty"`
	Conn      string      `json:"connection,omitempty"`
	Passproof *harOurs    `json:"_passproof,omitempty"`
}

// harOurs is what an exchange knows and HAR does not.
type harOurs struct {
	Exchange
	Request  *harBody `json:"request,omitempty"`
	Response *harBody `json:"response,omitempty"`
}

type harBody struct {
	Target string `json:"target,omitempty"`
	Base64 string `json:"base64,omitempty"` // a request body that is not text
	Cut    bool   `json:"cut,omitempty"`
}

type harTimings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

type harField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type harRequest struct {
	Method      string     `json:"method"`
	URL         string     `json:"url"`
	HTTPVersion string     `json:"httpVersion"`
	Cookies     []harField `json:"cookies"`
	Headers     []harField `json:"headers"`
	Query       []harField `json:"queryString"`
	Post        *harPost   `json:"postData,omitempty"`
	HeadersSize int        `json:"headersSize"`
	BodySize    int        `json:"bodySize"`
}

type harPost struct {
	MimeType string     `json:"mimeType"`
	Params   []harField `json:"params"`
	Text     string     `json:"text"`
}

type harResponse struct {
	Status      int        `json:"status"`
	StatusText  string     `json:"statusText"`
	HTTPVersion string     `json:"httpVersion"`
	Cookies     []harField `json:"cookies"`
	Headers     []harField `json:"headers"`
	Content     harContent `json:"content"`
	RedirectURL string     `json:"redirectURL"`
	HeadersSize int        `json:"headersSize"`
	BodySize    int        `json:"bodySize"`
}

type harContent struct {
	Size     int    `json:"size"`
	MimeType string `json:"mimeType"`
	Text     string `json:"text,omitempty"`
	Encoding string `json:"encoding,omitempty"`
}

// WriteHAR writes entries as HAR 1.2. Redact them first. Acts, queries and
// connections, for which HAR has no place, stand in a member of our own that other readers skip.
func WriteHAR(w io.Writer, entries []Entry, version string) error {
	file := harFile{Log: harLog{Version: "1.2", Creator: harCreator{"passproof", version}, Entries: []harEntry{}}}
	var rest harRest
	for _, e := range entries {
		switch e := e.(type) {
		case *Exchange:
			file.Log.Entries = append(file.Log.Entries, toHAR(e))
		case *Act:
			rest.Acts = append(rest.Acts, e)
		case *Query:
			rest.Queries = append(rest.Queries, e)
		case *Connection:
			rest.Connections = append(rest.Connections, e)
		}
	}
	if len(rest.Acts)+len(rest.Queries)+len(rest.Connections) > 0 {
		file.Log.Rest = &rest
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	return enc.Encode(file)
}

func toHAR(x *Exchange) harEntry {
	took := float64(x.End.Sub(x.Start).Microseconds()) / 1000
	ours := harOurs{Exchange: *x, Request: &harBody{Target: x.Request.Target, Cut: x.Request.Cut}, Response: &harBody{Cut: x.Response.Cut}}
	ours.Exchange.Request, ours.Exchange.Response = Message{}, Message{}
	host, _ := x.Request.Value("Host")
	switch {
	case host != "":
	case x.To.IsValid():
		host = x.To.String()
	default:
		host = "unknown.invalid"
	}
	e := harEntry{
		Started: x.Start, Time: took, Timings: harTimings{Wait: took}, Server: x.To.Addr().String(), Conn: fmt.Sprint(x.Conn), Passproof: &ours,
		Request: harRequest{
			Method: x.Request.Method, URL: cmp.Or(x.Scheme, "http") + "://" + host + x.Request.Target, HTTPVersion: "HTTP/1.1", Cookies: []harField{},
			Headers: harFields(x.Request.Header), Query: harQuery(&x.Request), HeadersSize: -1, BodySize: len(x.Request.Body),
		},
		Response: harResponse{
			Status: x.Response.Status, HTTPVersion: "HTTP/1.1", Cookies: []harField{}, Headers: harFields(x.Response.Header),
			Content: harContentOf(&x.Response), HeadersSize: -1, BodySize: len(x.Response.Body),
		},
	}
	e.Response.RedirectURL, _ = x.Response.Value("Location")
	if len(x.Request.Body) > 0 {
		e.Request.Post = &harPost{MimeType: x.Request.MediaType(), Params: []harField{}}
		if utf8.Valid(x.Request.Body) {
			e.Request.Post.Text = string(x.Request.Body)
		} else {
			ours.Request.Base64 = base64.StdEncoding.EncodeToString(x.Request.Body)
		}
	}
	return e
}

func harFields(fields []Field) []harField {
	out := make([]harField, len(fields))
	for i, f := range fields {
		out[i] = harField(f)
	}
	return out
}

func harQuery(m *Message) []harField {
	out := []harField{}
	for name, values := range m.Query() {
		for _, v := range values {
			out = append(out, harField{name, v})
		}
	}
	return out
}

func harContentOf(m *Message) harContent {
	mime, _ := m.Value("Content-Type")
	c := harContent{Size: len(m.Body), MimeType: mime}
	if utf8.Valid(m.Body) {
		c.Text = string(m.Body)
	} else {
		c.Text, c.Encoding = base64.StdEncoding.EncodeToString(m.Body), "base64"
	}
	return c
}
