package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/stage"
)

// A kind is something that mockpass ctl get can list.
type kind struct {
	name string
	get  func(context.Context, *control.Client, inventory.Selection) (any, table, error)
}

// kinds are all of them, those of the configuration first.
var kinds = []kind{
	{"programmers", getting((*control.Client).Programmers, "NAME SERVICE-PROVIDERS APPLICATIONS", func(p inventory.Programmer) []string {
		return []string{p.Name, listed(p.ServiceProviders), listed(p.Applications)}
	})},
	{"service-providers", getting((*control.Client).ServiceProviders, "ID NAME MVPDS", func(p inventory.ServiceProvider) []string {
		return []string{p.ID, p.Name, listed(p.MVPDs)}
	})},
	{"mvpds", getting((*control.Client).MVPDs, "ID NAME DISABLED LOGOUT-ENDPOINT ACCOUNTS", func(m inventory.MVPD) []string {
		return []string{m.ID, m.DisplayName, yes(m.Disabled), yes(m.LogoutEndpoint), listed(m.Accounts)}
	})},
	{"integrations", getting((*control.Client).Integrations, "SERVICE-PROVIDER MVPD ACTIVE SWITCHED PREAUTHORIZE AUTHORIZE DUMMY", func(i inventory.Integration) []string {
		return []string{i.ServiceProvider, i.MVPD, yes(i.Active), i.Because, strconv.Itoa(i.PreauthorizeLimit), strconv.Itoa(i.AuthorizeLimit), yes(i.Dummy)}
	})},
	{"applications", getting((*control.Client).Applications, "ID NAME SERVICE-PROVIDERS SCOPES REVOKED", func(a inventory.Application) []string {
		return []string{a.ID, a.Name, listed(a.ServiceProviders), listed(a.Scopes), yes(a.Revoked)}
	})},
	{"clients", getting((*control.Client).Clients, "ID SECRET APPLICATION STATUS ISSUED", func(c inventory.Client) []string {
		return []string{c.ID, c.Secret, c.Application, string(c.Status), at(c.Issued)}
	})},
	{"tokens", getting((*control.Client).Tokens, "ID CLIENT STATUS ISSUED NOT-AFTER ACCESS-TOKEN", func(t inventory.Token) []string {
		return []string{t.ID, t.Client, string(t.Status), at(t.Issued), at(t.NotAfter), t.AccessToken}
	})},
	{"sessions", getting((*control.Client).Sessions, "CODE STATUS SERVICE-PROVIDER MVPD DEVICE ADDRESS NOT-AFTER", func(v inventory.Session) []string {
		return []string{v.Code, string(v.Status), v.ServiceProvider, v.MVPD, v.Device, v.Address, at(v.NotAfter)}
	})},
	{"devices", getting((*control.Client).Devices, "DEVICE ADDRESS SERVICE-PROVIDER CLIENT CODE PROFILES", func(d inventory.Device) []string {
		return []string{d.Device, d.Address, d.ServiceProvider, d.Client, d.Code, listed(d.MVPDs)}
	})},
	{"profiles", getting((*control.Client).Profiles, "ID STATUS TYPE SERVICE-PROVIDER MVPD ACCOUNT DEVICE NOT-AFTER", func(p inventory.Profile) []string {
		return []string{p.ID, string(p.Status), p.Type, p.ServiceProvider, p.MVPD, p.Account, p.Device, at(p.NotAfter)}
	})},
	{"decisions", getting((*control.Client).Decisions, "RESOURCE PERMIT SERVICE-PROVIDER MVPD DEVICE CODE NOT-AFTER", func(d inventory.Decision) []string {
		return []string{d.Resource, yes(d.Permit), d.ServiceProvider, d.MVPD, d.Device, d.Code, at(d.NotAfter)}
	})},
	{"trials", getting((*control.Client).Trials, "MVPD STATUS SERVICE-PROVIDER DEVICES IDENTITIES RESOURCES NOT-AFTER", func(t inventory.Trial) []string {
		return []string{t.MVPD, string(t.Status), t.ServiceProvider, listed(t.Devices), listed(t.Identities), listed(t.Resources), at(t.NotAfter)}
	})},
	{"identities", getting((*control.Client).Identities, "TYPE ISSUER SUBJECT MVPD ACCOUNT STATUS DEVICES NOT-AFTER", func(i inventory.Identity) []string {
		return []string{i.Type, i.Issuer, i.Subject, i.MVPD, i.Account, string(i.Status), listed(i.Devices), at(i.NotAfter)}
	})},
	{"degradations", getting((*control.Client).Degradations, "ID RULE STATUS SERVICE-PROVIDER MVPDS DEVICES END", func(d inventory.Degradation) []string {
		return []string{d.ID, d.Rule, string(d.Status), d.ServiceProvider, listed(d.MVPDs), listed(d.Devices), at(d.End)}
	})},
	{"directions", getDirections},
}

