package main

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/inventory"
)

// showTime tells what time it is for the mock.
func (c *ctl) showTime(cmd *cobra.Command, t control.Time) error {
	return c.show(cmd, t, func(w io.Writer) {
		_, _ = fmt.Fprintf(w, "%s, %s ahead\n", t.Now.UTC().Format(time.RFC3339), t.Ahead)
	})
}

func (c *ctl) newTime() *cobra.Command {
	return &cobra.Command{
		Use: "time", Short: "Tell what time it is for the mock", Example: "  mockpass ctl time", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			t, err := client.Time(cmd.Context())
			if err != nil {
				return asked(err)
			}
			return c.showTime(cmd, t)
		},
	}
}

func (c *ctl) newAdvance() *cobra.Command {
	return &cobra.Command{
		Use: "advance DURATION", Short: "Let time pass at once for the mock",
		Long: `advance moves the mock's clock forward; it never goes back. Lifetimes, the throttle
and every timestamp follow. The services under test keep their own clocks.`,
		Example: "  mockpass ctl advance 30m\n  mockpass ctl advance 24h", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			by, err := time.ParseDuration(args[0])
			if err != nil {
				return fmt.Errorf("%q is no duration; want one such as 30m or 12s", args[0])
			}
			client, err := c.client()
			if err != nil {
				return err
			}
			t, err := client.Advance(cmd.Context(), by)
			if err != nil {
				return asked(err)
			}
			return c.showTime(cmd, t)
		},
	}
}

func (c *ctl) newReset() *cobra.Command {
	var in inventory.Reset
	cmd := &cobra.Command{
		Use: "reset", Short: "Forget everything, or what belongs to one device",
		Long: `reset makes the mock forget what it was told at run time: clients, tokens, sessions,
profiles, decisions, trials, directions, and what was switched. With --device it
forgets what belongs to that device and to no other; its client credentials stay.

The time stays as it is, and so does the journal unless --journal is given.`,
		Example: "  mockpass ctl reset --device 192.0.2.7\n  mockpass ctl reset --journal", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("device") && in.Device == "" {
				return fmt.Errorf("--device is empty; name the device, or leave it out to forget everything")
			}
			client, err := c.client()
			if err != nil {
				return err
			}
			gone, err := client.Reset(cmd.Context(), in)
			if err != nil {
				return asked(err)
			}
			return c.show(cmd, gone, func(w io.Writer) {
				_, _ = fmt.Fprintf(w, "forgotten: %d clients, %d tokens, %d sessions, %d devices, %d profiles, %d decisions, %d trials, %d identities, %d directions, %d degradations, %d entries of the journal\n",
					gone.Clients, gone.Tokens, gone.Sessions, gone.Devices, gone.Profiles, gone.Decisions, gone.Trials, gone.Identities, gone.Directions, gone.Degradations, gone.Entries)
			})
		},
	}
	cmd.Flags().StringVar(&in.Device, "device", "", "forget this device alone: its id, address or client_id")
	cmd.Flags().BoolVar(&in.Journal, "journal", false, "empty the journal too")
	return cmd
}
