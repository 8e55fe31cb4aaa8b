package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newStatement() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "statement [application]",
		Short: "Print the software statement of a registered application",
		Long: `statement prints what a Programmer Service is configured with. The statement of an
application is the same on every start, so it can be kept in a file.`,
		Example: `  mockpass statement
  mockpass statement ref30-legacy
  mockpass statement --config mockpass.yaml ACME`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			server, err := newMock(file)
			if err != nil {
				return err
			}
			name := "REF30"
			if len(args) == 1 {
				name = args[0]
			}
			text, err := server.SoftwareStatement(name)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), text)
			return err
		},
	}
	cmd.Flags().StringVarP(&file, "config", "c", "", "YAML file with programmers, MVPDs and lifetimes")
	return cmd
}
