package defects

import "github.com/passproof/passproof/harness/reference"

var temporary = []Defect{
	{
		Name: "session-for-preview", Summary: "creates a session before a free preview", Breaks: []string{"TEMP-DIRECT-AUTHORIZE"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.SessionForPreview = true },
	},
	{
		Name: "identity-once", Summary: "tells the identity of a promotional user with the first call of a device only", Breaks: []string{"TEMP-PROMO-IDENTITY"},
		Decide: func(p *reference.Policy) { p.IdentityOnce = true },
	},
	{
		Name: "clear-identity", Summary: "sends the address of a promotional user in clear text", Breaks: []string{"TEMP-IDENTITY-HASHED"},
		Decide: func(p *reference.Policy) { p.ClearIdentity = true },
	},
	{
		Name: "plain-end", Summary: "answers the end of a free preview like any error", Breaks: []string{"TEMP-LIMIT-EXCEEDED"},
		Decide: func(p *reference.Policy) { p.PlainEnd = true },
	},
	{
		Name: "endless-preview", Summary: "lets a free preview run on when its time is over", Breaks: []string{"TEMP-ENFORCE-END"},
		Decide: func(p *reference.Policy) { p.EndlessPreview = true },
	},
	{
		Name: "logout-for-preview", Summary: "signs the user out before a free preview", Breaks: []string{"TEMP-SWITCH-WITHOUT-LOGOUT"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.LogoutForPreview = true },
	},
	{
		Name: "trial-among-all", Summary: "looks among all profiles for what is left of a trial", Breaks: []string{"TEMP-PROFILE-QUERY"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.TrialAmongAll = true },
	},
	{
		Name: "preview-twice", Summary: "authorizes each free preview twice", Breaks: []string{"TEMP-NO-WASTED-AUTHORIZE"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.SpareTrials = 1 },
	},
}
