package registration

import (
	"github.com/passproof/passproof/harness/rule"
)

// CredentialsPersist: credentials survive a restart.
var CredentialsPersist = &rule.Rule{
	ID:        "REG-CREDENTIALS-PERSIST",
	Phase:     rule.Registration,
	Level:     rule.Must,
	Statement: "Client credentials survive a restart of the service.",
	Why:       "Credentials that live in memory end with each deployment, and with them the sign-in of every user.",
	Remedy:    "Keep client_id and client_secret in persistent storage, of the service or of the app.",
	Occasion:  "device that was called for before and after a restart",
	Missing:   "no device was called for before and after a restart",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-registration-phase"},
		{Page: "dynamic-client-registration-faqs", Anchor: "rest-api-v2-access-faq8"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		var cases []rule.Case
		for _, c := range comebacks(e) {
			if c.after.Client != c.before.Client && c.provoked(e) {
				continue
			}
			var complaint *rule.Complaint
			if c.after.Client != c.before.Client {
				complaint = rule.Complain("%s is served with client %s since the restart, and with %s before; wanted the credentials to be kept", c.device, c.after.Client, c.before.Client)
			}
			cases = append(cases, rule.Prove(complaint, c.before, c.restart, c.after))
		}
		return cases
	},
}
