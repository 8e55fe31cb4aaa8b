package variants

import (
	"net/http"
	"slices"
	"time"

	"github.com/passproof/passproof/harness/reference"
)

// A Variant is one other way of being right.
type Variant struct {
	Name    string
	Summary string // what the service does, one sentence

	// Decide changes decisions of the service; nil: none.
	Decide func(*reference.Policy)
	// Wire changes how Adobe Pass is reached; nil: nothing.
	Wire func(http.RoundTripper) http.RoundTripper
	// Without are features that the service does not have, as passproof.yaml calls them.
	Without []string
	// Verbs are those that its app then lacks.
	Verbs []string
	// Warns are the rules that may warn, and no others.
	Warns []string
}

// All are the variants.
var All = []Variant{
	{
		Name: "poll-15s", Summary: "polls every 15 seconds",
		Decide: func(p *reference.Policy) { p.PollInterval = 15 * time.Second },
	},
	{
		Name: "all-profiles", Summary: "asks for all profiles of a device when its app opens, whichever MVPD was used last",
		Decide: func(p *reference.Policy) { p.AllProfiles = true },
	},
	{
		Name: "configuration-2m", Summary: "keeps the list of MVPDs for two minutes",
		Decide: func(p *reference.Policy) { p.ConfigurationTTL = 2 * time.Minute },
	},
	{
		Name: "configuration-5m", Summary: "keeps the list of MVPDs for five minutes",
		Decide: func(p *reference.Policy) { p.ConfigurationTTL = 5 * time.Minute },
	},
	{
		Name: "no-retries", Summary: "repeats nothing",
		Decide: func(p *reference.Policy) { p.Retries = 0 },
	},
	{
		Name: "three-retries", Summary: "repeats three times where a repeat is allowed",
		Decide: func(p *reference.Policy) { p.Retries = 3 },
	},
	{
		Name: "shared-credentials", Summary: "has one pair of client credentials for all devices",
		Decide: func(p *reference.Policy) { p.SharedCredentials = true },
		Warns:  []string{"REG-CREDENTIALS-PER-INSTANCE"},
	},
	{
		Name: "token-to-its-end", Summary: "uses an access token until a second before its end",
		Decide: func(p *reference.Policy) {
			p.TokenFor = func(life time.Duration) time.Duration { return life - time.Second }
		},
	},
	{
		Name: "patient", Summary: "waits five seconds after a 429",
		Decide: func(p *reference.Policy) { p.Cooldown = 5 * time.Second },
	},
	{
		Name: "no-preauthorization", Summary: "shows everything and asks only when something is played",
		Without: []string{"preauthorization"}, Verbs: []string{"preauthorize"},
	},
	{
		Name: "no-temporary-access", Summary: "has no free previews",
		Without: []string{"temporary-access", "promotional-temporary-access"}, Verbs: []string{"preview", "remaining"},
	},
	{
		Name: "no-single-sign-on", Summary: "passes on no payloads of single sign-on",
		Without: []string{"amazon-sso", "roku-sso", "service-token-sso", "apple-sso"}, Verbs: []string{"partner"},
	},
	{
		Name: "slow", Summary: "needs most of a second for each call, like a service that was just started",
		Wire: delayed(700 * time.Millisecond),
	},
	{
		Name: "new-connections", Summary: "opens a connection for each call",
		Wire: func(next http.RoundTripper) http.RoundTripper { return lonely{next} },
	},
	{
		Name: "no-second-screen", Summary: "lets viewers sign in on the screen that they watch",
		Without: []string{"second-screen"}, Verbs: []string{"activate"},
	},
}

// Find returns the variant of that name.
func Find(name string) (Variant, bool) {
	i := slices.IndexFunc(All, func(v Variant) bool { return v.Name == name })
	if i < 0 {
		return Variant{}, false
	}
	return All[i], true
}
