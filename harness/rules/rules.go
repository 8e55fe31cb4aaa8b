// Package rules is the catalogue: one package a phase, one file a rule.
package rules

import (
	"slices"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/rules/authentication"
	"github.com/passproof/passproof/harness/rules/authorization"
	"github.com/passproof/passproof/harness/rules/configuration"
	"github.com/passproof/passproof/harness/rules/degraded"
	"github.com/passproof/passproof/harness/rules/errors"
	"github.com/passproof/passproof/harness/rules/headers"
	"github.com/passproof/passproof/harness/rules/logout"
	"github.com/passproof/passproof/harness/rules/network"
	"github.com/passproof/passproof/harness/rules/operations"
	"github.com/passproof/passproof/harness/rules/preauthorization"
	"github.com/passproof/passproof/harness/rules/registration"
	"github.com/passproof/passproof/harness/rules/singlesignon"
	"github.com/passproof/passproof/harness/rules/temporary"
)

// All returns every rule in the order of the cookbook.
func All() []*rule.Rule {
	return slices.Concat(network.Rules, operations.Rules, registration.Rules, headers.Rules, configuration.Rules, authentication.Rules,
		preauthorization.Rules, authorization.Rules, logout.Rules, errors.Rules,
		degraded.Rules, temporary.Rules, singlesignon.Rules)
}

// Passive are the rules that recorded traffic can be judged by.
func Passive() []*rule.Rule {
	return slices.DeleteFunc(All(), func(r *rule.Rule) bool { return !r.Passive })
}
