package scenarios

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/world"
)

// The windows that differ between the depths. Those of the full depth are the catalogue's;
// those of the quick one are the shortest in which a slow service still shows what it does.
var (
	addressAge    = window("how long connections are watched for the age of their address", addresses+5*time.Second, 2*time.Minute, "NET-DNS-TTL")
	moveFollowed  = window("how long a data centre is watched that Adobe has left", addresses+5*time.Second, 2*time.Minute, "NET-DNS-REROUTE")
	listYoung     = window("how old the list of providers is that must come from the cache", time.Second, 100*time.Second, "CFG-CACHE-TTL")
	listOld       = window("how old the list of providers is that must not", 0, 330*time.Second, "CFG-CACHE-TTL")
	listIdle      = window("how long nobody opens the list of a platform", 0, 230*time.Second, "CFG-ONLY-FOR-PICKER")
	pending       = window("how long a code waits for its user", 4*time.Second, time.Minute, "AUTHN-POLL-INTERVAL")
	codeLife      = window("how long a code lives that nobody uses", 15*time.Second, 20*time.Second, "AUTHN-POLL-STOP-EXPIRY")
	loginPage     = window("how long the user takes at the login page", 8*time.Second, 20*time.Second, "AUTHN-POLL-START-PRIMARY")
	profileLife   = window("how long a profile lives", 21*time.Second, 30*time.Second, "AUTHN-PROFILE-VALIDITY")
	profileLate   = window("until nobody can take the profile for a living one", 3*time.Second, 3*time.Second)
	permitLife    = window("until the profile has ended that a permit was given to", 23*time.Second, 23*time.Second)
	profileOver   = window("how long the app is idle after the end of a profile", 3*time.Second, time.Minute, "AUTHN-PROFILE-VALIDITY")
	tokenUse      = window("how long one token serves calls", 10*time.Second, 40*time.Second, "REG-TOKEN-REUSE")
	tokenEnds     = window("how long calls go on over the ends of short tokens", 15*time.Second, 200*time.Second, "REG-TOKEN-EXPIRY")
	tokenLife     = window("how long such a token lives, besides the declared margin", 10*time.Second, 45*time.Second)
	tokenNextLife = window("how long the tokens live that follow", 13*time.Second, 30*time.Second)
	tokenNextEnds = window("how long calls go on over the ends of tokens with another life", 12*time.Second, 80*time.Second, "REG-TOKEN-EXPIRY")
	allRefused    = window("how long every token is refused", 4*time.Second, time.Minute, "REG-401-BOUNDED")
	permitAge     = window("how old a permit is when the catalogue is shown again", 8*time.Second, 155*time.Second, "PREAUTHZ-CACHE-PERMITS")
	streamBeats   = window("how long a stream goes on after its media token", 12*time.Second, 81*time.Second, "AUTHZ-NO-MIDSTREAM-REFRESH")
	decisionLife  = window("how long a decision holds", 8*time.Second, 20*time.Second, "AUTHZ-DECISION-VALIDITY")
	outage        = window("how long Adobe Pass is out for all devices", 0, time.Minute, "ERR-RETRY-LIMITED", "ERR-HTTP-5XX")
	degradedLife  = window("how long the profile of a degraded MVPD lives", 6*time.Second, 20*time.Second, "DEGR-PROFILE-SHORT-LIVED")
	trialLife     = window("how long a free preview lasts", 8*time.Second, 30*time.Second, "TEMP-ENFORCE-END")
)

// onlyFull is the label of scenarios that only the full depth plays.
const onlyFull = "depth:" + string(world.Full)

var windows []world.Window

// window declares a window, so that reports tell what the quick depth has left to the full
// one. A window without rules is part of another.
func window(what string, quick, full time.Duration, rules ...string) world.Window {
	v := world.Window{Rules: rules, What: what, Quick: quick, Full: full}
	windows = append(windows, v)
	return v
}

// Windows are the windows that differ between the depths.
func Windows() []world.Window { return slices.Clone(windows) }

// WindowsOf are those by which a rule is decided.
func WindowsOf(rule string) []world.Window {
	return slices.DeleteFunc(Windows(), func(v world.Window) bool { return !slices.Contains(v.Rules, rule) })
}
