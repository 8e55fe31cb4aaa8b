package rule

import (
	"strconv"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// A Session is the answer of a session endpoint
// (rest-api-v2-sessions-apis-create-authentication-session#response).
type Session struct {
	Action   string // authenticate, authorize, resume, retry, or a partner's
	Reason   string // why: none, authenticated, authenticatedSSO, temporary, degraded, ...
	Code     string // empty where there is nothing to wait for
	URL      string
	MVPD     string    // empty while none is chosen
	Missing  []string  // parameters that the session lacks
	NotAfter time.Time // zero where the answer has none
}

// SessionOf reads the answer of createSession or resumeSession. Timestamps may be
// numbers or texts.
func SessionOf(x *journal.Exchange) (Session, bool) {
	var body struct {
		Action   string   `json:"actionName"`
		Reason   string   `json:"reasonType"`
		Code     string   `json:"code"`
		URL      string   `json:"url"`
		MVPD     string   `json:"mvpd"`
		Missing  []string `json:"missingParameters"`
		NotAfter any      `json:"notAfter"`
	}
	if x.Response.Status/100 != 2 || x.Response.JSON(&body) != nil || body.Action == "" {
		return Session{}, false
	}
	return Session{
		Action: body.Action, Reason: body.Reason, Code: body.Code, URL: body.URL,
		MVPD: body.MVPD, Missing: body.Missing, NotAfter: Instant(body.NotAfter),
	}, true
}

// Instant reads a timestamp in milliseconds, a number or a text; zero where it is neither.
func Instant(v any) time.Time {
	switch v := v.(type) {
	case float64:
		return time.UnixMilli(int64(v))
	case string:
		if ms, err := strconv.ParseInt(v, 10, 64); err == nil {
			return time.UnixMilli(ms)
		}
	}
	return time.Time{}
}
