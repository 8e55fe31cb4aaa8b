package report

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// query shows a DNS question and its answer.
func query(q *journal.Query) string {
	var addresses []string
	for _, a := range q.Addresses {
		addresses = append(addresses, a.String())
	}
	answer := cmp.Or(strings.Join(addresses, ", "), q.Result, "no address")
	what := fmt.Sprintf("DNS %s %s -> %s (TTL %d s)", q.Type, clip(q.Name, mostHeader), answer, int(q.TTL.Seconds()))
	if q.DataCentre != "" {
		what += ", data centre " + q.DataCentre
	}
	return what
}

// connection shows one that was opened, and what became of it.
func connection(c *journal.Connection) (string, []string) {
	what := fmt.Sprintf("connection to %s", c.To)
	if c.DataCentre != "" {
		what += ", data centre " + c.DataCentre
	}
	what += " -> " + string(c.Outcome)
	var details []string
	if c.Certificate != "" {
		details = append(details, "! shown a certificate with a fault: "+c.Certificate)
	}
	if c.Reason != "" {
		details = append(details, fmt.Sprintf("after %v: %s", c.Settled.Sub(c.Opened).Round(time.Millisecond), clip(c.Reason, mostBody)))
	}
	return what, details
}
