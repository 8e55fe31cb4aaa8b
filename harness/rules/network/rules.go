// Package network holds the rules about hosts, paths and the load on them.
package network

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{DNSTTL, DNSReroute, HTTPS, V2Only, ThrottleBudget, SourceIPAllowlist}
