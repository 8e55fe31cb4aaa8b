package rule

import "testing"

func TestDeclared_HasAFeatureByAKindOfIt(t *testing.T) {
	t.Parallel()
	d := Declared{Features: []Feature{PromotionalTemporaryAccess, AmazonSSO}}
	for f, want := range map[Feature]bool{
		"": true, PromotionalTemporaryAccess: true, TemporaryAccess: true, PlatformSSO: true, AmazonSSO: true, RokuSSO: false, SecondScreen: false,
		TokenSSO: true, SSO: true, ServiceTokenSSO: false, AppleSSO: false,
	} {
		if d.Has(f) != want {
			t.Errorf("%q: %v", f, !want)
		}
	}
	if (&Declared{Features: []Feature{TemporaryAccess}}).Has(PromotionalTemporaryAccess) {
		t.Error("a feature has become a kind of itself")
	}
}
