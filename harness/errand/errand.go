// Package errand has the commands that a run starts its own program with: they put a
// service into a network, relay one out of a container, and clean up after a run that was
// killed. Every program that opens a certification.Session must know them:
//
//	if errand.Asked(os.Args[1:]) {
//		os.Exit(errand.Main(os.Args[1:]))
//	}
package errand

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"github.com/spf13/cobra"
)

// commands are all errands. None of them is for people.
func commands() []*cobra.Command {
	return []*cobra.Command{newWithin(), newHold(), newRelay(), newSweep()}
}

// Asked tells whether the arguments of a program ask for an errand.
func Asked(args []string) bool {
	return len(args) > 0 && slices.ContainsFunc(commands(), func(c *cobra.Command) bool { return c.Name() == args[0] })
}

// Main carries out the errand that the arguments of a program ask for, and returns the exit
// code: 0, or 1 with the reason on standard error. SIGTERM and an interrupt end it.
func Main(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := &cobra.Command{Use: "passproof", SilenceUsage: true, SilenceErrors: true}
	root.AddCommand(commands()...)
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "passproof:", err)
		return 1
	}
	return 0
}
