package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

func (c *ctl) newComplete() *cobra.Command {
	account := ""
	cmd := &cobra.Command{
		Use: "complete CODE", Short: "Let the viewer of a code sign in at the MVPD",
		Example: "  mockpass ctl complete AB12CD\n  mockpass ctl complete AB12CD --account bob", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			if err := client.Complete(cmd.Context(), args[0], account); err != nil {
				return asked(err)
			}
			return c.done(cmd, "completed: %s", args[0])
		},
	}
	cmd.Flags().StringVar(&account, "account", "", "name with which the viewer signs in; default: viewer")
	return cmd
}

func (c *ctl) newDecline() *cobra.Command {
	return &cobra.Command{
		Use: "decline CODE", Short: "Let the MVPD turn the viewer of a code down",
		Example: "  mockpass ctl decline AB12CD", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			if err := client.Decline(cmd.Context(), args[0]); err != nil {
				return asked(err)
			}
			return c.done(cmd, "declined: %s", args[0])
		},
	}
}

func (c *ctl) newStatement() *cobra.Command {
	return &cobra.Command{
		Use: "statement APPLICATION", Short: "Print the software statement of a registered application",
		Long: `statement asks the running mock, whatever its configuration. APPLICATION is the id of
a registered application, or of a service provider whose first one is meant.`,
		Example: "  mockpass ctl statement REF30\n  mockpass ctl statement ref30-legacy > statement.txt", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			text, err := client.SoftwareStatement(cmd.Context(), args[0])
			if err != nil {
				return asked(err)
			}
			return c.show(cmd, map[string]string{"softwareStatement": text}, func(w io.Writer) { _, _ = fmt.Fprintln(w, text) })
		},
	}
}
