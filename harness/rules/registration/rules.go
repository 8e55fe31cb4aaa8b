// Package registration holds the rules of Dynamic Client Registration: credentials and
// access tokens.
package registration

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{
	ScopeV2, RegisterRequest, TokenRequest, DCRXForwardedFor,
	CredentialsReuse, CredentialsPersist, CredentialsPerInstance, CredentialsPinned,
	TokenReuse, TokenPersist, TokenExpiry, TokenRefreshNoReregister,
	UnauthorizedRefreshRetry, UnauthorizedBounded, InvalidClient, ReregisterReauth,
}
