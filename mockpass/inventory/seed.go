package inventory

// A ClientSeed asks for client credentials that nobody has registered.
type ClientSeed struct {
	Application string `json:"application"`      // id of a registered application, or of a service provider whose application is meant
	ID          string `json:"id,omitempty"`     // client_id; empty: a random one
	Secret      string `json:"secret,omitempty"` // client_secret; empty: a random one
}

// A TokenSeed asks for an access token that nobody has fetched.
type TokenSeed struct {
	Client   string `json:"client"`             // client_id
	Lifetime string `json:"lifetime,omitempty"` // as a Go duration; empty: as configured
}

// A SessionSeed asks for an authentication session that nobody has created.
type SessionSeed struct {
	Client          string `json:"client"`
	ServiceProvider string `json:"serviceProvider"`
	Device          string `json:"device"`         // decoded AP-Device-Identifier
	Code            string `json:"code,omitempty"` // 6 to 8 capitals and digits; empty: a random one
	MVPD            string `json:"mvpd,omitempty"` // this and the next two may be missing, as in a session that is to be resumed
	DomainName      string `json:"domainName,omitempty"`
	RedirectURL     string `json:"redirectUrl,omitempty"`
	Address         string `json:"address,omitempty"`
	UserAgent       string `json:"userAgent,omitempty"`
	Lifetime        string `json:"lifetime,omitempty"` // as a Go duration; empty: as configured
}

// A ProfileSeed asks for a profile of a viewer who has not signed in.
type ProfileSeed struct {
	Client          string `json:"client"`
	ServiceProvider string `json:"serviceProvider"`
	Device          string `json:"device"` // decoded AP-Device-Identifier
	MVPD            string `json:"mvpd"`
	Account         string `json:"account,omitempty"`  // empty: viewer
	Type            string `json:"type,omitempty"`     // regular or appleSSO; empty: regular
	Address         string `json:"address,omitempty"`  // of the device
	Lifetime        string `json:"lifetime,omitempty"` // as a Go duration; empty: as configured
}

// A DecisionSeed asks for a decision that no MVPD was asked for. The device must have
// a valid profile for the MVPD: a decision rests on one.
type DecisionSeed struct {
	Client          string `json:"client"`
	ServiceProvider string `json:"serviceProvider"`
	Device          string `json:"device"`
	MVPD            string `json:"mvpd"`
	Resource        string `json:"resource"`
	Permit          bool   `json:"permit"`
	Code            string `json:"code,omitempty"`     // enhanced error code of a refusal; empty: authorization_denied_by_mvpd
	Lifetime        string `json:"lifetime,omitempty"` // as a Go duration; empty: as configured
}

// A Reset says what to forget.
type Reset struct {
	// Device is any name of a device, as in Selection: its sessions, profiles, decisions
	// and trials are forgotten, what other devices share with it only when nobody else
	// has signed in for it, directions and rules of degradation when they are for this
	// device alone. Its client credentials stay. Empty: everything that the mock was told
	// at run time is forgotten, but for the time, which never goes back.
	Device string `json:"device,omitempty"`
	// Journal says to empty the journal too. It is kept by default, and can only be
	// emptied as a whole.
	Journal bool `json:"journal,omitempty"`
}

// A DegradationSeed asks for a rule of degraded access, in force from now on.
type DegradationSeed struct {
	Rule            string   `json:"rule"` // AuthNAll, AuthZAll or AuthZNone
	ServiceProvider string   `json:"serviceProvider"`
	MVPDs           []string `json:"mvpds,omitempty"`   // none: all of the service provider
	Devices         []string `json:"devices,omitempty"` // any names of those that it is for; none: all
	Message         string   `json:"message,omitempty"` // details of the errors of AuthZNone
	TTL             string   `json:"ttl,omitempty"`     // how long it is in force, as a Go duration; empty: until it is restored
}

// Removed is how much was forgotten, by kind.
type Removed struct {
	Clients         int `json:"clients"`
	Tokens          int `json:"tokens"`
	Sessions        int `json:"sessions"`
	Devices         int `json:"devices"`
	Profiles        int `json:"profiles"`
	Decisions       int `json:"decisions"`
	Identities      int `json:"identities"`
	Trials          int `json:"trials"`
	PartnerRequests int `json:"partnerRequests"` // that wait for the answer of a partner's framework
	Directions      int `json:"directions"`
	Degradations    int `json:"degradations"`
	Entries         int `json:"entries"` // of the journal
}
