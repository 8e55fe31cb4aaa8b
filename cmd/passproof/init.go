package main

import (
	_ "embed"

	"github.com/spf13/cobra"
)

// initFile is what 'passproof init' prints: a commented passproof.yaml.
//
//go:embed init.yaml
var initFile string

func newInit() *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: "Print a commented passproof.yaml to start from",
		Example: `  passproof init > passproof.yaml
  $EDITOR passproof.yaml`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write([]byte(initFile))
			return err
		},
	}
}
