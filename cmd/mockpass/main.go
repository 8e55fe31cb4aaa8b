// Command mockpass is a mock Adobe Pass on a port.
//
//	mockpass serve
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := newRoot().ExecuteContext(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mockpass:", err)
		os.Exit(2)
	}
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "mockpass",
		Short: "A mock of Adobe Pass Authentication",
		Long: `mockpass answers like Adobe Pass: REST API V2 and Dynamic Client Registration over
real state, every request and every response held to OpenAPI documents.

It is built from public documentation and is not affiliated with Adobe. Its tokens
are signed with a key that everybody knows: never let anything real trust them.`,
		Example: `  mockpass serve
  mockpass statement > statement.txt`,
		SilenceUsage: true, SilenceErrors: true,
	}
	root.AddCommand(newServe(), newStatement(), newCtl())
	return root
}
