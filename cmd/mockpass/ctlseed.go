package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/inventory"
)

func (c *ctl) newSeed() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "seed",
		Short: "Make what services and viewers usually make",
		Long: `seed puts something into the mock that a Programmer Service or a viewer would have
made, so that a test can begin where it wants to. What was seeded is as good as what
was made.`,
		Example: `  mockpass ctl seed client --application REF30 --id tv-client --secret hush
  mockpass ctl seed profile --client tv-client --service-provider REF30 --device tv --mvpd Cablevision --account bob`,
	}
	cmd.AddCommand(c.seedClient(), c.seedToken(), c.seedSession(), c.seedProfile(), c.seedDecision(), c.seedServiceToken())
	return cmd
}

// seeding is a command that seeds one thing and tells what it is.
func seeding[S, T any](c *ctl, cmd *cobra.Command, in *S, plant func(*control.Client, context.Context, S) (T, error), tell func(T) string) *cobra.Command {
	cmd.Args = cobra.NoArgs
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		client, err := c.client()
		if err != nil {
			return err
		}
		made, err := plant(client, cmd.Context(), *in)
		if err != nil {
			return asked(err)
		}
		return c.show(cmd, made, func(w io.Writer) { _, _ = fmt.Fprintln(w, tell(made)) })
	}
	return cmd
}

// whose adds the flags that name a device of a client, all of which are needed.
func whose(cmd *cobra.Command, client, serviceProvider, device *string) *pflag.FlagSet {
	flags := cmd.Flags()
	flags.StringVar(client, "client", "", "client_id that speaks for the device (required)")
	flags.StringVar(serviceProvider, "service-provider", "", "service provider (required)")
	flags.StringVar(device, "device", "", "id of the device: AP-Device-Identifier, decoded (required)")
	needs(cmd, "client", "service-provider", "device")
	return flags
}

func needs(cmd *cobra.Command, names ...string) {
	for _, name := range names {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err) // the flag was just made
		}
	}
}

func (c *ctl) seedClient() *cobra.Command {
	in := &inventory.ClientSeed{}
	cmd := &cobra.Command{
		Use: "client", Short: "Make client credentials, and print id and secret",
		Example: `  mockpass ctl seed client --application REF30
  mockpass ctl seed client --application ref30-application --id tv-client --secret hush`,
	}
	cmd.Flags().StringVar(&in.Application, "application", "", "registered application, or a service provider whose application is meant (required)")
	cmd.Flags().StringVar(&in.ID, "id", "", "client_id; default: a random one")
	cmd.Flags().StringVar(&in.Secret, "secret", "", "client_secret; default: a random one")
	needs(cmd, "application")
	return seeding(c, cmd, in, (*control.Client).SeedClient, func(made inventory.Client) string { return made.ID + " " + made.Secret })
}

func (c *ctl) seedToken() *cobra.Command {
	in := &inventory.TokenSeed{}
	cmd := &cobra.Command{
		Use: "token", Short: "Make an access token, and print it",
		Example: `  mockpass ctl seed token --client tv-client
  mockpass ctl seed token --client tv-client --lifetime 90s`,
	}
	cmd.Flags().StringVar(&in.Client, "client", "", "client_id (required)")
	cmd.Flags().StringVar(&in.Lifetime, "lifetime", "", "such as 90s; default: as configured")
	needs(cmd, "client")
	return seeding(c, cmd, in, (*control.Client).SeedToken, func(made inventory.Token) string { return made.AccessToken })
}

func (c *ctl) seedSession() *cobra.Command {
	in := &inventory.SessionSeed{}
	cmd := &cobra.Command{
		Use: "session", Short: "Make an authentication session, and print its code",
		Long: "session makes an authentication session. One without --mvpd, --domain-name or\n--redirect-url waits to be resumed with them.",
		Example: `  mockpass ctl seed session --client tv-client --service-provider REF30 --device tv
  mockpass ctl seed session --client tv-client --service-provider REF30 --device tv --mvpd Cablevision \
    --domain-name example.com --redirect-url https://example.com/back --code AB12CD`,
	}
	flags := whose(cmd, &in.Client, &in.ServiceProvider, &in.Device)
	flags.StringVar(&in.MVPD, "mvpd", "", "MVPD")
	flags.StringVar(&in.DomainName, "domain-name", "", "domainName")
	flags.StringVar(&in.RedirectURL, "redirect-url", "", "redirectUrl")
	flags.StringVar(&in.Code, "code", "", "6 to 8 capitals and digits; default: random ones")
	flags.StringVar(&in.Address, "address", "", "address of the device")
	flags.StringVar(&in.UserAgent, "user-agent", "", "User-Agent of the device")
	flags.StringVar(&in.Lifetime, "lifetime", "", "such as 90s; default: as configured")
	return seeding(c, cmd, in, (*control.Client).SeedSession, func(made inventory.Session) string { return made.Code })
}

func (c *ctl) seedProfile() *cobra.Command {
	in := &inventory.ProfileSeed{}
	cmd := &cobra.Command{
		Use: "profile", Short: "Give a device a profile, and print its id",
		Example: `  mockpass ctl seed profile --client tv-client --service-provider REF30 --device tv --mvpd Cablevision
  mockpass ctl seed profile --client tv-client --service-provider REF30 --device tv --mvpd Cablevision --account bob --lifetime 5m`,
	}
	flags := whose(cmd, &in.Client, &in.ServiceProvider, &in.Device)
	flags.StringVar(&in.MVPD, "mvpd", "", "MVPD (required)")
	flags.StringVar(&in.Account, "account", "", "name with which the viewer signed in; default: viewer")
	flags.StringVar(&in.Type, "type", "", "regular or appleSSO; default: regular")
	flags.StringVar(&in.Address, "address", "", "address of the device")
	flags.StringVar(&in.Lifetime, "lifetime", "", "such as 5m; default: as configured")
	needs(cmd, "mvpd")
	return seeding(c, cmd, in, (*control.Client).SeedProfile, func(made inventory.Profile) string { return made.ID })
}

func (c *ctl) seedDecision() *cobra.Command {
	in := &inventory.DecisionSeed{}
	cmd := &cobra.Command{
		Use: "decision", Short: "Remember a decision as though the MVPD had made it",
		Long: "decision makes the mock remember a decision. The device must have a valid profile\nfor the MVPD: decisions rest on one. Without --permit it is a refusal.",
		Example: `  mockpass ctl seed decision --client tv-client --service-provider REF30 --device tv --mvpd Cablevision --resource TNT --permit
  mockpass ctl seed decision --client tv-client --service-provider REF30 --device tv --mvpd Cablevision --resource TNT \
    --code authorization_denied_by_parental_controls`,
	}
	flags := whose(cmd, &in.Client, &in.ServiceProvider, &in.Device)
	flags.StringVar(&in.MVPD, "mvpd", "", "MVPD (required)")
	flags.StringVar(&in.Resource, "resource", "", "resource (required)")
	flags.BoolVar(&in.Permit, "permit", false, "permit the resource")
	flags.StringVar(&in.Code, "code", "", "enhanced error code of the refusal; default: authorization_denied_by_mvpd")
	flags.StringVar(&in.Lifetime, "lifetime", "", "such as 5m; default: as configured")
	needs(cmd, "mvpd", "resource")
	return seeding(c, cmd, in, (*control.Client).SeedDecision, func(made inventory.Decision) string {
		return fmt.Sprintf("%s: permit %s until %s", made.Resource, yes(made.Permit), at(made.NotAfter))
	})
}
