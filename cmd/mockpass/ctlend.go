package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/inventory"
)

// A deed is done to one thing of a kind.
type deed struct {
	kind string // "profile"
	arg  string // what names the thing, in the usage
	do   func(context.Context, *control.Client, string) error
	find func(context.Context, *control.Client, inventory.Selection) ([]string, error) // nil: it must be named
}

func tokenIDs(ctx context.Context, c *control.Client, sel inventory.Selection) (ids []string, err error) {
	list, err := c.Tokens(ctx, sel)
	for _, t := range list.Items {
		if t.Status == inventory.Valid {
			ids = append(ids, t.ID)
		}
	}
	return ids, err
}

func sessionCodes(ctx context.Context, c *control.Client, sel inventory.Selection) (codes []string, err error) {
	list, err := c.Sessions(ctx, sel)
	for _, v := range list.Items {
		if v.Status != inventory.Expired && v.Status != inventory.Superseded {
			codes = append(codes, v.Code)
		}
	}
	return codes, err
}

func profileIDs(ctx context.Context, c *control.Client, sel inventory.Selection) (ids []string, err error) {
	list, err := c.Profiles(ctx, sel)
	for _, p := range list.Items {
		if p.Status == inventory.Valid {
			ids = append(ids, p.ID)
		}
	}
	return ids, err
}

// doing makes a command for each kind of thing to which a verb can be done.
func (c *ctl) doing(cmd *cobra.Command, verb, past string, deeds ...deed) *cobra.Command {
	for _, d := range deeds {
		var sel inventory.Selection
		sub := &cobra.Command{
			Use:     d.kind + " " + d.arg,
			Short:   fmt.Sprintf("%s one %s", strings.ToUpper(verb[:1])+verb[1:], d.kind),
			Example: fmt.Sprintf("  mockpass ctl %s %s %s", verb, d.kind, sample[d.kind]),
			Args:    cobra.ExactArgs(1),
		}
		if d.find != nil {
			sub.Use = fmt.Sprintf("%s [%s]", d.kind, d.arg)
			sub.Short = fmt.Sprintf("%s one %s, or all valid ones that the flags pick", strings.ToUpper(verb[:1])+verb[1:], d.kind)
			sub.Example += fmt.Sprintf("\n  mockpass ctl %s %s --device 192.0.2.7", verb, d.kind)
			sub.Args = cobra.MaximumNArgs(1)
			selecting(sub.Flags(), &sel)
		}
		sub.RunE = func(cmd *cobra.Command, args []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			if args, err = d.named(cmd.Context(), client, args, sel); err != nil {
				return asked(err)
			}
			for _, name := range args {
				if err := d.do(cmd.Context(), client, name); err != nil {
					return asked(err)
				}
			}
			return c.done(cmd, "%s %s: %s", past, d.kind, strings.Join(args, ", "))
		}
		cmd.AddCommand(sub)
	}
	return cmd
}

// named are the names of the things to which the deed is done: the one of the
// arguments, or those that a selection picks.
func (d deed) named(ctx context.Context, client *control.Client, args []string, sel inventory.Selection) ([]string, error) {
	switch {
	case len(args) == 1 && sel.All():
		return args, nil
	case len(args) == 1:
		return nil, fmt.Errorf("name the %s, or pick some by flags, not both", d.kind)
	case sel.All():
		return nil, fmt.Errorf("which %s? name it, or pick some by flags such as --device", d.kind)
	}
	found, err := d.find(ctx, client, sel)
	if err == nil && len(found) == 0 {
		err = errors.New("the flags pick no " + d.kind + " that is valid")
	}
	return found, err
}

// sample are arguments for examples.
var sample = map[string]string{
	"token": "9d3c1f6e-…", "client": "tv-client", "session": "AB12CD", "profile": "4f6a90d2-…",
	"application": "ref30-application", "mvpd": "Cablevision", "integration": "REF30/Cablevision",
}

