package errand

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/harness/certification"
	"github.com/passproof/passproof/harness/ground"
)

// newWithin is what a run starts the subject by, so that it has a resolver of its own.
func newWithin() *cobra.Command {
	var resolv string
	cmd := &cobra.Command{
		Use: certification.WithinCommand + " --resolv FILE -- COMMAND", Hidden: true, Args: cobra.MinimumNArgs(1),
		Short: "Become a command with a resolv.conf of its own; started by run",
		RunE: func(_ *cobra.Command, args []string) error {
			return errors.Join(errors.New("the service cannot be started"), ground.Within(resolv, args))
		},
	}
	cmd.Flags().StringVar(&resolv, "resolv", "", "the resolv.conf")
	return cmd
}

// newHold is what a run starts to have a network for an isolated subject.
func newHold() *cobra.Command {
	var resolv string
	cmd := &cobra.Command{
		Use: certification.HoldCommand + " --resolv FILE", Hidden: true, Args: cobra.NoArgs,
		Short: "Keep a network for a service; started by run",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return ground.Hold(cmd.Context(), resolv, os.Stdin, os.Stdout)
		},
	}
	cmd.Flags().StringVar(&resolv, "resolv", "", "the resolv.conf")
	return cmd
}
