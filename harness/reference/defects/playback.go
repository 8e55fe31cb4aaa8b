package defects

import (
	"time"

	"github.com/passproof/passproof/harness/reference"
)

var playback = []Defect{
	{
		Name: "escaped-resource", Summary: "escapes resources as in HTML before it authorizes them", Breaks: []string{"AUTHZ-RESOURCE-VERBATIM"},
		Decide: func(p *reference.Policy) { p.Playback.Escape = true },
	},
	{
		Name: "silent-deny", Summary: "tells the app no reason why playback is denied", Breaks: []string{"AUTHZ-DENY-FEEDBACK", "DEGR-AUTHZNONE"},
		Decide: func(p *reference.Policy) { p.Playback.Silent = true },
	},
	{
		Name: "kept-token", Summary: "asks for each playback and hands out the first media token of the resource again", Breaks: []string{"AUTHZ-TOKEN-ONE-TIME"},
		Decide: func(p *reference.Policy) { p.Playback.KeepTokens = true },
	},
	{
		Name: "reshaped-token", Summary: "decodes media tokens and encodes them in another alphabet", Breaks: []string{"AUTHZ-TOKEN-OPAQUE"},
		Decide: func(p *reference.Policy) { p.Playback.ReshapeTokens = true },
	},
	{
		Name: "refresh-midstream", Summary: "authorizes again nine seconds into a stream", Breaks: []string{"AUTHZ-NO-MIDSTREAM-REFRESH"}, Chatty: true,
		Follows: []string{"AUTHZ-DENY-WINS", "ERR-429-COOLDOWN"},
		Decide:  func(p *reference.Policy) { p.Playback.Refresh = 9 * time.Second },
	},
	{
		Name: "eternal-decision", Summary: "shows a title as entitled for good once it was permitted", Breaks: []string{"AUTHZ-DECISION-VALIDITY"},
		Decide: func(p *reference.Policy) { p.Playback.KeepDecisions = true },
	},
	{
		Name: "ignore-events", Summary: "authorizes nothing when a live stream pauses or breaks for ads", Breaks: []string{"AUTHZ-LIVE-REAUTH"},
		Decide: func(p *reference.Policy) { p.Playback.IgnoreEvents = true },
	},
}
