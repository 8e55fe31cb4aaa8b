package defects

import (
	"time"

	"github.com/passproof/passproof/harness/reference"
)

var authentication = []Defect{
	{
		Name: "blind-session", Summary: "creates a session without looking for a profile first", Breaks: []string{"AUTHN-PROFILE-CHECK-FIRST"},
		Decide: func(p *reference.Policy) { p.NoLookup = true },
	},
	{
		Name: "patched-session", Summary: "creates the session with the MVPD alone and adds the rest by a second call", Breaks: []string{"AUTHN-SESSION-COMPLETE-PARAMS"}, Chatty: true,
		Follows: []string{"AUTHN-POLL-START-SECONDARY", "AUTHN-POLL-STOP-NEW-CODE", "ERR-429-COOLDOWN", "NET-THROTTLE-BUDGET"},
		Decide:  func(p *reference.Policy) { p.PatchedSession = true },
	},
	{
		Name: "prefetch-login", Summary: "opens the login page itself before it hands the url out", Breaks: []string{"AUTHN-USER-AGENT-ONLY"},
		Decide: func(p *reference.Policy) { p.Prefetch = true },
	},
	{
		Name: "poll-profiles", Summary: "polls the profiles of the device in place of the code", Breaks: []string{"AUTHN-POLL-ENDPOINT"}, Chatty: true,
		Follows: []string{"AUTHN-POLL-START-PRIMARY", "AUTHN-POLL-START-SECONDARY", "SSO-PARTNER-ROUTING"},
		Decide:  func(p *reference.Policy) { p.PollByMVPD = true },
	},
	{
		Name: "poll-too-fast", Summary: "polls every 1.5 seconds", Breaks: []string{"AUTHN-POLL-INTERVAL"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.PollInterval = 1500 * time.Millisecond },
	},
	{
		Name: "poll-after-success", Summary: "polls four times more when the profile has come", Breaks: []string{"AUTHN-POLL-STOP-SUCCESS"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.PollAfterSuccess = 4 },
	},
	{
		Name: "poll-after-expiry", Summary: "goes on polling when the code has expired", Breaks: []string{"AUTHN-POLL-STOP-EXPIRY"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.PollAfterExpiry = true },
	},
	{
		Name: "poll-old-code", Summary: "goes on polling for the old code when the user has asked for a new one", Breaks: []string{"AUTHN-POLL-STOP-NEW-CODE"}, Chatty: true,
		Decide: func(p *reference.Policy) { p.PollAfterNewCode = true },
	},
}
