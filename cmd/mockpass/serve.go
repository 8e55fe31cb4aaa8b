package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/configfile"
	"github.com/passproof/passproof/mockpass/control"
)

// tokenVariable is where serve and health find the token of the control API when no
// flag has it: what stands on a command line, everybody on the machine can read.
const tokenVariable = "MOCKPASS_TOKEN"

// serveFlags are the flags of mockpass serve.
type serveFlags struct {
	listen                 []string
	control, config, token string
	remote                 bool
	tls                    bool
	ca                     string
	names                  []string
	overrides              overrides
}

func newServe() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve Adobe Pass until interrupted",
		Long: `serve listens for Programmer Services and browsers, and on another address for the
control API (see /control/v1/openapi.yaml there). Whoever reaches the control API can
do anything to the mock, so it is bound to loopback unless you insist.

Several --listen are several data centres of the same mock: state is common, and the
journal tells which one a request came to. With https:// or --tls they have
certificates for localhost, their own addresses and Adobe's host names, from the
authority in --ca (see mockpass ca) or from one that lasts as long as the process and
whose certificate the control API has at /control/v1/ca.pem.

The configuration file is looked at every second and read again when it has changed,
or at once on SIGHUP. If it has a mistake, that is printed with its line, and the
configuration from before stays. Clients, tokens, sessions and profiles stay in any
case.`,
		Example: `  mockpass serve
  mockpass serve --listen 127.0.0.1:9000 --config mockpass.yaml
  mockpass serve --listen http://127.0.0.1:8080 --listen https://127.0.0.1:8443 --ca mockpass-ca
  mockpass serve --listen east=https://127.0.0.2:8443 --listen west=https://127.0.0.3:8443
  mockpass serve --listen 0.0.0.0:8443 --tls --tls-name mockpass
  mockpass serve --mean --seed 7 --throttle on
  mockpass serve --control 0.0.0.0:8081 --allow-remote-control --control-token "$TOKEN"`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.serve(cmd) },
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.listen, "listen", []string{"127.0.0.1:8080"}, "address for Programmer Services and browsers, [name=][https://]host:port; may be given several times")
	flags.StringVar(&f.control, "control", "127.0.0.1:8081", "address for the control API")
	flags.StringVarP(&f.config, "config", "c", "", "YAML file with programmers, MVPDs and lifetimes; default: the documentation's examples")
	flags.StringVar(&f.token, "control-token", "", "ask for this token on the control API; default: the environment's "+tokenVariable)
	flags.BoolVar(&f.remote, "allow-remote-control", false, "let the control API listen beyond loopback")
	flags.BoolVar(&f.tls, "tls", false, "speak HTTPS on every --listen that has no scheme")
	flags.StringVar(&f.ca, "ca", "", "folder of the certificate authority, made if need be; default: one that lasts as long as the process")
	flags.StringArrayVar(&f.names, "tls-name", nil, "a further host name for the certificate; may be given several times")
	f.overrides.add(flags)
	return cmd
}

// A site is one listener and what is served on it.
type site struct {
	listener
	label  string
	server *http.Server
}

func (f *serveFlags) serve(cmd *cobra.Command) error {
	listeners, err := parseListeners(f.listen, f.tls)
	if err != nil {
		return err
	}
	ctl, err := parseListener(f.control, false)
	switch {
	case err != nil:
		return fmt.Errorf("--control %s: %w", f.control, err)
	case ctl.tls || ctl.name != "":
		return fmt.Errorf("--control %s: the control API has no name and speaks HTTP; write host:port", f.control)
	case !f.remote && !ctl.loopback():
		return fmt.Errorf("--control %s: the control API would be open to others; use 127.0.0.1, or add --allow-remote-control", f.control)
	}
	mock, watch, err := f.mock()
	if err != nil {
		return err
	}
	identity, err := f.identity(listeners, time.Now())
	if err != nil {
		return err
	}
	sites := make([]site, 0, len(listeners)+1)
	for _, l := range listeners {
		// Each has a server of its own: one that serves HTTP first never learns HTTP/2.
		sites = append(sites, site{l, l.label(), &http.Server{
			Handler: mock.API(), ConnContext: mock.ConnContext, TLSConfig: identity.config,
			ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10,
		}})
	}
	handler := control.NewHandler(mock, f.controlOptions(identity)...)
	sites = append(sites, site{ctl, "control API", &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}})
	again := hangups(cmd.Context(), watch != nil) // before it tells its addresses: who knows them may send one
	ended, err := open(cmd.OutOrStdout(), sites)
	if err == nil {
		identity.tell(cmd.OutOrStdout())
		_, _ = fmt.Fprintln(cmd.OutOrStdout(), "software statement: mockpass statement")
		if watch != nil {
			go f.follow(cmd, watch, again, mock)
		}
		select {
		case err = <-ended:
		case <-cmd.Context().Done():
		}
	}
	return errors.Join(err, shutdown(sites))
}

// mock makes the mock of the configuration file and the flags, and the watch that
// keeps it at what the file says.
func (f *serveFlags) mock() (server *mockpass.Server, watch *configfile.Watch, err error) {
	use := func(c mockpass.Config) (err error) {
		server, err = mockpass.New(f.overrides.over(c))
		return err
	}
	if f.config == "" {
		err = use(mockpass.Config{})
		return server, nil, err
	}
	watch, err = configfile.Open(f.config, use)
	return server, watch, err
}

func (f *serveFlags) controlOptions(i identity) []control.Option {
	var options []control.Option
	if token := cmp.Or(f.token, os.Getenv(tokenVariable)); token != "" {
		options = append(options, control.WithToken(token))
	}
	if i.authority != nil {
		options = append(options, control.WithCA(i.authority.PEM()))
	}
	return options
}

// open listens on every site and tells where; what it sends is why one ended. All of
// them listen before any is served, so that whoever reads an address finds the rest.
func open(out io.Writer, sites []site) (<-chan error, error) {
	ended := make(chan error, len(sites))
	sockets := make([]net.Listener, 0, len(sites))
	for _, s := range sites {
		socket, err := net.Listen("tcp", s.address)
		if err != nil {
			for _, open := range sockets {
				_ = open.Close()
			}
			return nil, fmt.Errorf("%s: %w; is the port in use?", s.label, err)
		}
		sockets = append(sockets, socket)
	}
	for i, s := range sites {
		go func() {
			if s.tls {
				ended <- s.server.ServeTLS(sockets[i], "", "")
				return
			}
			ended <- s.server.Serve(sockets[i])
		}()
	}
	for i, s := range sites {
		_, _ = fmt.Fprintf(out, "%s at %s\n", s.label, s.url(sockets[i].Addr()))
	}
	return ended, nil
}

// shutdown lets what is under way end for a second. Followers of the journal never do.
func shutdown(sites []site) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	errs := make([]error, len(sites))
	var wg sync.WaitGroup
	for i, s := range sites {
		wg.Go(func() {
			if s.server.Shutdown(ctx) != nil {
				errs[i] = s.server.Close()
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}
