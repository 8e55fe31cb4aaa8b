// Package preauthorization holds the rules of the preauthorization phase: what a
// catalogue may ask, and what its answers are good for.
package preauthorization

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{
	NotPlayback, BatchLimit, RelayDecisions, CachePermits, CacheOnlyPermits, CacheScope, CacheInvalidate,
	RetryBounded, RetryItemsOnly, DenyFeedback, ChannelLevelIDs,
}
