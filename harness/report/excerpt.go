package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/passproof/passproof/mockpass/journal"
)

// shown are the headers that rules speak of; the rest is in the journal.
var shown = []string{
	"Authorization", "AP-Device-Identifier", "X-Device-Info", "X-Forwarded-For", "Content-Type",
	"Adobe-Subject-Token", "X-Roku-Reserved-Roku-Connect-Token", "AD-Service-Token", "AP-Partner-Framework-Status",
}

const (
	mostHeader = 160
	mostBody   = 300
)

// An Excerpt is an entry as a reader needs it.
type Excerpt struct {
	ID      journal.ID `json:"id"`
	At      string     `json:"at"`   // since the start of the run: "+12.340s"
	What    string     `json:"what"` // "POST /api/v2/… -> 200" or "act play of tv-1"
	Details []string   `json:"details,omitempty"`
}

// excerpt shows an entry; one that is not in the journal is said to be missing.
func (r *Report) excerpt(id journal.ID) Excerpt {
	e := Excerpt{ID: id}
	entry, ok := r.entries[id]
	if !ok {
		e.What = "not in the journal"
		return e
	}
	e.At = fmt.Sprintf("%+.3fs", entry.At().Sub(r.Meta.Started).Seconds())
	switch v := entry.(type) {
	case *journal.Exchange:
		e.What, e.Details = exchange(v)
	case *journal.Act:
		e.What, e.Details = act(v)
	case *journal.Query:
		e.What = query(v)
	case *journal.Connection:
		e.What, e.Details = connection(v)
	}
	return e
}

func exchange(x *journal.Exchange) (string, []string) {
	status := fmt.Sprint(x.Response.Status)
	if x.Response.Status == 0 {
		status = "no answer"
	}
	what := fmt.Sprintf("%s %s -> %s", x.Request.Method, clip(x.Request.Target, mostBody), status)
	if x.Party == journal.Browser {
		what = "browser: " + what
	}
	var details []string
	for _, name := range shown {
		if v, ok := x.Request.Value(name); ok {
			details = append(details, "> "+name+": "+clip(v, mostHeader))
		}
	}
	if len(x.Request.Body) > 0 {
		details = append(details, "> "+clip(string(x.Request.Body), mostBody))
	}
	if len(x.Response.Body) > 0 {
		details = append(details, "< "+clip(string(x.Response.Body), mostBody))
	}
	for _, v := range x.Violations {
		details = append(details, fmt.Sprintf("! %s %s %s: %s", v.Kind, v.In, v.Name, v.Reason))
	}
	if len(x.Directed) > 0 {
		details = append(details, "! the answer was directed by "+strings.Join(x.Directed, ", "))
	}
	return what, details
}

func act(a *journal.Act) (string, []string) {
	what := "act " + a.Verb
	if a.Device != "" {
		what += " of " + a.Device
	}
	if a.Scenario != "" {
		what += ", in “" + a.Scenario + "”"
	}
	var details []string
	for sign, values := range map[string]map[string]any{"asked": a.Args, "answer": a.Answer} {
		if len(values) > 0 {
			text, err := json.Marshal(values)
			if err == nil {
				details = append(details, sign+" "+clip(string(text), mostBody))
			}
		}
	}
	if len(details) == 2 && strings.HasPrefix(details[0], "answer") {
		details[0], details[1] = details[1], details[0]
	}
	if a.Failure != "" {
		details = append(details, "no answer: "+clip(a.Failure, mostBody))
	}
	return what, details
}

// clip makes one line of at most n bytes out of any text.
func clip(s string, n int) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return ' '
		}
		return r
	}, s)
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
