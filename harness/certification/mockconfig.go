package certification

import (
	"slices"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass"
)

// mockConfig makes Adobe Pass know the service provider of the file, with its domains,
// its limits and an application of its own, so that any service can be certified as
// it is configured. The MVPDs are the documentation's, and one that a scenario switches off.
func mockConfig(f *config.File) mockpass.Config {
	sp := mockpass.ServiceProvider{ID: f.ServiceProvider, Domains: f.Domains}
	for _, mvpd := range []string{"Cablevision", "Spectrum", "Comcast_SSO", "mixedCase.id", "id with space", world.Retired} {
		sp.Integrations = append(sp.Integrations, mockpass.Integration{
			MVPD: mvpd, PreauthorizeLimit: f.Limits.PreauthorizeResources, AuthorizeLimit: f.Limits.AuthorizeResources,
		})
	}
	for _, id := range []string{f.TemporaryAccess.Basic, f.TemporaryAccess.Promotional} {
		if id != "" {
			sp.Integrations = append(sp.Integrations, mockpass.Integration{
				MVPD: id, PreauthorizeLimit: f.Limits.PreauthorizeResources, AuthorizeLimit: f.Limits.AuthorizeResources,
			})
		}
	}
	for _, m := range appleMVPDs(f) {
		sp.Integrations = append(sp.Integrations, mockpass.Integration{
			MVPD: m.ID, PreauthorizeLimit: f.Limits.PreauthorizeResources, AuthorizeLimit: f.Limits.AuthorizeResources, Platforms: onApple(m.ID),
		})
	}
	return mockpass.Config{
		MVPDs: slices.Concat([]mockpass.MVPD{{ID: world.Retired, DisplayName: "Retired TV"}}, tempPasses(f.TemporaryAccess), appleMVPDs(f)),
		Programmers: []mockpass.Programmer{{
			Name: f.Subject.Name, ServiceProviders: []mockpass.ServiceProvider{sp},
			Applications: []mockpass.Application{{ID: f.ServiceProvider + "-application"}},
		}},
		// Browsers and registrations all come from this machine: their address is no device's.
		Throttle: mockpass.Throttle{Enabled: true, Forwarded: true},
	}
}
