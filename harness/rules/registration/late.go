package registration

import (
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// timeouts is the shortest that services commonly wait for an answer.
const timeouts = 4 * time.Second

// late tells whether an answer took so long that a service may have given it up: what it
// said then has reached nobody.
func late(x *journal.Exchange) bool { return x.End.Sub(x.Start) > timeouts }
