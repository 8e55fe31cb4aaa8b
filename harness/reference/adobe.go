package reference

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A call is one request to REST API V2 on behalf of a device.
type call struct {
	method string
	path   string // below /api/v2/{serviceProvider}, segments percent-encoded
	query  url.Values
	form   url.Values
	json   any
	header http.Header // of this call alone
	once   bool        // never repeated: the poll loop has a cadence of its own
}

// A refusal is an answer of Adobe Pass that says no, or no answer at all (status 0).
type refusal struct {
	Status  int    `json:"status"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Details string `json:"details"`
	Action  string `json:"action"`
	DCR     string `json:"error"` // the one word of Dynamic Client Registration
	cause   error
}

func (e *refusal) Error() string {
	if e.cause != nil {
		return fmt.Sprintf("Adobe Pass gave no answer: %v", e.cause)
	}
	return fmt.Sprintf("Adobe Pass answered %d %s: %s", e.Status, e.Code, e.Message)
}

// Unwrap is the reason why there was no answer.
func (e *refusal) Unwrap() error { return e.cause }

// says is the text for the user: what the MVPD says, or else Adobe Pass.
func (e *refusal) says() string {
	if e.Details != "" {
		return e.Details
	}
	return e.Message
}

// maxAnswer bounds an answer of Adobe Pass: 4 MiB.
const maxAnswer = 4 << 20

// do carries out a call: it gets a token, repeats what may be repeated, and decodes
// the answer into out. Every error is a *refusal.
func (s *Service) do(ctx context.Context, d *device, c call, out any) error {
	pause, refreshed := s.policy.RetryPause, 0
	for attempt := 0; ; attempt++ {
		s.settle(ctx, d)
		refused := s.try(ctx, d, c, out)
		if refused != nil && refused.Status == http.StatusTooManyRequests {
			d.hush(s.now().Add(s.policy.Cooldown))
		}
		switch {
		case refused == nil:
			return nil
		case refused.Status == http.StatusUnauthorized && refreshed < s.policy.Refreshes:
			refreshed++
			if err := s.renew(ctx, d); err != nil {
				return err
			}
			continue
		case s.insists(c, refused, attempt):
			if !sleep(ctx, 150*time.Millisecond) {
				return refused
			}
			continue
		case c.once || attempt >= s.policy.Retries || !s.repeatable(refused):
			return refused
		}
		wait := pause
		pause *= 2
		if refused.Status == http.StatusTooManyRequests {
			wait = s.policy.Cooldown
		}
		if !sleep(ctx, wait) {
			return refused
		}
	}
}

// settle waits until the device may call again after a 429, be it for the same thing or
// another.
func (s *Service) settle(ctx context.Context, d *device) {
	d.mu.Lock()
	wait := d.quiet.Sub(s.now())
	d.mu.Unlock()
	if wait > 0 {
		sleep(ctx, wait)
	}
}

// hush keeps the device quiet until an instant.
func (d *device) hush(until time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.quiet = until
}

// insists tells whether a call is repeated as some defects do.
func (s *Service) insists(c call, e *refusal, attempt int) bool {
	return s.policy.Insist != nil && !c.once && attempt < s.policy.Insist(c.path, Trouble{e.Status, e.Code, e.Action})
}

// repeatable follows the action of the error where there is one: a status of 403 may
// well be worth another try, and a 500 may not.
func (s *Service) repeatable(e *refusal) bool {
	if s.policy.RetryEverything {
		return true
	}
	if e.Action != "" {
		return e.Action == "retry"
	}
	return e.Status == http.StatusTooManyRequests || e.Status >= 500 || e.Status == 0
}

// sleep waits unless ctx ends first.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

func (s *Service) try(ctx context.Context, d *device, c call, out any) *refusal {
	token, err := s.token(ctx, d)
	if err != nil {
		return asRefusal(err)
	}
	f, _ := d.look()
	header := f.headers()
	maps.Copy(header, c.header)
	header.Set("Authorization", "Bearer "+token)
	if f.ECID != "" {
		header.Set("AP-Visitor-Identifier", f.ECID)
	}
	s.identify(header, f, c.path)
	target := s.config.AdobePassURL + "/api/v2/" + url.PathEscape(s.config.ServiceProvider) + c.path
	if len(c.query) > 0 {
		target += "?" + c.query.Encode()
	}
	return s.send(ctx, c.method, target, header, c.form, c.json, out)
}

func asRefusal(err error) *refusal {
	if e, ok := err.(*refusal); ok { //nolint:errorlint // refusals are never wrapped
		return e
	}
	return &refusal{cause: err}
}

// send is one HTTP exchange.
func (s *Service) send(ctx context.Context, method, target string, header http.Header, form url.Values, body, out any) *refusal {
	var content io.Reader
	switch {
	case form != nil:
		content = strings.NewReader(form.Encode())
		header.Set("Content-Type", "application/x-www-form-urlencoded")
	case body != nil:
		text, err := json.Marshal(body)
		if err != nil {
			return &refusal{cause: err}
		}
		content = bytes.NewReader(text)
		header.Set("Content-Type", "application/json;charset=utf-8")
	}
	r, err := http.NewRequestWithContext(ctx, method, target, content)
	if err != nil {
		return &refusal{cause: err}
	}
	maps.Copy(r.Header, header)
	response, err := s.http.Do(r)
	if err != nil {
		return &refusal{cause: err}
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return &refusal{cause: err}
	}
	return read(response.StatusCode, text, out)
}

// unreadable is the code of an answer that says yes and is not JSON.
const unreadable = "unreadable_answer"

// read decodes an answer. Bodies of refusals need not be JSON: the throttle's page and
// gateways' pages are HTML.
func read(status int, text []byte, out any) *refusal {
	if status/100 != 2 {
		e := &refusal{}
		_ = json.Unmarshal(text, e)
		e.Status = status
		return e
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(text, out); err != nil {
		return &refusal{Status: status, Code: unreadable, Message: err.Error(), Action: "none"}
	}
	return nil
}

// millis reads a timestamp that Adobe Pass writes as a number or as text.
type millis struct{ time.Time }

// UnmarshalJSON reads both.
func (m *millis) UnmarshalJSON(text []byte) error {
	var n int64
	if _, err := fmt.Sscan(strings.Trim(string(text), `"`), &n); err != nil {
		return fmt.Errorf("%s is no timestamp in milliseconds", text)
	}
	m.Time = time.UnixMilli(n)
	return nil
}