// getting lists things of one kind in a table.
func getting[T any](list func(*control.Client, context.Context, inventory.Selection) (inventory.List[T], error), headings string, row func(T) []string) func(context.Context, *control.Client, inventory.Selection) (any, table, error) {
	return func(ctx context.Context, client *control.Client, sel inventory.Selection) (any, table, error) {
		found, err := list(client, ctx, sel)
		t := table{headings: strings.Fields(headings), total: found.Total}
		for _, item := range found.Items {
			t.rows = append(t.rows, row(item))
		}
		return found, t, err
	}
}

// getDirections lists directions. The mock does not select them: those that name no
// device are for all.
func getDirections(ctx context.Context, client *control.Client, sel inventory.Selection) (any, table, error) {
	all, err := client.Directions(ctx)
	found := inventory.List[stage.Direction]{Items: []stage.Direction{}}
	t := table{headings: []string{"ID", "OPERATIONS", "DEVICES", "DO", "TIMES"}}
	for _, d := range all {
		if sel.Device != "" && len(d.Match.Devices) > 0 && !slices.Contains(d.Match.Devices, sel.Device) {
			continue
		}
		found.Items = append(found.Items, d)
		times := ""
		if d.Times > 0 {
			times = strconv.Itoa(d.Times)
		}
		t.rows = append(t.rows, []string{d.ID, listed(d.Match.Operations), listed(d.Match.Devices), compact(d.Do), times})
	}
	found.Total, t.total = len(found.Items), len(found.Items)
	return found, t, err
}

// selecting adds the flags of a selection.
func selecting(flags *pflag.FlagSet, sel *inventory.Selection) {
	flags.StringVar(&sel.Device, "device", "", "only of this device: its id, address or client_id")
	flags.StringVar(&sel.Client, "client", "", "only of this client_id")
	flags.StringVar(&sel.ServiceProvider, "service-provider", "", "only of this service provider")
	flags.StringVar(&sel.MVPD, "mvpd", "", "only of this MVPD")
	flags.StringVar(&sel.Application, "application", "", "only of this registered application")
	flags.StringVar(&sel.Code, "code", "", "only of this authentication code")
}

func (c *ctl) newGet() *cobra.Command {
	var sel inventory.Selection
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	cmd := &cobra.Command{
		Use:   "get KIND",
		Short: "List what the mock knows",
		Long: fmt.Sprintf(`get lists things of a kind, the newest first: %s.

Client secrets and access tokens are told with --secrets alone.`, strings.Join(names, ", ")),
		Example: `  mockpass ctl get sessions --device 192.0.2.7
  mockpass ctl get profiles --mvpd Cablevision
  mockpass ctl get clients --secrets --json
  mockpass ctl get integrations --service-provider REF30`,
		Args:      cobra.MatchAll(cobra.ExactArgs(1), oneOf(names)),
		ValidArgs: names,
		RunE: func(cmd *cobra.Command, args []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			i := slices.IndexFunc(kinds, func(k kind) bool { return k.name == args[0] })
			value, t, err := kinds[i].get(cmd.Context(), client, sel)
			if err != nil {
				return asked(err)
			}
			return c.show(cmd, value, func(w io.Writer) { t.write(w) })
		},
	}
	selecting(cmd.Flags(), &sel)
	cmd.Flags().IntVar(&sel.Limit, "limit", 0, "tell so many at most (default 1000)")
	cmd.Flags().BoolVar(&sel.Secrets, "secrets", false, "tell client secrets and access tokens")
	return cmd
}

// oneOf wants the first argument to be one of some names.
func oneOf(names []string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if !slices.Contains(names, args[0]) {
			return fmt.Errorf("there is nothing called %q; want one of %s", args[0], strings.Join(names, ", "))
		}
		return nil
	}
}
