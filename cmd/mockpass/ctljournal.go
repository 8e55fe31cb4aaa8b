package main

import (
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/passproof/passproof/mockpass/journal"
)

// filtering adds the flags that pick entries of the journal.
func filtering(flags *pflag.FlagSet, n *uint64, f *journal.Filter) {
	flags.StringVar(&f.Device, "device", "", "only of this device: its id, address or client_id")
	flags.StringVar(&f.Operation, "operation", "", "only of this operation, such as authorize")
	flags.StringVar(&f.Code, "code", "", "only about this authentication code")
	flags.StringVar(&f.Client, "client", "", "only of this client_id")
	flags.StringVar(&f.Status, "status", "", "only with this status, such as 403 or 4xx; 0 is no answer")
	flags.StringVar((*string)(&f.Party), "party", "", "only requests of the service or of the browser")
	flags.StringVar(&f.Network, "network", "", "only queries and connections of this network of a certification")
	flags.Uint64Var(n, "since", 0, "leave out so many entries at the beginning")
}

func (c *ctl) newJournal() *cobra.Command {
	var n uint64
	var f journal.Filter
	follow := false
	cmd := &cobra.Command{
		Use: "journal", Short: "Print what passed between services and the mock",
		Long: `journal prints an entry a line. With --json the lines hold whole entries, credentials
included; a HAR has them replaced.`,
		Example: `  mockpass ctl journal --follow --device 192.0.2.7
  mockpass ctl journal --operation authorize --status 4xx
  mockpass ctl journal --json > journal.jsonl`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if follow {
				return c.print(out, client.FollowWhere(cmd.Context(), n, f))
			}
			entries, _, err := client.SinceWhere(cmd.Context(), n, f)
			if err != nil {
				return asked(err)
			}
			return c.print(out, func(yield func(journal.Entry, error) bool) {
				for _, e := range entries {
					if !yield(e, nil) {
						return
					}
				}
			})
		},
	}
	filtering(cmd.Flags(), &n, &f)
	cmd.Flags().BoolVar(&follow, "follow", false, "go on with entries as they come, until interrupted")
	return cmd
}

// print writes entries, a line each.
func (c *ctl) print(w io.Writer, entries iter.Seq2[journal.Entry, error]) error {
	for e, err := range entries {
		if err != nil {
			return asked(err)
		}
		text := describe(e)
		if c.json {
			raw, err := journal.Marshal(e)
			if err != nil {
				return err
			}
			text = string(raw)
		}
		if _, err := fmt.Fprintln(w, text); err != nil {
			return err
		}
	}
	return nil
}

// describe is an entry for people.
func describe(e journal.Entry) string {
	parts := []string{e.At().UTC().Format("15:04:05.000")}
	add := func(name, value string) {
		if value != "" {
			parts = append(parts, name+cell(value))
		}
	}
	switch e := e.(type) {
	case *journal.Exchange:
		what := e.Operation
		if what == "" {
			what = e.Request.Method + " " + e.Request.Path()
		}
		answer := "no answer"
		if e.Response.Status != 0 {
			answer = strconv.Itoa(e.Response.Status)
		}
		add("", string(e.Party))
		add("", what)
		add("", answer)
		add("", e.End.Sub(e.Start).Round(time.Millisecond).String())
		add("sp=", e.ServiceProvider)
		add("mvpd=", e.MVPD)
		add("device=", e.Device)
		add("address=", e.Address)
		add("code=", e.Code)
		add("directed=", strings.Join(e.Directed, ","))
		add("fault=", e.Fault)
		if len(e.Violations) > 0 {
			add("violations=", strconv.Itoa(len(e.Violations)))
		}
	case *journal.Act:
		add("", "act")
		add("", e.Verb)
		add("device=", e.Device)
		add("failure=", e.Failure)
	case *journal.Query:
		add("", "query")
		add("", e.Name)
		add("", e.Type)
		add("network=", e.Network)
	case *journal.Connection:
		add("", "connection")
		add("", e.To.String())
		add("", string(e.Outcome))
		add("network=", e.Network)
	}
	return strings.Join(parts, " ")
}

func (c *ctl) newHAR() *cobra.Command {
	var n uint64
	var f journal.Filter
	cmd := &cobra.Command{
		Use: "har", Short: "Print exchanges as HAR 1.2, credentials replaced by pseudonyms",
		Example: "  mockpass ctl har > all.har\n  mockpass ctl har --device 192.0.2.7 --operation authorize > device.har", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			return asked(client.HAR(cmd.Context(), cmd.OutOrStdout(), n, f))
		},
	}
	filtering(cmd.Flags(), &n, &f)
	return cmd
}
