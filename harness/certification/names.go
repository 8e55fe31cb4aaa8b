package certification

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/dns"
	"github.com/passproof/passproof/harness/ground"
	"github.com/passproof/passproof/harness/leftovers"
	"github.com/passproof/passproof/harness/network"
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/subject"
	"github.com/passproof/passproof/harness/subject/container"
	"github.com/passproof/passproof/harness/trust"
	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/ca"
	"github.com/passproof/passproof/mockpass/journal"
)

// names is how the subject finds mockpass under Adobe's own names: networks, one for each
// instance, and files that tell whom to trust. Without networks there is a reason.
type names struct {
	registry *network.Registry // nil: there are none
	funnel   *network.Funnel
	folder   string // with the files of package trust, and the resolv.confs
	without  string // why there are none

	containers *container.Site // nil: the service runs in none
	refused    error           // why it cannot run in one
}

// Arguments of the program that puts processes into networks; its own command line knows
// them.
const (
	WithinCommand = "within"
	HoldCommand   = "hold"
)

// base is what a run stands on.
type base struct {
	self string // the program that puts processes into networks
	left *leftovers.Run
}

// openNames finds out what this machine can do for the service of a file. That it can do
// nothing is an error only where the file insists.
func openNames(ctx context.Context, m *mock, file *config.File, on base, log io.Writer) (*names, error) {
	n := &names{}
	switch {
	case file.Subject.Contained():
		return openContainers(ctx, m, file, on, log)
	case len(file.Subject.Command) == 0:
		n.without = "only a service that passproof starts can be given a resolver"
		return n, nil
	case file.Mockpass.Names == config.NamesOff:
		n.without = "mockpass.names is off"
		return n, nil
	}
	folder, err := os.MkdirTemp(on.left.Folder, "names-")
	if err != nil {
		return nil, fmt.Errorf("no folder for resolv.conf and certificates: %w", err)
	}
	n.folder = folder
	site, err := newSite(ctx, file, on.self, folder)
	if err == nil {
		err = writeTrust(folder, m.authority)
	}
	if err == nil {
		err = n.open(m, site)
	}
	if err == nil {
		return n, nil
	}
	_ = os.RemoveAll(folder)
	if file.Mockpass.Names == config.NamesIsolated {
		return nil, &config.Error{File: file.Path, Field: "mockpass.names", What: err.Error(), Remedy: "leave it out: the rules of DNS and HTTPS are inconclusive then"}
	}
	return &names{without: fmt.Sprintf("%v; run passproof as root, or try mockpass.names: isolated if the service needs nothing but Adobe Pass", err)}, nil
}

// A site makes grounds, and knows whom the machine asks for names.
type site interface {
	network.Site
	Resolver() dns.Resolver
}

func newSite(ctx context.Context, file *config.File, self, folder string) (site, error) {
	if file.Mockpass.Names == config.NamesIsolated {
		return ground.NewApart(ctx, []string{self, HoldCommand}, folder)
	}
	return ground.NewHost(ctx, []string{self, WithinCommand}, folder)
}

// writeTrust puts the files of package trust where everybody can read them: a service may
// run as another user.
func writeTrust(folder string, authority *ca.Authority) error {
	store, err := trust.New(authority.PEM(), trust.System())
	if err != nil {
		return err
	}
	for name, text := range store.Files() {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			return fmt.Errorf("the service cannot be told whom to trust: %w", err)
		}
	}
	return os.Chmod(folder, 0o755)
}

// open makes the registry and serves what comes through it.
func (n *names) open(m *mock, s site) error {
	certificates, err := network.NewCertificates(m.authority, time.Now(), ca.AdobeHosts())
	if err != nil {
		return err
	}
	n.funnel = network.NewFunnel()
	n.registry = network.NewRegistry(s, network.Config{
		Owns: adobes, Upstreams: s.Resolver().Upstreams, Certificates: certificates, Serve: n.funnel.Take, Record: m.record, Now: time.Now,
	})
	m.serving.Go(func() { _ = m.api.Serve(n.funnel) })
	return nil
}

// adobes tells names that Adobe Pass has, or could have.
func adobes(name string) bool {
	return strings.HasSuffix(name, ".auth.adobe.com") || strings.HasSuffix(name, ".auth-staging.adobe.com")
}

// record publishes what a network has seen.
func (m *mock) record(e journal.Entry) {
	j := m.server.Journal()
	switch e := e.(type) {
	case *journal.Query:
		e.ID = j.NextID()
	case *journal.Connection:
		e.ID = j.NextID()
	}
	j.Publish(e)
}

// attach numbers connections and lets those of networks be recorded.
func attach(s *mockpass.Server) func(context.Context, net.Conn) context.Context {
	return func(ctx context.Context, c net.Conn) context.Context {
		ctx = s.ConnContext(ctx, c)
		return network.Attach(ctx, c, mockpass.ConnNumber(ctx))
	}
}

// handler serves the API of networks beside that of the mock.
func (n *names) handler(control http.Handler) http.Handler {
	if n.registry == nil {
		return control
	}
	mux := http.NewServeMux()
	mux.Handle("/network/", n.registry.Handler())
	mux.Handle("/", control)
	return mux
}

// attachMain makes the network of the main instance; nil where there are none.
func (n *names) attachMain(ctx context.Context) (*subject.Network, error) {
	if n.registry == nil {
		return nil, nil //nolint:nilnil // no network is the usual one of the machine
	}
	_, at, err := n.registry.Open(ctx)
	if err != nil {
		return nil, err
	}
	return &subject.Network{Attachment: at, Reach: func(_ context.Context, address string) (string, error) { return n.registry.Reach(at.Network, address) }}, nil
}

// Close ends all networks and removes the files.
func (n *names) Close() error {
	if n == nil || n.registry == nil {
		return nil
	}
	errs := []error{n.registry.Close(), n.funnel.Close()}
	if n.folder != "" {
		errs = append(errs, os.RemoveAll(n.folder))
	}
	if n.containers != nil {
		errs = append(errs, n.containers.Close())
	}
	return errors.Join(errs...)
}

// adobePassURL is where the subject finds Adobe Pass: by name where it can.
func (m *mock) adobePassURL(f *config.File) string {
	if m.names.registry == nil {
		return m.apiURL
	}
	return "https://" + f.Mockpass.Host
}

// unobserved tells which rules are open for want of networks, and why there are none.
func (s *Session) unobserved(verdicts []rule.Verdict) {
	if s.mock.names.refused != nil {
		return // nothing was observed, of any rule
	}
	var open []string
	for i := range verdicts {
		v := &verdicts[i]
		if !v.Rule.ByName || v.Outcome != rule.Inconclusive || s.mock.names.registry != nil {
			continue
		}
		open = append(open, v.Rule.ID)
		v.Reason = "not observable: the service calls Adobe Pass at a base URL of this machine, without DNS and HTTPS: " + s.mock.names.without
	}
	if len(open) > 0 {
		s.notice("the service calls Adobe Pass at %s, not by Adobe's names over HTTPS: %s. That leaves %s inconclusive", s.mock.apiURL, s.mock.names.without, strings.Join(open, ", "))
	}
}
