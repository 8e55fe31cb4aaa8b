package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/control"
)

// serveFlags are the flags of mockpass serve.
type serveFlags struct {
	listen, control, config, token string
	remote                         bool
}

func newServe() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve Adobe Pass until interrupted",
		Long: `serve listens on one address for Programmer Services and browsers, and on another
for the control API (see /control/v1/openapi.yaml there). Whoever reaches the control
API can do anything to the mock, so it is bound to loopback unless you insist.`,
		Example: `  mockpass serve
  mockpass serve --listen 127.0.0.1:9000 --config mockpass.yaml
  mockpass serve --control 0.0.0.0:8081 --allow-remote-control --control-token "$TOKEN"`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.serve(cmd) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.listen, "listen", "127.0.0.1:8080", "address for Programmer Services and browsers")
	flags.StringVar(&f.control, "control", "127.0.0.1:8081", "address for the control API")
	flags.StringVarP(&f.config, "config", "c", "", "YAML file with programmers, MVPDs and lifetimes; default: the documentation's examples")
	flags.StringVar(&f.token, "control-token", "", "ask for this token on the control API")
	flags.BoolVar(&f.remote, "allow-remote-control", false, "let the control API listen beyond loopback")
	return cmd
}

func (f *serveFlags) serve(cmd *cobra.Command) error {
	if !f.remote && !loopback(f.control) {
		return fmt.Errorf("--control %s: the control API would be open to others; use 127.0.0.1, or add --allow-remote-control", f.control)
	}
	c, err := readConfig(f.config)
	if err != nil {
		return err
	}
	server, err := mockpass.New(c)
	if err != nil {
		return err
	}
	var options []control.Option
	if f.token != "" {
		options = append(options, control.WithToken(f.token))
	}
	api := &http.Server{Handler: server.API(), ConnContext: server.ConnContext, ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10}
	ctl := &http.Server{Handler: control.NewHandler(server, options...), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 2)
	for _, s := range []struct {
		server  *http.Server
		address string
		what    string
	}{{api, f.listen, "Adobe Pass"}, {ctl, f.control, "control API"}} {
		l, err := net.Listen("tcp", s.address)
		if err != nil {
			return errors.Join(fmt.Errorf("%s: %w; is the port in use?", s.what, err), api.Close())
		}
		_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%s at http://%s\n", s.what, l.Addr())
		go func() { ended <- s.server.Serve(l) }()
	}
	_, _ = fmt.Fprintln(cmd.OutOrStdout(), "software statement: mockpass statement")
	select {
	case err = <-ended:
	case <-cmd.Context().Done():
		err = nil
	}
	return errors.Join(err, shutdown(api), shutdown(ctl))
}

// shutdown lets what is under way end for a second. Followers of the journal never do.
func shutdown(s *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if s.Shutdown(ctx) != nil {
		return s.Close()
	}
	return nil
}

func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
