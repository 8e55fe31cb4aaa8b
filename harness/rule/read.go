package rule

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/passproof/passproof/mockpass/journal"
)

// A Refusal is an enhanced error: of a whole answer, or of one decision inside it
// (enhanced-error-codes#enhanced-error-codes-representation).
type Refusal struct {
	Status  int    `json:"status"`
	Code    string `json:"code"`
	Action  string `json:"action"`
	Message string `json:"message"`
	Details string `json:"details"` // what the MVPD, or a rule of degradation, says itself
}

// Refused returns the enhanced error of a whole answer; Code is empty where there is none.
func Refused(x *journal.Exchange) Refusal {
	var r Refusal
	if x.Response.Status >= 400 && x.Response.JSON(&r) != nil {
		return Refusal{}
	}
	return r
}

// A Decision is one item of a decisions answer.
type Decision struct {
	Resource   string `json:"resource"`
	Source     string `json:"source"` // who decided: mvpd, degradation, temppass or dummy
	Authorized bool   `json:"authorized"`
	Token      struct {
		Serialized string `json:"serializedToken"`
		NotAfter   any    `json:"notAfter"` // for [Instant]
	} `json:"token"`
	NotAfter any     `json:"notAfter"` // for [Instant]; absent under AuthZAll
	Error    Refusal `json:"error"`
}

// Decisions are the items of a decisions answer; nil for every other answer.
func Decisions(x *journal.Exchange) []Decision {
	var body struct {
		Decisions []Decision `json:"decisions"`
	}
	if x.Response.Status/100 != 2 || !names(x, "decisions") || x.Response.JSON(&body) != nil {
		return nil
	}
	return body.Decisions
}

// names tells whether an answer can have a member of that name. Rules ask for one of all
// exchanges of a run, and parsing is what judging takes its time for.
func names(x *journal.Exchange, member string) bool {
	return bytes.Contains(x.Response.Body, []byte(`"`+member+`"`))
}

// DecisionOn is the item about a resource, or nil.
func DecisionOn(x *journal.Exchange, resource string) *Decision {
	for _, d := range Decisions(x) {
		if d.Resource == resource {
			return &d
		}
	}
	return nil
}

// Resources are what a decisions request asks for; nil where that cannot be read.
func Resources(x *journal.Exchange) []string {
	var body struct {
		Resources []string `json:"resources"`
	}
	if x.Request.JSON(&body) != nil {
		return nil
	}
	return body.Resources
}

// DeviceInfo is the decoded X-Device-Info of a request; nil where it cannot be decoded.
func DeviceInfo(x *journal.Exchange) map[string]any {
	v, ok := x.Request.Value("X-Device-Info")
	if !ok {
		return nil
	}
	raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(v, "="))
	var info map[string]any
	if err != nil || json.Unmarshal(raw, &info) != nil {
		return nil
	}
	return info
}
