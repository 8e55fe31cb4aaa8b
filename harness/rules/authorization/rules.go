// Package authorization holds the rules of the authorization phase: what happens when
// a user presses play.
package authorization

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{
	BeforeEveryPlayback, Path, ResourceLimit, ResourceVerbatim, DenyWins, RelayDecision, DenyFeedback, RetryBounded,
	TokenOneTime, TokenVerify, TokenOpaque, NoMidstreamRefresh, DecisionValidity, LiveReauth,
}
