package mockpass

import "time"

// exampleProgrammers are those of the documentation's samples, with one
// application each for REST API V2 and one that only has the scope of V1.
func exampleProgrammers() []Programmer {
	return []Programmer{
		{
			Name: "Reference",
			ServiceProviders: []ServiceProvider{{
				ID:   "REF30",
				Name: "Reference site only in 30",
				Domains: []string{
					"adobe.com", "adobe.io", "adobepass.com", "adobeptime.com", "anvilcreative.com", "testadobe.com",
					"experienceleague.adobe.com", "example.com",
				},
			}},
			Applications: []Application{
				{ID: "ref30-application", Name: "Reference application"},
				{ID: "ref30-legacy", Name: "Reference application of REST API V1", Scopes: []string{ScopeV1}},
			},
		},
		{
			Name:             "Second",
			ServiceProviders: []ServiceProvider{{ID: "apasstest1", Domains: []string{"adobe.com", "example.com"}}},
			Applications:     []Application{{ID: "apasstest1-application"}},
		},
	}
}

// exampleMVPDs are those of the documentation's samples, and some with ids that a
// careless client spoils.
func exampleMVPDs() []MVPD {
	return []MVPD{
		{
			ID: "Cablevision", DisplayName: "Optimum", LogoutEndpoint: true, DeniedResources: []string{"denied"},
			PlatformMappingID: "cablevision", BoardingStatus: "SUPPORTED",
		},
		{ID: "Spectrum", DeniedResources: []string{"denied"}},
		{ID: "Comcast_SSO", DisplayName: "Xfinity", LogoutEndpoint: true},
		{ID: "TempPass_TEST40", DisplayName: "Adobe Temp Pass Test 3 min", TempPass: &TempPass{Duration: Duration(3 * time.Minute)}},
		{
			ID: "flexibleTempPass", DisplayName: "Promotional Temp Pass",
			TempPass: &TempPass{Duration: Duration(24 * time.Hour), Promotional: true, Resources: 10},
		},
		{ID: "mixedCase.id", DisplayName: "Mixed Case"},
		{ID: "id with space", DisplayName: "Provider & Söhne"},
	}
}
