package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/spf13/cobra"
)

// health asks a mock how it is.
type health struct {
	token   string
	timeout time.Duration
}

func newHealth() *cobra.Command {
	var h health
	cmd := &cobra.Command{
		Use:   "health [URL]",
		Short: "Ask a running mock whether it is up",
		Long: `health asks the control API at a URL, without one at MOCKPASS_CONTROL or
http://127.0.0.1:8081, and ends with exit code 0 if the mock is up and 1 if not: for
health checks of containers, whose images have no other program. It uses no proxy.`,
		Example: `  mockpass health
  mockpass health http://127.0.0.1:9081`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			target, err := healthURL(append(args, cmp.Or(os.Getenv("MOCKPASS_CONTROL"), "http://127.0.0.1:8081"))[0])
			if err != nil {
				return err
			}
			if err := h.ask(cmd.Context(), target); err != nil {
				return unhealthyError{err}
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s is up\n", target)
			return err
		},
	}
	cmd.Flags().StringVar(&h.token, "token", "", "token that the control API asks for (default "+tokenVariable+")")
	cmd.Flags().DurationVar(&h.timeout, "timeout", 2*time.Second, "how long to wait for an answer")
	return cmd
}

// healthURL puts the path to a URL that has none.
func healthURL(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", fmt.Errorf("%q is not a URL; write http://host:port of the control API", text)
	}
	if u.Path == "" || u.Path == "/" {
		u.Path = "/control/v1/health"
	}
	return u.String(), nil
}

func (h health) ask(ctx context.Context, target string) error {
	ctx, cancel := context.WithTimeout(ctx, h.timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return err
	}
	if token := cmp.Or(h.token, os.Getenv(tokenVariable)); token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := (&http.Transport{}).RoundTrip(r) // no proxy, no redirects
	if err != nil {
		return fmt.Errorf("%s does not answer: %w", target, err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", target, answer.Status)
	}
	return nil
}
