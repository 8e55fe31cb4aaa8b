// Command passproof certifies a Programmer Service: it starts the service, plays
// app, browser and network around it against mockpass, and judges what it did by
// every rule of the catalogue.
//
//	passproof run --config passproof.yaml
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/passproof/passproof/harness/errand"
)

// Exit codes, as documented in the README.
const (
	exitOK       = 0 // no MUST broken
	exitBroken   = 1 // a MUST broken, the run interrupted, or the suite itself failed
	exitUsage    = 2 // wrong usage or configuration
	exitSubject  = 3 // the subject could not be started or reached, or ended by itself
	exitUnproven = 4 // too little is proven; --strict: a MUST inconclusive
)

// spacious is the garbage collector's target: a run is over in minutes and keeps its
// journal anyway, so memory is cheaper than the time of dozens of processes.
const spacious = 400

func main() {
	if errand.Asked(os.Args[1:]) {
		os.Exit(errand.Main(os.Args[1:]))
	}
	debug.SetGCPercent(spacious)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := execute(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// An exitError carries an exit code; a nil cause has said all there is to say.
type exitError struct {
	code  int
	cause error
}

func (e *exitError) Error() string {
	if e.cause == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.cause.Error()
}

func (e *exitError) Unwrap() error { return e.cause }

// execute runs the command line and returns the exit code. Errors without a code
// are mistakes in usage.
func execute(ctx context.Context, args []string) int {
	root := newRoot()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	var e *exitError
	if !errors.As(err, &e) {
		e = &exitError{exitUsage, err}
	}
	if e.cause != nil {
		fmt.Fprintln(os.Stderr, "passproof:", e.cause)
	}
	return e.code
}
