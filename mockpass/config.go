package mockpass

// Config is what a file can say about a mock. The zero value is the
// documentation's example: see [Programmer] and [MVPD] for what it holds.
type Config struct {
	// Programmers own service providers and applications. None: the programmer of
	// the documentation's samples with the service provider REF30, and a second one
	// with apasstest1.
	Programmers []Programmer `json:"programmers,omitempty" yaml:"programmers,omitempty"`
	// MVPDs come in addition to those of the documentation's samples; one with the
	// id of such takes its place.
	MVPDs []MVPD `json:"mvpds,omitempty" yaml:"mvpds,omitempty"`
	// Degradations are rules of degraded access; [Server.Degrade] sets further ones.
	Degradations []Degradation `json:"degradations,omitempty" yaml:"degradations,omitempty"`
	// TokenIssuers are the identity services whose service tokens are believed. The
	// mock itself is one more: [Server.ServiceToken].
	TokenIssuers []TokenIssuer `json:"tokenIssuers,omitempty" yaml:"tokenIssuers,omitempty"`
	// PlatformSecrets check the tokens of platform single sign-on.
	PlatformSecrets PlatformSecrets `json:"platformSecrets,omitzero" yaml:"platformSecrets,omitempty"`
	// Throttle is the limit of requests for each streaming device.
	Throttle Throttle `json:"throttle,omitzero" yaml:"throttle,omitempty"`
	// Lifetimes say how long things are valid.
	Lifetimes Lifetimes `json:"lifetimes,omitzero" yaml:"lifetimes,omitempty"`
	// Switches decide what the documentation leaves open.
	Switches Switches `json:"switches,omitzero" yaml:"switches,omitempty"`
	// Mean uses every documented freedom against clients that rely on more than is
	// promised: unknown members, relative and absolute URLs, codes of other lengths,
	// short lifetimes where Lifetimes say nothing, and more (docs/mean-mode.md).
	Mean bool `json:"mean,omitempty" yaml:"mean,omitempty"`
	// Seed decides what mean mode does with which call of which device. One seed means
	// the same each time.
	Seed uint64 `json:"seed,omitempty" yaml:"seed,omitempty"`
	// Key signs software statements, access tokens and media tokens: an RSA private
	// key of at least 2048 bits in PEM. Empty: a development key that is part of this
	// package, hence public and worthless outside of tests.
	Key string `json:"key,omitempty" yaml:"key,omitempty"`
	// Limits bound the memory of the mock.
	Limits Limits `json:"limits,omitzero" yaml:"limits,omitempty"`
}

// A Programmer is a company with service providers and applications.
type Programmer struct {
	Name             string            `json:"name,omitempty" yaml:"name,omitempty"`
	ServiceProviders []ServiceProvider `json:"serviceProviders" yaml:"serviceProviders"`
	Applications     []Application     `json:"applications" yaml:"applications"`
}

// A ServiceProvider is a brand or channel, in paths the {serviceProvider}.
type ServiceProvider struct {
	ID      string   `json:"id" yaml:"id"`
	Name    string   `json:"name,omitempty" yaml:"name,omitempty"` // empty: the id
	Domains []string `json:"domains,omitempty" yaml:"domains,omitempty"`
	// Integrations are the MVPDs that can be used. None: every MVPD, with the
	// usual limits.
	Integrations []Integration `json:"integrations,omitempty" yaml:"integrations,omitempty"`
	// Certificates encrypt sensitive user metadata.
	Certificates Certificates `json:"certificates,omitzero" yaml:"certificates,omitempty"`
}

// An Integration connects a service provider with an MVPD.
type Integration struct {
	MVPD     string `json:"mvpd" yaml:"mvpd"`
	Disabled bool   `json:"disabled,omitempty" yaml:"disabled,omitempty"`
	// PreauthorizeLimit is how many resources one preauthorize request may name; 0 means 5.
	PreauthorizeLimit int `json:"preauthorizeLimit,omitempty" yaml:"preauthorizeLimit,omitempty"`
	// AuthorizeLimit is how many resources one authorize request may name; 0 means 1.
	AuthorizeLimit int `json:"authorizeLimit,omitempty" yaml:"authorizeLimit,omitempty"`
	// Dummy permits every resource without asking the MVPD; decisions then name the
	// source dummy.
	Dummy bool `json:"dummy,omitempty" yaml:"dummy,omitempty"`
	// Encrypted are the names of user metadata attributes that are sent encrypted.
	// None: zip and encryptedZip, for which the documentation demands it.
	Encrypted []string `json:"encrypted,omitempty" yaml:"encrypted,omitempty"`
	// Platforms are the settings for some platforms, by the names of [Platforms];
	// "all" stands for those that have none of their own. None at all: single sign-on
	// is enabled everywhere.
	Platforms map[string]Platform `json:"platforms,omitempty" yaml:"platforms,omitempty"`
}

