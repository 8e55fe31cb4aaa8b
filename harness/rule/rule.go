package rule

import "time"

// A Rule is one checkable sentence about a Programmer Service.
type Rule struct {
	ID        string // "AUTHN-POLL-INTERVAL": never reused, never renamed, silent about the level
	Phase     Phase
	Level     Level
	Statement string   // what a Programmer Service does, one sentence
	Why       string   // what happens in production when it does not, one sentence
	Remedy    string   // what to change when it does not
	Occasion  string   // what is counted, singular: "pair of polls for one code"
	Missing   string   // what evidence is missing when there is no case: "no code was polled twice"
	Sources   []Source // where Adobe says so, by edition
	Feature   Feature  // empty: every service
	Grain     Grain    // what one call of Check sees
	Passive   bool     // decided by the traffic with Adobe Pass alone, so that recorded traffic of any origin can be judged; others need to know what was done to the service

	// ByName tells that only a service which finds Adobe Pass by name, over HTTPS, on a
	// network of the harness gives evidence.
	ByName bool

	// Attest is what an attestation has to tell, for a rule that traffic cannot decide. Such
	// a rule never passes: the Programmer attests it in passproof.yaml. It may have a Check
	// none the less, which finds it broken; without one it has no Occasion, Missing or Grain.
	Attest string

	// Levels are the levels in editions of the documentation in which it is another.
	Levels map[string]Level

	// Check finds the cases in which the rule applied. It is pure: no clock, no
	// network, no randomness, no state. No case means no verdict.
	Check func(*Evidence) []Case
}

// In is the level of the rule in an edition of the documentation.
func (r *Rule) In(ed Edition) Level {
	if l, ok := r.Levels[ed.Name]; ok {
		return l
	}
	return r.Level
}

// A Phase groups rules as the cookbook does.
type Phase string

// The phases in the order of the cookbook.
const (
	Network          Phase = "network"
	Operations       Phase = "operations"
	Registration     Phase = "registration"
	Headers          Phase = "headers"
	Configuration    Phase = "configuration"
	Authentication   Phase = "authentication"
	Preauthorization Phase = "preauthorization"
	Authorization    Phase = "authorization"
	Logout           Phase = "logout"
	Errors           Phase = "errors"
	Degraded         Phase = "degraded"
	Temporary        Phase = "temporary"
	SingleSignOn     Phase = "single-sign-on"
)

// Phases are all phases in the order of the cookbook.
var Phases = []Phase{
	Network, Operations, Registration, Headers, Configuration, Authentication, Preauthorization, Authorization, Logout, Errors,
	Degraded, Temporary, SingleSignOn,
}

// A Level tells what a broken rule means for a release.
type Level string

// The levels: a broken Must fails a certification, a broken Should warns, a broken May informs.
const (
	Must   Level = "MUST"
	Should Level = "SHOULD"
	May    Level = "MAY"
)

// A Grain tells what one call of Check sees. Acts of the devices concerned and of
// the whole subject come along with every grain but Exchange.
type Grain int

// The grains, from the finest to the coarsest.
const (
	Exchange Grain = iota // one exchange at a time, the browser's included, and nothing else
	Code                  // all exchanges that speak of one authentication code
	Device                // all exchanges of one device
	Client                // all exchanges of one client_id
	Run                   // everything
)

// Declared is what the Programmer says about the service in passproof.yaml.
type Declared struct {
	ServiceProvider       string
	SoftwareStatement     string        // the statement that the service was provisioned with; empty: unknown
	Features              []Feature     // features in use
	PreauthorizeResources int           // most resources of one preauthorize request; 0 means 5
	AuthorizeResources    int           // most resources of one authorize request; 0 means 1
	RefreshMargin         time.Duration // how long before its end the service replaces an access token; 0 if not declared
	TempPass              TempPass      // the TempPasses of the service provider
	DevicePort            bool          // the app tells the service which port its device calls from

	Attestations map[string]Attestation // by the ID of a rule that traffic cannot decide
	Waivers      map[string]Waiver      // by the ID of a rule
}

// A TempPass names what Adobe has configured for temporary access.
type TempPass struct {
	Basic       string // id of the basic TempPass; empty: none
	Promotional string // id of the promotional TempPass; empty: none
	IdentityKey string // the key under which AP-TempPass-Identity has the user's identity
}

// Is tells whether an MVPD is a TempPass.
func (t TempPass) Is(mvpd string) bool {
	return mvpd != "" && (mvpd == t.Basic || mvpd == t.Promotional)
}

// PreauthorizeLimit is the agreed limit, by default 5.
func (d *Declared) PreauthorizeLimit() int {
	if d.PreauthorizeResources > 0 {
		return d.PreauthorizeResources
	}
	return 5
}

// AuthorizeLimit is the agreed limit, by default 1.
func (d *Declared) AuthorizeLimit() int {
	if d.AuthorizeResources > 0 {
		return d.AuthorizeResources
	}
	return 1
}
