// Package configuration holds the rules of the configuration phase: the list of MVPDs.
package configuration

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{OnlyForPicker, CacheTTL, CacheKey, SelectionPersist, MVPDIDVerbatim, ListFromAdobe, Filter, InactiveIntegration}
