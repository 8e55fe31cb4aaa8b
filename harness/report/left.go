package report

import (
	"strings"
	"time"

	"github.com/passproof/passproof/harness/rule"
)

// A Window is what one rule is given less time for than at the full depth.
type Window struct {
	Rule string
	What string // what lasts so long
	Here time.Duration
	Full time.Duration
}

// left are the windows of rules that were judged and apply to the service.
func (r *Report) left() []Window {
	var out []Window
	for _, v := range r.Verdicts {
		for _, w := range r.Meta.Left {
			if w.Rule == v.Rule.ID && v.Outcome != rule.NotApplicable {
				out = append(out, w)
			}
		}
	}
	return out
}

// spell is a length for a reader: "not watched", "8s", "5m30s", "1m".
func spell(d time.Duration) string {
	if d == 0 {
		return "not watched"
	}
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	return text
}
