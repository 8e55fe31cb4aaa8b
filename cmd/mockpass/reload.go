package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/configfile"
)

// follow keeps the mock at what its file says until the command ends.
func (f *serveFlags) follow(cmd *cobra.Command, watch *configfile.Watch, again <-chan struct{}, mock *mockpass.Server) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	use := func(c mockpass.Config) error { return mock.Reconfigure(f.overrides.over(c)) }
	watch.Follow(cmd.Context(), ticker.C, again, use, func(err error) {
		if err == nil {
			_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%s was read again\n", f.config)
			return
		}
		complain(cmd.ErrOrStderr(), err)
		_, _ = fmt.Fprintln(cmd.ErrOrStderr(), "mockpass: the configuration from before stays")
	})
}

// hangups passes on each SIGHUP until ctx ends. Whoever has no file to read again does
// not want them: the process ends then, as is usual.
func hangups(ctx context.Context, wanted bool) <-chan struct{} {
	if !wanted {
		return nil
	}
	signals, out := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, syscall.SIGHUP)
	go func() {
		defer signal.Stop(signals)
		for {
			select {
			case <-ctx.Done():
				return
			case <-signals:
			}
			select {
			case <-ctx.Done():
				return
			case out <- struct{}{}:
			}
		}
	}()
	return out
}
