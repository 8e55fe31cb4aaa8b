package stage

// Do says what happens to a matched call. Its fields fall into groups:
//
//   - one answer in place of the operation's: Error, Status, Revoke, Expire, or Cut "before"
//   - what the operation decides and creates: Deny, Permit, Lifetime
//   - what becomes of the JSON of its answer: ExtraFields, Timestamps, URLs, Truncate, NotJSON
//   - how the answer travels: Delay, Jitter, Bandwidth, Cut "body"
//
// Fields of the last two groups go along with those of the others. They change what
// is sent and nothing else: what the operation has done is done.
type Do struct {
	Error   string            `json:"error,omitempty"`   // answer with this enhanced error code at top level (DCR: this error)
	Deny    string            `json:"deny,omitempty"`    // decisions: deny the matched resources with this error code at item level, in HTTP 200
	Details string            `json:"details,omitempty"` // details of Error or Deny
	Permit  bool              `json:"permit,omitempty"`  // decisions: permit the matched resources whatever the MVPD says
	Status  int               `json:"status,omitempty"`  // answer with this bare status, 429 with the HTML page of the throttle
	Body    string            `json:"body,omitempty"`    // goes with Status
	Header  map[string]string `json:"header,omitempty"`  // goes with Status
	Revoke  bool              `json:"revoke,omitempty"`  // the bearer token of the call is revoked from now on: the call gets its 401
	Expire  bool              `json:"expire,omitempty"`  // the bearer token of the call has expired now, long before its time: the call gets its 401
	// Lifetime is given to what the call creates (access token, session, profile,
	// decision, trial of a TempPass) and to the degraded profile that it shows, as a Go
	// duration: "12s".
	Lifetime string `json:"lifetime,omitempty"`

	ExtraFields bool   `json:"extraFields,omitempty"` // add members that nobody knows to every object of the answer; maps by MVPD, attribute or parameter get none
	Timestamps  string `json:"timestamps,omitempty"`  // AsString or AsNumber: how notBefore, notAfter and expiration_date are written
	URLs        string `json:"urls,omitempty"`        // Relative or Absolute: how the url of a session or a logout is written
	Truncate    bool   `json:"truncate,omitempty"`    // send the first half of the body as though it were all: correct HTTP, broken JSON
	NotJSON     bool   `json:"notJSON,omitempty"`     // send a page of HTML with the status of the answer

	Delay     string `json:"delay,omitempty"`     // wait before answering, as a Go duration
	Jitter    string `json:"jitter,omitempty"`    // wait up to this much longer, as a Go duration; drawn from Seed
	Bandwidth int    `json:"bandwidth,omitempty"` // send the body at so many bytes per second
	Cut       string `json:"cut,omitempty"`       // Before or Body: close the connection without an answer, or amid its body
}

// What Cut can be.
const (
	Before = "before" // nothing is answered, and nothing is done
	Body   = "body"   // the head is sent, and half of the body that it announces
)

// What Timestamps can be.
const (
	AsString = "string"
	AsNumber = "number"
)

// What URLs can be.
const (
	Relative = "relative" // "/path", when the URL leads back to the mock
	Absolute = "absolute" // with the scheme and the host of the request
)

// Effects are what a direction does, or what a call can undergo.
type Effects uint16

// The effects. A call offers those that make sense for it.
const (
	Answers   Effects = 1 << iota // Error, Status and Cut "before": the call is answered without its operation
	Bearers                       // Revoke and Expire: an answer likewise, to calls that bear an access token
	Decisions                     // Deny and Permit
	Lifetimes                     // Lifetime
	Bodies                        // ExtraFields, Truncate and NotJSON
	Stamps                        // Timestamps
	Links                         // URLs
	Wires                         // Bandwidth and Cut "body"
	Delays                        // Delay and Jitter
)

// shapes are the effects on the body of an answer.
const shapes = Bodies | Stamps | Links

// effects are those that a Do has.
func (d *Do) effects() Effects {
	var e Effects
	for _, group := range []struct {
		effect Effects
		set    bool
	}{
		{Answers, d.Error != "" || d.Status != 0 || d.Cut == Before},
		{Bearers, d.Revoke || d.Expire},
		{Decisions, d.Deny != "" || d.Permit},
		{Lifetimes, d.Lifetime != ""},
		{Bodies, d.ExtraFields || d.Truncate || d.NotJSON},
		{Stamps, d.Timestamps != ""},
		{Links, d.URLs != ""},
		{Wires, d.Bandwidth != 0 || d.Cut == Body},
		{Delays, d.Delay != "" || d.Jitter != ""},
	} {
		if group.set {
			e |= group.effect
		}
	}
	return e
}

// lead are the effects for which a direction is there. The others go along with
// them and are no reason to count a call.
func (e Effects) lead() Effects {
	for _, group := range []Effects{Answers | Bearers | Decisions | Lifetimes, shapes, Wires, Delays} {
		if e&group != 0 {
			return e & group
		}
	}
	return 0
}
