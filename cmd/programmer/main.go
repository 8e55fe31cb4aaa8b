// Command programmer is the reference Programmer Service: an implementation of the
// server-to-server cookbook of Adobe Pass, and, with --defect, a broken one.
//
//	programmer --adobe-pass-url http://127.0.0.1:8080 --software-statement "$STATEMENT"
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/harness/reference"
	"github.com/passproof/passproof/harness/reference/defects"
	"github.com/passproof/passproof/harness/reference/hollow"
	"github.com/passproof/passproof/harness/reference/variants"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := newRoot().ExecuteContext(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "programmer:", err)
		os.Exit(2)
	}
}

type flags struct {
	listen, state string
	poll          time.Duration
	broken        []string
	variant       string
	hollow        string
	config        reference.Config
}

func newRoot() *cobra.Command {
	f := flags{}
	root := &cobra.Command{
		Use:   "programmer",
		Short: "The reference Programmer Service for Adobe Pass REST API V2",
		Long: `programmer is a Programmer Service: apps call its small API, and it calls Adobe
Pass for them. --defect makes it do one thing wrong, to prove that passproof notices.`,
		Example: `  programmer --adobe-pass-url http://127.0.0.1:8080 --software-statement "$(mockpass statement)"
  ADOBE_PASS_URL=http://127.0.0.1:8080 SOFTWARE_STATEMENT=eyJ... programmer --defect poll-too-fast
  programmer defects`,
		Args: cobra.NoArgs, SilenceUsage: true, SilenceErrors: true,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.serve(cmd) },
	}
	flags := root.Flags()
	flags.StringVar(&f.listen, "listen", "127.0.0.1:8000", "address on which the apps call")
	flags.StringVar(&f.state, "state", ".", "folder of the state file")
	flags.StringVar(&f.config.AdobePassURL, "adobe-pass-url", os.Getenv("ADOBE_PASS_URL"), "base URL of Adobe Pass [$ADOBE_PASS_URL]")
	flags.StringVar(&f.config.SoftwareStatement, "software-statement", os.Getenv("SOFTWARE_STATEMENT"), "software statement of the registered application [$SOFTWARE_STATEMENT]")
	flags.StringVar(&f.config.ServiceProvider, "service-provider", "REF30", "service provider id")
	flags.StringVar(&f.config.Domain, "domain", "example.com", "domain name registered for the service provider")
	flags.StringVar(&f.config.TempPasses.Basic, "temp-pass", "TempPass_TEST40", "id of the basic TempPass, for free previews")
	flags.StringVar(&f.config.TempPasses.Promotional, "promotional-temp-pass", "flexibleTempPass", "id of the promotional TempPass")
	flags.StringVar(&f.config.TempPasses.IdentityKey, "identity-key", "email", "key under which the promotional TempPass gets the user's identity")
	flags.DurationVar(&f.poll, "poll-interval", 0, "time between two polls for one code; 0: the service's own")
	flags.StringSliceVar(&f.broken, "defect", nil, "do this wrong (repeatable); 'programmer defects' lists them")
	flags.StringVar(&f.variant, "variant", "", "be right in another way; 'programmer variants' lists them")
	flags.StringVar(&f.hollow, "hollow", "", "do next to nothing; 'programmer hollow' lists the ways")
	flags.Lookup("software-statement").DefValue = ""
	root.AddCommand(newDefects(), newVariants(), newHollow())
	return root
}

// listing is a command that prints a table: a heading, and a row a line.
func listing(name, short string, rows func(line func(cells ...string))) *cobra.Command {
	return &cobra.Command{
		Use: name, Short: short,
		Example: "  programmer " + name, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			t := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			rows(func(cells ...string) { _, _ = fmt.Fprintln(t, strings.Join(cells, "\t")) })
			return t.Flush()
		},
	}
}

func newVariants() *cobra.Command {
	return listing("variants", "List the other ways of being right", func(line func(...string)) {
		line("VARIANT", "THE SERVICE")
		for _, v := range variants.All {
			line(v.Name, v.Summary)
		}
	})
}

func newDefects() *cobra.Command {
	return listing("defects", "List the defects and the rules that each must break", func(line func(...string)) {
		line("DEFECT", "THE SERVICE", "BREAKS")
		for _, d := range defects.All {
			line(d.Name, d.Summary, strings.Join(d.Breaks, " "))
		}
	})
}

func newHollow() *cobra.Command {
	return listing("hollow", "List the ways of doing next to nothing, which must prove no rule", func(line func(...string)) {
		line("HOLLOW", "THE SERVICE")
		for _, h := range hollow.All {
			line(h.Name, h.Summary)
		}
	})
}

// decide sets the policy and the transport as the flags say.
func (f *flags) decide() error {
	f.config.State = filepath.Join(f.state, "programmer.db")
	f.config.Policy = reference.Correct()
	var wires []func(http.RoundTripper) http.RoundTripper
	if f.poll > 0 {
		f.config.Policy.PollInterval = f.poll
	}
	if f.variant != "" {
		v, ok := variants.Find(f.variant)
		if !ok {
			return fmt.Errorf("--variant %s: there is none of that name; 'programmer variants' lists them", f.variant)
		}
		if v.Decide != nil {
			v.Decide(&f.config.Policy)
		}
		if v.Wire != nil {
			wires = append(wires, v.Wire)
		}
	}
	for _, name := range f.broken {
		d, ok := defects.Find(name)
		if !ok {
			return fmt.Errorf("--defect %s: there is none of that name; 'programmer defects' lists them", name)
		}
		if d.Decide != nil {
			d.Decide(&f.config.Policy)
		}
		if d.Wire != nil {
			wires = append(wires, d.Wire)
		}
	}
	f.config.Transport = reference.NewTransport(f.config.Policy.Line, f.config.AdobePassURL)
	for _, wire := range wires {
		f.config.Transport = wire(f.config.Transport)
	}
	return nil
}

// open makes the service.
func (f *flags) open() (http.Handler, io.Closer, error) {
	if err := f.decide(); err != nil {
		return nil, nil, err
	}
	if f.hollow != "" {
		h, ok := hollow.Find(f.hollow)
		if !ok {
			return nil, nil, fmt.Errorf("--hollow %s: there is none of that name; 'programmer hollow' lists them", f.hollow)
		}
		return h.Open(f.config, os.Exit)
	}
	s, err := reference.New(f.config)
	if err != nil {
		return nil, nil, err
	}
	return s.Handler(), s, nil
}

func (f *flags) serve(cmd *cobra.Command) error {
	handler, s, err := f.open()
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", f.listen)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	_, _ = fmt.Fprintf(cmd.ErrOrStderr(), "programmer: listening on http://%s, Adobe Pass at %s\n", l.Addr(), f.config.AdobePassURL)
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err = <-ended:
	case <-cmd.Context().Done():
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		err = server.Shutdown(ctx)
	}
	return errors.Join(err, s.Close())
}