// An Application is a registered application: what a software statement speaks for.
type Application struct {
	ID   string `json:"id" yaml:"id"`
	Name string `json:"name,omitempty" yaml:"name,omitempty"` // empty: the id
	// ServiceProviders that the application may speak for. None: all of its programmer.
	ServiceProviders []string `json:"serviceProviders,omitempty" yaml:"serviceProviders,omitempty"`
	// Scopes of its clients. None: [ScopeV2] alone.
	Scopes []string `json:"scopes,omitempty" yaml:"scopes,omitempty"`
	// GrantTypes that its clients may use. None: client_credentials, the one grant that
	// there is. Clients that may use others only are refused with unauthorized_client.
	GrantTypes []string `json:"grantTypes,omitempty" yaml:"grantTypes,omitempty"`
	// RedirectURIs are custom schemes and URLs registered for the application; a
	// registration may name one of them or something below it. None: any.
	RedirectURIs []string `json:"redirectUris,omitempty" yaml:"redirectUris,omitempty"`
	// Revoked applications get no credentials any more, and those they have are void.
	Revoked bool `json:"revoked,omitempty" yaml:"revoked,omitempty"`
}

// An MVPD is a television provider.
type MVPD struct {
	ID          string `json:"id" yaml:"id"`
	DisplayName string `json:"displayName,omitempty" yaml:"displayName,omitempty"` // empty: the id
	LogoURL     string `json:"logoUrl,omitempty" yaml:"logoUrl,omitempty"`         // empty: one below example.com
	// Flags are further members of the MVPD's entry in configuration answers, such as
	// isProxy, authPerAggregator or passiveAuthnEnabled. authPerAggregator also keeps
	// the MVPD out of single sign-on by platform identity and service token; the others
	// change nothing else.
	Flags map[string]any `json:"flags,omitempty" yaml:"flags,omitempty"`
	// LogoutEndpoint says that the MVPD has a page at which its own session ends.
	LogoutEndpoint bool `json:"logoutEndpoint,omitempty" yaml:"logoutEndpoint,omitempty"`
	// PlatformMappingID is the id by which partner frameworks know the MVPD.
	PlatformMappingID string `json:"platformMappingId,omitempty" yaml:"platformMappingId,omitempty"`
	// BoardingStatus is how far the MVPD has come with partner frameworks: SUPPORTED,
	// PICKER (listed there only), or empty: not at all.
	BoardingStatus string `json:"boardingStatus,omitempty" yaml:"boardingStatus,omitempty"`
	// TempPass makes this a pseudo-MVPD of temporary access. Nil: a real MVPD.
	TempPass *TempPass `json:"tempPass,omitempty" yaml:"tempPass,omitempty"`
	// DeniedResources are not in the package of any subscriber.
	DeniedResources []string `json:"deniedResources,omitempty" yaml:"deniedResources,omitempty"`
	// Denials are resources that the MVPD denies for a reason of their own.
	Denials []Denial `json:"denials,omitempty" yaml:"denials,omitempty"`
	// Accounts are subscribers of whom something particular is known. Any other
	// account name can sign in as well.
	Accounts []Account `json:"accounts,omitempty" yaml:"accounts,omitempty"`
}

// An Account is a subscriber of an MVPD.
type Account struct {
	Name            string         `json:"name" yaml:"name"`
	DeniedResources []string       `json:"deniedResources,omitempty" yaml:"deniedResources,omitempty"`
	Denials         []Denial       `json:"denials,omitempty" yaml:"denials,omitempty"`
	Attributes      map[string]any `json:"attributes,omitempty" yaml:"attributes,omitempty"` // user metadata in plain, in addition to or instead of the usual ones; null takes one away
	// HomeBased says that the viewer was recognized by the network at home: hba_status
	// is true and the profile lives as long as [Lifetimes.HomeBased].
	HomeBased bool `json:"homeBased,omitempty" yaml:"homeBased,omitempty"`
}

// A Denial says why an MVPD denies resources.
type Denial struct {
	// Code is an enhanced error code, such as authorization_denied_by_parental_controls.
	Code string `json:"code" yaml:"code"`
	// Resources that are denied. None: all.
	Resources []string `json:"resources,omitempty" yaml:"resources,omitempty"`
	Details   string   `json:"details,omitempty" yaml:"details,omitempty"` // for people, such as where to buy more
}

// Limits bound what the mock holds in memory.
type Limits struct {
	Rows       int `json:"rows,omitempty" yaml:"rows,omitempty"`             // clients, tokens, sessions, devices and decisions, each; 0 means 200 000
	Directions int `json:"directions,omitempty" yaml:"directions,omitempty"` // in force at a time; 0 means 10 000
	Entries    int `json:"entries,omitempty" yaml:"entries,omitempty"`       // of the journal; 0 means 50 000
}

// ScopeV2 is the scope of clients that may use REST API V2.
const ScopeV2 = "api:client:v2"

// ScopeV1 is the scope of clients of the legacy REST API V1. Their statements can
// be registered; REST API V2 refuses their access tokens.
const ScopeV1 = "api:client:v1"

// ScopeTempPass is the scope of clients that may reset TempPasses. The documentation
// names none, so clients of [ScopeV2] may as well.
const ScopeTempPass = "temporary:passes:owner"
