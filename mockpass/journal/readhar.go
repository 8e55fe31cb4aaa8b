package journal

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxHAR bounds what is read: 1 GiB.
const maxHAR = 1 << 30

// ReadHAR reads the entries of a HAR file, exchanges first and in its order. What
// [WriteHAR] has written comes back as it was; of files of others it knows messages and
// their times alone, and IDs count from 1. Errors say which entry cannot be used, and
// why.
func ReadHAR(r io.Reader) ([]Entry, error) {
	limited := &io.LimitedReader{R: r, N: maxHAR + 1}
	var file struct {
		Log *harLog `json:"log"`
	}
	if err := json.NewDecoder(limited).Decode(&file); err != nil {
		if limited.N <= 0 {
			return nil, fmt.Errorf("har: more than %d bytes are not read; record less, or split the file", maxHAR)
		}
		return nil, fmt.Errorf("har: it is not JSON: %w", err)
	}
	if file.Log == nil {
		return nil, errors.New(`har: there is no member "log"; is this a HAR file?`)
	}
	out := make([]Entry, 0, len(file.Log.Entries))
	seen := map[ID]bool{}
	add := func(e Entry, where string, i int) error {
		if seen[e.EntryID()] {
			return fmt.Errorf("har: %s[%d]: an entry before has the id %d as well; were two files joined?", where, i, e.EntryID())
		}
		seen[e.EntryID()] = true
		out = append(out, e)
		return nil
	}
	for i := range file.Log.Entries {
		x, err := fromHAR(&file.Log.Entries[i], ID(i+1))
		if err != nil {
			return nil, fmt.Errorf("har: log.entries[%d]: %w", i, err)
		}
		if err := add(x, "log.entries", i); err != nil {
			return nil, err
		}
	}
	if file.Log.Rest == nil {
		return out, nil
	}
	return out, file.Log.Rest.each(func(e Entry, null bool, where string, i int) error {
		if null {
			return fmt.Errorf("har: log._passproof.%s[%d]: it is null", where, i)
		}
		return add(e, "log._passproof."+where, i)
	})
}

// each shows what a journal holds besides exchanges, and where it stands.
func (r *harRest) each(see func(e Entry, null bool, where string, i int) error) error {
	for i, a := range r.Acts {
		if err := see(a, a == nil, "acts", i); err != nil {
			return err
		}
	}
	for i, q := range r.Queries {
		if err := see(q, q == nil, "queries", i); err != nil {
			return err
		}
	}
	for i, c := range r.Connections {
		if err := see(c, c == nil, "connections", i); err != nil {
			return err
		}
	}
	return nil
}

func fromHAR(e *harEntry, id ID) (*Exchange, error) {
	x := &Exchange{ID: id, Start: e.Started, End: e.Started.Add(time.Duration(e.Time * float64(time.Millisecond)))}
	if e.Passproof != nil {
		known := e.Passproof.Exchange
		x = &known
	}
	if scheme, _, ok := strings.Cut(e.Request.URL, "://"); ok && e.Passproof == nil {
		x.Scheme = strings.ToLower(scheme)
	}
	if x.Start.IsZero() {
		return nil, errors.New("it lacks startedDateTime")
	}
	if x.End.Before(x.Start) {
		return nil, errors.New("its time is below zero")
	}
	if err := readRequest(e, &x.Request); err != nil {
		return nil, err
	}
	if x.Party == "" {
		x.Party = Service
		if mode, _ := x.Request.Value("Sec-Fetch-Mode"); mode == "navigate" {
			x.Party = Browser
		}
	}
	if x.Conn == 0 {
		x.Conn, _ = strconv.ParseUint(e.Conn, 10, 64)
	}
	if to, err := netip.ParseAddr(e.Server); err == nil && !x.To.IsValid() {
		x.To = netip.AddrPortFrom(to, 0)
	}
	return x, readResponse(e, &x.Response)
}

func readRequest(e *harEntry, m *Message) error {
	to, err := url.Parse(e.Request.URL)
	ours := e.Passproof != nil && e.Passproof.Request != nil // the target as it was sent
	if err != nil && ours {
		to, err = &url.URL{}, nil
	}
	if err != nil || e.Request.Method == "" {
		return fmt.Errorf("its request has no usable method and url: %q %q", e.Request.Method, e.Request.URL)
	}
	m.Method, m.Target = e.Request.Method, to.RequestURI()
	m.Header = fieldsOf(e.Request.Headers)
	if _, ok := m.Value("Host"); !ok && to.Host != "" {
		m.Header = append(m.Header, Field{"Host", to.Host})
	}
	if post := e.Request.Post; post != nil {
		m.Body = []byte(post.Text)
		if post.Text == "" && len(post.Params) > 0 {
			form := url.Values{}
			for _, p := range post.Params {
				form.Add(p.Name, p.Value)
			}
			m.Body = []byte(form.Encode())
		}
	}
	if !ours {
		return nil
	}
	more := e.Passproof.Request
	m.Target, m.Cut = more.Target, more.Cut
	if more.Base64 != "" {
		if m.Body, err = base64.StdEncoding.DecodeString(more.Base64); err != nil {
			return fmt.Errorf("_passproof.request.base64 is not base64: %w", err)
		}
	}
	return nil
}

func readResponse(e *harEntry, m *Message) error {
	m.Status, m.Header = e.Response.Status, fieldsOf(e.Response.Headers)
	m.Body = []byte(e.Response.Content.Text)
	if e.Response.Content.Encoding == "base64" {
		body, err := base64.StdEncoding.DecodeString(e.Response.Content.Text)
		if err != nil {
			return fmt.Errorf("its response content is not the base64 that it says to be: %w", err)
		}
		m.Body = body
	}
	if len(m.Body) == 0 {
		m.Body = nil
	}
	if e.Passproof != nil && e.Passproof.Response != nil {
		m.Cut = e.Passproof.Response.Cut
	}
	return nil
}

func fieldsOf(list []harField) []Field {
	if len(list) == 0 {
		return nil
	}
	out := make([]Field, len(list))
	for i, f := range list {
		out[i] = Field(f)
	}
	return out
}
