package subject

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// between is the pause between two looks at a service that is not ready yet.
const between = 25 * time.Millisecond

// AwaitReady returns when the service at base answers its ready check with 2xx; with
// no check, when it accepts a connection.
func AwaitReady(ctx context.Context, base, check string) error {
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	return Await(ctx, func() error { return look(ctx, client, base, check) })
}

// Await returns when a look finds no fault any more, or with the last one when ctx is done.
func Await(ctx context.Context, look func() error) error {
	tick := time.NewTicker(between)
	defer tick.Stop()
	var last error
	for {
		if last = look(); last == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return last
		case <-tick.C:
		}
	}
}

func look(ctx context.Context, client *http.Client, base, check string) error {
	method, path, ok := strings.Cut(strings.TrimSpace(check), " ")
	if !ok {
		return dial(ctx, base)
	}
	r, err := http.NewRequestWithContext(ctx, method, base+strings.TrimSpace(path), nil)
	if err != nil {
		return err
	}
	response, err := client.Do(r)
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 1<<20))
	_ = response.Body.Close()
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("%s answered %d", check, response.StatusCode)
	}
	return nil
}

func dial(ctx context.Context, base string) error {
	u, err := url.Parse(base)
	if err != nil {
		return err
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	c, err := (&net.Dialer{Timeout: 2 * time.Second}).DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return err
	}
	return c.Close()
}
