package temporary

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// IdentityHashed: Adobe learns no address.
var IdentityHashed = &rule.Rule{
	ID:        "TEMP-IDENTITY-HASHED",
	Phase:     rule.Temporary,
	Level:     rule.Must,
	Statement: "The identity of a user is a hash of the SHA-2 family, the same on all devices of the user and on those of no other.",
	Why:       "Clear addresses are personal data that Adobe does not want to have; hashes that differ by device give each user as many trials as devices.",
	Remedy:    "Normalize what the user has told, hash it with SHA-256 without any salt of the device, and send the hexadecimal text.",
	Occasion:  "identity that was sent with a promotional TempPass",
	Missing:   "no identity was sent with a promotional TempPass",
	Sources: []rule.Source{
		{Page: "temp-pass-feature", Anchor: "promotional-temp-pass-feature-details"},
		{Page: "rest-api-v2-appendix-headers-ap-temppass-identity", Anchor: "examples"},
	},
	Feature: rule.PromotionalTemporaryAccess,
	Passive: true,
	Grain:   rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		seen := acquaintances{}
		for _, x := range e.Operations() {
			value, err := identity(x, e.Declared.TempPass.IdentityKey)
			if err != nil {
				continue // the matter of TEMP-PROMO-IDENTITY
			}
			if c := hashed(value); c != nil {
				cases = append(cases, rule.Prove(c, x))
				continue
			}
			first, c := seen.meet(user(e, x), value, x)
			cases = append(cases, rule.Prove(c, first, x))
		}
		return cases
	},
}

// user is what the user had told when the service made a call; empty where nobody knows.
func user(e *rule.Evidence, x *journal.Exchange) string {
	if a := e.UnderWay(x, 0, journal.Preview, journal.Remaining); a != nil {
		return a.Text("user")
	}
	return ""
}

// hashed judges an identity by itself.
func hashed(value string) *rule.Complaint {
	digits := hexadecimal(value)
	switch {
	case strings.Contains(value, "@"):
		return rule.Complain("the identity is an address in clear text; wanted a hash of it")
	case !slices.Contains([]int{56, 64, 96, 128}, len(digits)):
		return rule.Complain("the identity %q is no hash of the SHA-2 family; wanted the 64 hexadecimal digits of SHA-256", value)
	case slices.Contains(ofNothing, digits):
		return rule.Complain("the identity is the hash of an empty text; wanted that of what the user has told")
	}
	return nil
}

var digit = regexp.MustCompile("^[0-9a-f]+$")

// hexadecimal are the digits of a hash that is written in hexadecimal digits or in
// Base64; empty for everything else.
func hexadecimal(value string) string {
	if low := strings.ToLower(value); digit.MatchString(low) {
		return low
	}
	raw, err := decode(value)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%x", raw)
}

// ofNothing are SHA-256 and SHA-512 of an empty text.
var ofNothing = []string{
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
}

// acquaintances are the identities of users and the users of identities, as far as they
// were seen.
type acquaintances struct{ all []acquaintance }

type acquaintance struct {
	user, value string
	call        *journal.Exchange
}

// meet compares an identity with those seen before, and returns the call that it
// contradicts, or else its own.
func (a *acquaintances) meet(user, value string, x *journal.Exchange) (*journal.Exchange, *rule.Complaint) {
	if user == "" {
		return x, nil
	}
	for _, old := range a.all {
		same := old.value == value
		switch {
		case old.user == user && !same:
			return old.call, rule.Complain("the identity of %s is %.12s…, and was %.12s… before; wanted the same on all devices", user, value, old.value)
		case old.user != user && strings.EqualFold(old.user, user) && !same:
			return old.call, rule.Warn("%s and %s have different identities; wanted letters of either case to make no difference", old.user, user)
		case !strings.EqualFold(old.user, user) && same:
			return old.call, rule.Complain("%s and %s have the same identity; wanted one for each user", old.user, user)
		}
	}
	a.all = append(a.all, acquaintance{user, value, x})
	return x, nil
}
