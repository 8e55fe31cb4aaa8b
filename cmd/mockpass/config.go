package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/configfile"
)

// newMock makes a mock of a configuration file; without one, of the documentation's
// examples.
func newMock(file string) (server *mockpass.Server, err error) {
	use := func(c mockpass.Config) (err error) {
		server, err = mockpass.New(c)
		return err
	}
	if file == "" {
		err = use(mockpass.Config{})
	} else {
		err = configfile.Read(file, use)
	}
	return server, err
}

func newConfig() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Write and check configuration files",
		Long: `A configuration file says which programmers, service providers, applications and
MVPDs there are, how long things are valid, and what the mock does where the
documentation leaves a choice. Without one, the mock has the documentation's examples.`,
		Example: `  mockpass config default > mockpass.yaml
  mockpass config check mockpass.yaml`,
	}
	cmd.AddCommand(newConfigCheck(), newConfigDefault())
	return cmd
}

func newConfigCheck() *cobra.Command {
	return &cobra.Command{
		Use:   "check FILE",
		Short: "Say what is wrong with a configuration file",
		Long: `check reads a file as serve does. If it can be used, it says what is in it; else it
prints every mistake as file:line: key: what is wrong; what to write instead, and ends
with exit code 2.`,
		Example: "  mockpass config check mockpass.yaml",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return configfile.Read(args[0], func(c mockpass.Config) error {
				if _, err := mockpass.New(c); err != nil {
					return err
				}
				_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s: good: %s\n", args[0], summary(c))
				return err
			})
		},
	}
}

// summary counts what a configuration has.
func summary(c mockpass.Config) string {
	if len(c.Programmers) == 0 {
		c.Programmers = mockpass.Default().Programmers
	}
	providers, applications := 0, 0
	for _, p := range c.Programmers {
		providers += len(p.ServiceProviders)
		applications += len(p.Applications)
	}
	mvpds := map[string]bool{}
	for _, m := range append(mockpass.Default().MVPDs, c.MVPDs...) {
		mvpds[m.ID] = true
	}
	return fmt.Sprintf("%s, %s, %s, %s", count(len(c.Programmers), "programmer"), count(providers, "service provider"), count(applications, "application"), count(len(mvpds), "MVPD"))
}

func count(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}

func newConfigDefault() *cobra.Command {
	return &cobra.Command{
		Use:   "default",
		Short: "Print a configuration file with every key, commented",
		Long: `default prints a file that has every key, with a comment on each. It changes nothing
until it is edited.`,
		Example: "  mockpass config default > mockpass.yaml",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(cmd.OutOrStdout(), configfile.Default())
			return err
		},
	}
}
