package operations

import "github.com/passproof/passproof/harness/rule"

// CertManagement: certificates for encrypted metadata are looked after.
var CertManagement = &rule.Rule{
	ID:        "OPS-CERT-MANAGEMENT",
	Phase:     rule.Operations,
	Level:     rule.Must,
	Statement: "Certificates shared with Adobe for encrypted user metadata are kept safe, a primary and a backup, renewed in time, and decrypt what Adobe sends.",
	Why:       "With an expired or lost key the zip code of every user is lost, and with it regional rights.",
	Remedy:    "Store the private keys in a vault, name an owner of their rotation, and hand the next certificate to Adobe a month before the end.",
	Attest:    "the key ids, the days on which they end and who rotates them",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
		{Page: "user-metadata", Anchor: "encryption"},
	},
	Feature: rule.EncryptedMetadata,
}