func (c *ctl) newExpire() *cobra.Command {
	return c.doing(&cobra.Command{
		Use: "expire", Short: "Let something end now, as though its lifetime were over",
		Example: "  mockpass ctl expire profile --device 192.0.2.7 --mvpd Cablevision\n  mockpass ctl expire session AB12CD",
	}, "expire", "expired",
		deed{"token", "ID", func(ctx context.Context, c *control.Client, id string) error { return c.ExpireToken(ctx, id) }, tokenIDs},
		deed{"session", "CODE", func(ctx context.Context, c *control.Client, code string) error { return c.ExpireSession(ctx, code) }, sessionCodes},
		deed{"profile", "ID", func(ctx context.Context, c *control.Client, id string) error {
			_, err := c.ExpireProfile(ctx, id)
			return err
		}, profileIDs},
	)
}

func (c *ctl) newInvalidate() *cobra.Command {
	return c.doing(&cobra.Command{
		Use: "invalidate", Short: "Withdraw a profile before its time, as an MVPD can",
		Example: "  mockpass ctl invalidate profile --device 192.0.2.7",
	}, "invalidate", "invalidated",
		deed{"profile", "ID", func(ctx context.Context, c *control.Client, id string) error {
			_, err := c.InvalidateProfile(ctx, id)
			return err
		}, profileIDs},
	)
}

func (c *ctl) newRevoke() *cobra.Command {
	return c.doing(&cobra.Command{
		Use: "revoke", Short: "Make a token, client credentials or a software statement void",
		Example: "  mockpass ctl revoke token --client tv-client\n  mockpass ctl revoke application ref30-application",
	}, "revoke", "revoked",
		deed{"token", "ID", func(ctx context.Context, c *control.Client, id string) error { return c.RevokeToken(ctx, id) }, tokenIDs},
		deed{"client", "CLIENT_ID", func(ctx context.Context, c *control.Client, id string) error { return c.RevokeClient(ctx, id) }, nil},
		deed{"application", "ID", func(ctx context.Context, c *control.Client, id string) error { return c.RevokeApplication(ctx, id) }, nil},
	)
}

func (c *ctl) newApprove() *cobra.Command {
	return c.doing(&cobra.Command{
		Use: "approve", Short: "Approve a registered application again that was revoked",
		Example: "  mockpass ctl approve application ref30-application",
	}, "approve", "approved",
		deed{"application", "ID", func(ctx context.Context, c *control.Client, id string) error { return c.ApproveApplication(ctx, id) }, nil},
	)
}

func (c *ctl) newDisable() *cobra.Command {
	return c.doing(&cobra.Command{
		Use: "disable", Short: "Put an integration, or all of an MVPD, out of use",
		Example: "  mockpass ctl disable integration REF30/Cablevision\n  mockpass ctl disable mvpd Cablevision",
	}, "disable", "disabled",
		deed{"integration", "SERVICE_PROVIDER/MVPD", paired((*control.Client).DisableIntegration), nil},
		deed{"mvpd", "ID", func(ctx context.Context, c *control.Client, id string) error { return c.DisableMVPD(ctx, id) }, nil},
	)
}

func (c *ctl) newEnable() *cobra.Command {
	return c.doing(&cobra.Command{
		Use: "enable", Short: "Put an integration, or those of an MVPD, into use",
		Example: "  mockpass ctl enable integration REF30/Cablevision\n  mockpass ctl enable mvpd Cablevision",
	}, "enable", "enabled",
		deed{"integration", "SERVICE_PROVIDER/MVPD", paired((*control.Client).EnableIntegration), nil},
		deed{"mvpd", "ID", func(ctx context.Context, c *control.Client, id string) error { return c.EnableMVPD(ctx, id) }, nil},
	)
}

// paired takes the name of an integration apart.
func paired(do func(*control.Client, context.Context, string, string) error) func(context.Context, *control.Client, string) error {
	return func(ctx context.Context, c *control.Client, name string) error {
		serviceProvider, mvpd, ok := strings.Cut(name, "/")
		if !ok {
			return fmt.Errorf("an integration is named by two things: want SERVICE_PROVIDER/MVPD, got %q", name)
		}
		return do(c, ctx, serviceProvider, mvpd)
	}
}
