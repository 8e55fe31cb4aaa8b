package defects

import (
	"time"

	"github.com/passproof/passproof/harness/reference"
)

var trouble = []Defect{
	{
		Name: "hammer-429", Summary: "repeats at once after a 429", Breaks: []string{"ERR-429-COOLDOWN"},
		Decide: func(p *reference.Policy) { p.Cooldown = time.Millisecond },
	},
	{
		Name: "retry-everything", Summary: "repeats every refused call, whatever its action says", Breaks: []string{"ERR-NO-RETRY-UNLESS-TOLD", "AUTHZ-RETRY-BOUNDED", "PREAUTHZ-BATCH-LIMIT", "PREAUTHZ-RETRY-BOUNDED", "PREAUTHZ-RETRY-ITEMS-ONLY"},
		Decide: func(p *reference.Policy) { p.RetryEverything = true },
	},
	{
		Name: "probe-mvpd", Summary: "probes for an MVPD that does not exist at every lookup", Breaks: []string{"ERR-NO-SELF-INFLICTED"},
		Decide: func(p *reference.Policy) { p.UnknownProbe = true },
	},
}
