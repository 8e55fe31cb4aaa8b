package certification

import (
	"context"
	"net"
	"net/url"
	"time"
)

// reaping is how long the system may take to tell of the end of a process that listens no more.
const reaping = 5 * time.Second

// Deserted tells whether nobody listens at the address of the service any more.
func (o Order) Deserted(ctx context.Context) bool { return gone(ctx, o.SubjectURL) }

// gone tells whether nobody listens at the address of a service.
func gone(ctx context.Context, address string) bool {
	at, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := at.Host
	if at.Port() == "" {
		host = net.JoinHostPort(at.Hostname(), map[bool]string{true: "443", false: "80"}[at.Scheme == "https"])
	}
	c, err := (&net.Dialer{Timeout: reaping}).DialContext(ctx, "tcp", host)
	if err != nil {
		return true
	}
	_ = c.Close()
	return false
}
