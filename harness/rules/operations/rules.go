// Package operations holds the rules about how the service is run. Most of them no
// traffic can decide: the Programmer attests them.
package operations

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{Environments, ProdHAGeo, ValidatedBeforeRelease, SecretStorage, CertManagement, Diagnostics, RegisteredApplication, BusinessAgreements}
