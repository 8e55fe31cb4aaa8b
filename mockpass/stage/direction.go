// Package stage tells the mock what to do out of the ordinary: a [Direction]
// matches calls and says what happens to them, for a number of calls or until it
// is withdrawn. Directions for one device never touch another, so that tests run
// side by side on one mock.
package stage

// A Direction tells the mock to act on the calls that it matches.
type Direction struct {
	ID    string `json:"id,omitempty"` // given by the stage
	Match Match  `json:"match"`
	Do    Do     `json:"do"`
	Times int    `json:"times,omitempty"` // for so many matching calls; 0: until withdrawn
}

// A Match selects calls. Every field that is set must hold; within a field one of
// the values must. The zero Match matches every call.
type Match struct {
	Operations       []string `json:"operations,omitempty"` // operationIds of specs
	ServiceProviders []string `json:"serviceProviders,omitempty"`
	MVPDs            []string `json:"mvpds,omitempty"`
	// Devices are names by which the mock can know a device: its decoded
	// AP-Device-Identifier, the first address of X-Forwarded-For
	// (without that header the connectionIp of X-Device-Info), or its client_id.
	Devices   []string `json:"devices,omitempty"`
	Codes     []string `json:"codes,omitempty"`
	Resources []string `json:"resources,omitempty"` // decisions: any of the requested resources
	Nth       int      `json:"nth,omitempty"`       // begin with the n-th matching call, counted from 1; 0 and 1: the first
}

// Do says what happens to a matched call. One of Error, Deny, Status, Revoke and
// Lifetime is usual; Delay goes with any.
type Do struct {
	Error   string            `json:"error,omitempty"`   // answer with this enhanced error code at top level (DCR: this error)
	Deny    string            `json:"deny,omitempty"`    // decisions: deny the matched resources with this error code at item level, in HTTP 200
	Details string            `json:"details,omitempty"` // details of Error or Deny
	Permit  bool              `json:"permit,omitempty"`  // decisions: permit the matched resources whatever the MVPD says
	Status  int               `json:"status,omitempty"`  // answer with this bare status, 429 with the HTML page of the throttle
	Body    string            `json:"body,omitempty"`    // goes with Status
	Header  map[string]string `json:"header,omitempty"`  // goes with Status
	Revoke  bool              `json:"revoke,omitempty"`  // the bearer token of the call is expired from now on: the call gets its 401
	// Lifetime is given to what the call creates (access token, session, profile,
	// decision), as a Go duration: "12s".
	Lifetime string `json:"lifetime,omitempty"`
	Delay    string `json:"delay,omitempty"` // wait before answering, as a Go duration
}
