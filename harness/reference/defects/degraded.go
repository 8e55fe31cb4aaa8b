package defects

import "github.com/passproof/passproof/harness/reference"

var degraded = []Defect{
	{
		Name: "login-while-degraded", Summary: "sends users to the login page of a degraded MVPD", Breaks: []string{"DEGR-SESSION-AUTHORIZE"},
		Decide: func(p *reference.Policy) { p.LoginWhileDegraded = true },
	},
	{
		Name: "permits-need-an-end", Summary: "takes a permit without notAfter for one that has ended", Breaks: []string{"DEGR-PERMIT-WITHOUT-VALIDITY"},
		Decide: func(p *reference.Policy) { p.PermitsNeedEnd = true },
	},
	{
		Name: "login-on-authznone", Summary: "lets users sign in again when a degradation rule denies", Breaks: []string{"DEGR-AUTHZNONE"},
		Decide: func(p *reference.Policy) { p.LoginOnNone = true },
	},
	{
		Name: "degraded-for-a-month", Summary: "keeps degraded profiles for a month", Breaks: []string{"DEGR-PROFILE-SHORT-LIVED"},
		Decide: func(p *reference.Policy) { p.LongDegraded = true },
	},
	{
		Name: "sticky-degradation", Summary: "takes users who got in under AuthNAll for signed in when it is over", Breaks: []string{"DEGR-RECOVERY"},
		Decide: func(p *reference.Policy) { p.StickyDegradation = true },
	},
}
