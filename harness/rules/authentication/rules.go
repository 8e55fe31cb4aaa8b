// Package authentication holds the rules of the authentication phase: lookups,
// sessions, codes and polls.
package authentication

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{
	ProfileCheckFirst, SessionCompleteParams, UserAgentOnly,
	PollEndpoint, PollInterval, PollStopSuccess, PollStopExpiry, PollStopNewCode,
}
