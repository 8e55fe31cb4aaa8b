// Package authentication holds the rules of the authentication phase: lookups,
// sessions, codes, polls, profiles and metadata.
package authentication

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{
	ProfileCheckFirst, RequiredBeforeDecisions,
	SessionCompleteParams, SessionRedirectEncoding, SessionReturnCodeURL, UserAgentOnly,
	ActionAuthorize, ActionResume, CodeValidate,
	PollEndpoint, PollInterval, PollStartPrimary, PollStartSecondary, PollStopSuccess, PollStopExpiry, PollStopNewCode,
	ProfileFromResponse, ProfileCache, ProfileValidity, ProfileInvalidated, MultipleProfiles, ProfileTypes,
	MetadataFromProfile, MetadataRefresh,
}
