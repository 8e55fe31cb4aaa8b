// Command mockpass is a mock Adobe Pass on a port.
//
//	mockpass serve
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/mockpass/configfile"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := newRoot().ExecuteContext(ctx)
	stop()
	if err != nil {
		complain(os.Stderr, err)
		os.Exit(code(err))
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
  mockpass statement > statement.txt
  mockpass config default > mockpass.yaml`,
		SilenceUsage: true, SilenceErrors: true,
	}
	root.AddCommand(newServe(), newStatement(), newConfig(), newCA(), newHealth(), newCtl())
	return root
}

// complain writes an error for people. Mistakes in a file have their place in front,
// where editors look for it.
func complain(w io.Writer, err error) {
	var mistakes configfile.Problems
	if errors.As(err, &mistakes) {
		_, _ = fmt.Fprintln(w, mistakes)
		return
	}
	_, _ = fmt.Fprintln(w, "mockpass:", err)
}

// An unhealthyError is no mistake of who called: it ends the program with 1.
type unhealthyError struct{ error }

// code is what the program ends with: 2 for wrong usage or configuration.
func code(err error) int {
	if errors.As(err, new(unhealthyError)) {
		return 1
	}
	return 2
}
