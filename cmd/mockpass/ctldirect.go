package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/passproof/passproof/mockpass/stage"
)

// maxDirection bounds a file with a direction: 1 MiB, as the control API does.
const maxDirection = 1 << 20

func (c *ctl) newDirect() *cobra.Command {
	var d stage.Direction
	var file string
	var header []string
	cmd := &cobra.Command{
		Use: "direct", Short: "Tell the mock to act out of the ordinary, and print the ID of the direction",
		Long: `direct puts a direction on the stage: it matches calls and says what happens to them.
Every flag of the first group that is given must hold; a flag can be given several
times, and then one of its values must. Without --device it concerns everybody.

A direction is in force until it has acted --times times or is withdrawn.`,
		Example: `  mockpass ctl direct --device 192.0.2.7 --operation authorize --error network_received_error --times 2
  mockpass ctl direct --device 192.0.2.7 --operation authorize --resource TNT --deny authorization_denied_by_parental_controls
  mockpass ctl direct --operation token --status 503 --body 'not now' --times 1
  mockpass ctl direct --device 192.0.2.7 --delay 2s --jitter 500ms
  mockpass ctl direct -f direction.json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := complete(cmd, &d, file, header); err != nil {
				return err
			}
			client, err := c.client()
			if err != nil {
				return err
			}
			id, err := client.Direct(cmd.Context(), d)
			if err != nil {
				return asked(err)
			}
			return c.show(cmd, map[string]string{"id": id}, func(w io.Writer) { _, _ = fmt.Fprintln(w, id) })
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	matching(flags, &d.Match)
	acting(flags, &d.Do, &header)
	flags.IntVar(&d.Times, "times", 0, "act on so many calls (default: until withdrawn)")
	flags.Float64Var(&d.Probability, "probability", 0, "act with this probability, from 0 to 1 (default: always)")
	flags.Uint64Var(&d.Seed, "seed", 0, "what probability and jitter begin with")
	flags.StringVarP(&file, "file", "f", "", "read the direction from a JSON file, - for standard input, instead of flags")
	return cmd
}

// matching adds the flags that say which calls are meant.
func matching(flags *pflag.FlagSet, m *stage.Match) {
	flags.StringArrayVar(&m.Devices, "device", nil, "calls of this device: its id, address or client_id")
	flags.StringArrayVar(&m.Operations, "operation", nil, "calls of this operation, such as authorize")
	flags.StringArrayVar(&m.ServiceProviders, "service-provider", nil, "calls for this service provider")
	flags.StringArrayVar(&m.MVPDs, "mvpd", nil, "calls for this MVPD")
	flags.StringArrayVar(&m.Codes, "code", nil, "calls about this authentication code")
	flags.StringArrayVar(&m.Resources, "resource", nil, "decisions on this resource")
	flags.IntVar(&m.Nth, "nth", 0, "begin with the n-th matching call")
}

// acting adds the flags that say what happens to a call.
func acting(flags *pflag.FlagSet, do *stage.Do, header *[]string) {
	flags.StringVar(&do.Error, "error", "", "answer with this enhanced error code; registration with its own errors")
	flags.StringVar(&do.Deny, "deny", "", "deny the resources with this enhanced error code")
	flags.StringVar(&do.Details, "details", "", "details of --error or --deny")
	flags.BoolVar(&do.Permit, "permit", false, "permit the resources whatever the MVPD says")
	flags.IntVar(&do.Status, "status", 0, "answer with this bare status; 429 with the page of the throttle")
	flags.StringVar(&do.Body, "body", "", "body of --status")
	flags.StringArrayVar(header, "header", nil, "header of --status, as 'Name: value'")
	flags.BoolVar(&do.Revoke, "revoke", false, "revoke the access token of the call")
	flags.BoolVar(&do.Expire, "expire", false, "let the access token of the call expire")
	flags.StringVar(&do.Lifetime, "lifetime", "", "how long what the call creates is valid, such as 12s")
	flags.BoolVar(&do.ExtraFields, "extra-fields", false, "add members that nobody knows to the answer")
	flags.StringVar(&do.Timestamps, "timestamps", "", "write timestamps as string or number")
	flags.StringVar(&do.URLs, "urls", "", "write URLs relative or absolute")
	flags.BoolVar(&do.Truncate, "truncate", false, "send half of the JSON as though it were all")
	flags.BoolVar(&do.NotJSON, "not-json", false, "send HTML instead of JSON")
	flags.StringVar(&do.Delay, "delay", "", "wait before answering, such as 1.5s")
	flags.StringVar(&do.Jitter, "jitter", "", "wait up to this much longer, such as 500ms")
	flags.IntVar(&do.Bandwidth, "bandwidth", 0, "send the body at so many bytes a second")
	flags.StringVar(&do.Cut, "cut", "", "close the connection before the answer, or amid its body")
}

// complete makes a direction of flags or of a file, not of both.
func complete(cmd *cobra.Command, d *stage.Direction, file string, header []string) error {
	for _, line := range header {
		name, value, ok := strings.Cut(line, ":")
		if !ok || name == "" {
			return fmt.Errorf("--header is %q; want 'Name: value'", line)
		}
		if d.Do.Header == nil {
			d.Do.Header = map[string]string{}
		}
		d.Do.Header[name] = strings.TrimSpace(value)
	}
	if file == "" {
		return nil
	}
	others := ""
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Name != "file" && cmd.InheritedFlags().Lookup(f.Name) == nil {
			others += " --" + f.Name
		}
	})
	if others != "" {
		return fmt.Errorf("--file goes without other flags; put%s into the file", others)
	}
	text, err := readDirection(cmd.InOrStdin(), file)
	if err != nil {
		return fmt.Errorf("--file: %w", err)
	}
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(d); err != nil {
		return fmt.Errorf("%s is no direction: %w", file, err)
	}
	if in.More() {
		return fmt.Errorf("%s has more than one direction; give them one by one", file)
	}
	return nil
}

func readDirection(in io.Reader, file string) ([]byte, error) {
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	text, err := io.ReadAll(io.LimitReader(in, maxDirection+1))
	if err == nil && len(text) > maxDirection {
		err = errors.New("it is longer than 1 MiB; is it the right file?")
	}
	return text, err
}

// compact is a value on one line.
func compact(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func (c *ctl) newWithdraw() *cobra.Command {
	return &cobra.Command{
		Use: "withdraw ID", Short: "Take a direction off the stage",
		Example: "  mockpass ctl get directions\n  mockpass ctl withdraw d1", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			if err := client.Withdraw(cmd.Context(), args[0]); err != nil {
				return asked(err)
			}
			return c.done(cmd, "withdrawn: %s", args[0])
		},
	}
}
