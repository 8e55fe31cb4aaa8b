package defects

import "slices"

// All are all defects in the order of the cookbook.
var All = slices.Concat(network, registration, headers, configuration, authentication, identity, catalogue, decisions, playback, logout, trouble, degraded, temporary, singleSignOn)
