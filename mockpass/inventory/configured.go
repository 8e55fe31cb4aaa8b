package inventory

// A Programmer is a company with service providers and applications.
type Programmer struct {
	Name             string   `json:"name"`
	ServiceProviders []string `json:"serviceProviders"` // ids
	Applications     []string `json:"applications"`     // ids
}

// A ServiceProvider is a brand or channel.
type ServiceProvider struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Domains []string `json:"domains"`
	MVPDs   []string `json:"mvpds"` // ids of those that can be used now
}

// An MVPD is a television provider.
type MVPD struct {
	ID             string   `json:"id"`
	DisplayName    string   `json:"displayName"`
	LogoutEndpoint bool     `json:"logoutEndpoint"` // it has a page at which its own session ends
	Disabled       bool     `json:"disabled"`       // switched off at run time, for all service providers
	Accounts       []string `json:"accounts"`       // names of subscribers of whom something particular is known
}

// An Integration connects a service provider with an MVPD.
type Integration struct {
	ServiceProvider   string `json:"serviceProvider"`
	MVPD              string `json:"mvpd"`
	Active            bool   `json:"active"`            // it can be used now
	Because           string `json:"because,omitempty"` // why it is as it is, when it was switched at run time: integration or mvpd
	Configured        bool   `json:"configured"`        // the configuration wants it active
	PreauthorizeLimit int    `json:"preauthorizeLimit"` // resources in one request
	AuthorizeLimit    int    `json:"authorizeLimit"`    // resources in one request
	Dummy             bool   `json:"dummy"`             // permits everything without asking the MVPD
}

// An Application is a registered application: what a software statement speaks for.
type Application struct {
	ID               string   `json:"id"`
	Name             string   `json:"name"`
	ServiceProviders []string `json:"serviceProviders"` // ids
	Scopes           []string `json:"scopes"`
	RedirectURIs     []string `json:"redirectUris"`
	Revoked          bool     `json:"revoked"` // its software statement and its clients are void
}
