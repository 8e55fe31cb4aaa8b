package config

import "slices"

// A TempPass names what Adobe has configured for temporary access
// (temp-pass-feature). Without any of the two ids they are the documentation's, as far
// as features tells that there is such a TempPass.
type TempPass struct {
	Basic       string `yaml:"basic"`       // id of the basic TempPass
	Promotional string `yaml:"promotional"` // id of the promotional TempPass
	IdentityKey string `yaml:"identityKey"` // the key under which the promotional TempPass gets the user's identity; default email
}

func (t *TempPass) fillIn(features []string) {
	if t.Basic == "" && t.Promotional == "" {
		if slices.Contains(features, "temporary-access") {
			t.Basic = "TempPass_TEST40"
		}
		if slices.Contains(features, "promotional-temporary-access") {
			t.Promotional = "flexibleTempPass"
		}
	}
	if t.IdentityKey == "" {
		t.IdentityKey = "email"
	}
}
