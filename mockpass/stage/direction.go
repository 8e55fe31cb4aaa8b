package stage

// A Direction tells the mock to act on the calls that it matches.
type Direction struct {
	ID    string `json:"id,omitempty"` // given by the stage
	Match Match  `json:"match"`
	Do    Do     `json:"do"`
	Times int    `json:"times,omitempty"` // act on so many calls; 0: until withdrawn
	// Probability is how likely the direction acts on a call whose turn has come, above
	// 0 and up to 1; 0 and 1: always. A call that it lets pass uses up none of Times, but
	// counts for Nth.
	Probability float64 `json:"probability,omitempty"`
	// Seed is what Probability and Jitter begin with: whether and for how long the
	// direction acts on the first, the second, the third call that it matches follows
	// from the seed alone, so a run can be repeated. It matters only with one of the two.
	Seed uint64 `json:"seed,omitempty"`
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
