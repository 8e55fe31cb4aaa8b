package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/mockpass/inventory"
)

func (c *ctl) newDegrade() *cobra.Command {
	var in inventory.DegradationSeed
	rules := []string{"AuthNAll", "AuthZAll", "AuthZNone"}
	cmd := &cobra.Command{
		Use: "degrade RULE", Short: "Put a rule of degraded access in force, and print its ID",
		Long: `degrade makes the mock answer in place of MVPDs that are in trouble: AuthNAll
authenticates and authorizes everybody, AuthZAll authorizes everybody, AuthZNone nobody.`,
		Example: `  mockpass ctl degrade AuthNAll --service-provider REF30 --mvpd Cablevision --ttl 30m
  mockpass ctl degrade AuthZNone --service-provider REF30 --device 192.0.2.7 --message 'back at noon'`,
		Args: cobra.MatchAll(cobra.ExactArgs(1), oneOf(rules)), ValidArgs: rules,
		RunE: func(cmd *cobra.Command, args []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			in.Rule = args[0]
			rule, err := client.Degrade(cmd.Context(), in)
			if err != nil {
				return asked(err)
			}
			return c.show(cmd, rule, func(w io.Writer) { _, _ = fmt.Fprintln(w, rule.ID) })
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&in.ServiceProvider, "service-provider", "", "service provider whose integrations are degraded (required)")
	flags.StringArrayVar(&in.MVPDs, "mvpd", nil, "MVPD in trouble; can be given several times (default: all)")
	flags.StringArrayVar(&in.Devices, "device", nil, "device that the rule is for: its id, address or client_id; can be given several times (default: all)")
	flags.StringVar(&in.Message, "message", "", "details of the errors of AuthZNone")
	flags.StringVar(&in.TTL, "ttl", "", "how long, such as 30m (default: until restored)")
	needs(cmd, "service-provider")
	return cmd
}

func (c *ctl) newRestore() *cobra.Command {
	return &cobra.Command{
		Use: "restore ID", Short: "End a rule of degraded access",
		Example: "  mockpass ctl get degradations\n  mockpass ctl restore r1", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			if err := client.Restore(cmd.Context(), args[0]); err != nil {
				return asked(err)
			}
			return c.done(cmd, "restored: %s", args[0])
		},
	}
}
