package rule

import (
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// timeouts is the shortest that services commonly wait for an answer.
const timeouts = 4 * time.Second

// Late tells whether an answer took so long that a service may have given it up: what it
// said then has reached nobody, and asking again is no fault.
func Late(x *journal.Exchange) bool { return x.End.Sub(x.Start) > timeouts }
