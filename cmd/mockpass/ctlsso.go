package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/inventory"
)

func (c *ctl) seedServiceToken() *cobra.Command {
	in := &inventory.ServiceTokenSeed{}
	cmd := &cobra.Command{
		Use: "service-token", Short: "Make the service token of a user, and print it",
		Long: "service-token gives out an AD-Service-Token as an identity service would: an RS256\nJWS whose issuer the mock believes. With --ago it can be one that has expired.",
		Example: `  mockpass ctl seed service-token --subject bob
  mockpass ctl seed service-token --subject bob --lifetime 1h --ago 2h`,
	}
	flags := cmd.Flags()
	flags.StringVar(&in.Subject, "subject", "", "the user, whatever the device (required)")
	flags.StringVar(&in.Lifetime, "lifetime", "", "such as 90s; default: 24h")
	flags.StringVar(&in.Ago, "ago", "", "how long ago it was issued, such as 48h; default: now")
	needs(cmd, "subject")
	return seeding(c, cmd, in, (*control.Client).SeedServiceToken, func(made inventory.ServiceToken) string { return made.Token })
}

func (c *ctl) newFramework() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "framework",
		Short: "Play Apple's framework on a device",
		Long: `framework says what Apple's Video Subscriber Account framework would say to an app:
status is the value of AP-Partner-Framework-Status, answer the SAMLResponse to an
authentication request of a partner session.`,
		Example: `  mockpass ctl framework status --mvpd Cablevision
  mockpass ctl framework answer --mvpd Cablevision --account bob "$REQUEST"`,
	}
	cmd.AddCommand(c.frameworkStatus(), c.frameworkAnswer())
	return cmd
}

// knows adds the flags that say what a framework knows.
func knows(cmd *cobra.Command, in *inventory.Framework) {
	flags := cmd.Flags()
	flags.StringVar(&in.Access, "access", "", "granted, denied, restricted or notDetermined; default: granted")
	flags.StringVar(&in.MVPD, "mvpd", "", "MVPD that the user is signed in to; default: none")
	flags.StringVar(&in.Provider, "provider", "", "the provider's id in the framework, in place of --mvpd")
	flags.StringVar(&in.Account, "account", "", "name with which the viewer signed in; default: viewer")
	flags.TimeVar(&in.Until, "until", time.Time{}, []string{time.RFC3339}, "end of the provider's information; default: an hour from now")
}

func (c *ctl) frameworkStatus() *cobra.Command {
	in := &inventory.Framework{}
	cmd := &cobra.Command{
		Use: "status", Short: "Print a value of AP-Partner-Framework-Status",
		Example: `  mockpass ctl framework status --mvpd Cablevision
  mockpass ctl framework status --access denied
  mockpass ctl framework status --mvpd Cablevision --until 2026-01-01T00:00:00Z`,
	}
	knows(cmd, in)
	return seeding(c, cmd, in, (*control.Client).FrameworkStatus, func(made inventory.FrameworkStatus) string { return made.Status })
}

func (c *ctl) frameworkAnswer() *cobra.Command {
	in := &inventory.FrameworkRequest{}
	cmd := &cobra.Command{
		Use: "answer REQUEST", Short: "Print the SAMLResponse to an authentication request",
		Long:    "answer takes the request of an authenticationRequest, as a partner session gives it:\nBase64. A framework that is denied access answers nothing.",
		Example: `  mockpass ctl framework answer --mvpd Cablevision --account bob "$REQUEST"`, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			in.Request = strings.TrimSpace(args[0])
			made, err := client.FrameworkAnswer(cmd.Context(), *in)
			if err != nil {
				return asked(err)
			}
			return c.show(cmd, made, func(w io.Writer) { _, _ = fmt.Fprintln(w, made.SAMLResponse) })
		},
	}
	knows(cmd, &in.Framework)
	return cmd
}
