package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/harness/certification"
	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/scenarios"
)

const scenarioCommand = "scenario"

// newScenario is what a run starts a few dozen times: it reads Orders, a line each, and
// tells what came of each before it reads the next, until there is none.
func newScenario() *cobra.Command {
	return &cobra.Command{
		Use: scenarioCommand, Hidden: true, Args: cobra.NoArgs,
		Short: "Play scenarios, one after another; started by run",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := playScenarios(cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr()); err != nil {
				return &exitError{exitBroken, err}
			}
			return nil
		},
	}
}

func playScenarios(in io.Reader, out, log io.Writer) error {
	if err := certification.Uncounted(); err != nil {
		return err
	}
	orders := json.NewDecoder(in)
	var order certification.Order
	if err := orders.Decode(&order); err != nil {
		return fmt.Errorf("the order on standard input cannot be read: %w", err)
	}
	file, err := config.Load(order.Config)
	if err != nil {
		return err
	}
	var failed error
	first := true
	next := func() (scenarios.Turn, bool) {
		if !first {
			order = certification.Order{}
			if err := orders.Decode(&order); err != nil {
				failed = errors.Join(failed, unlessEnded(err))
				return scenarios.Turn{}, false
			}
		}
		first = false
		return scenarios.Turn{Text: order.Scenario, Setup: order.Setup(file, log)}, true
	}
	done := func(o *world.Outcome) { failed = errors.Join(failed, certification.Tell(out, o)) }
	return errors.Join(scenarios.Play(order.Turns, next, done), failed)
}

// unlessEnded is an error of reading orders; nil where there is no other.
func unlessEnded(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return fmt.Errorf("the next order on standard input cannot be read: %w", err)
}
