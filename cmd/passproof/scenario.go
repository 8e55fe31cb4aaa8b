package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/harness/certification"
	"github.com/passproof/passproof/scenarios"
)

const scenarioCommand = "scenario"

// newScenario is what a run starts once a scenario: it reads an Order and writes an
// Outcome to the file that the order names.
func newScenario() *cobra.Command {
	return &cobra.Command{
		Use: scenarioCommand, Hidden: true, Args: cobra.NoArgs,
		Short: "Play one scenario; started by run",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := playScenario(cmd.Context(), cmd.InOrStdin(), cmd.ErrOrStderr()); err != nil {
				return &exitError{exitBroken, err}
			}
			return nil
		},
	}
}

func playScenario(ctx context.Context, in io.Reader, log io.Writer) error {
	if err := certification.Uncounted(); err != nil {
		return err
	}
	var o certification.Order
	if err := json.NewDecoder(in).Decode(&o); err != nil {
		return fmt.Errorf("the order on standard input cannot be read: %w", err)
	}
	setup, err := o.Setup(log)
	if err != nil {
		return err
	}
	result, err := scenarios.Run(ctx, setup, o.Scenario)
	if err != nil {
		return err
	}
	outcome, err := json.Marshal(result)
	if err != nil {
		return err
	}
	return os.WriteFile(o.Result, outcome, 0o600)
}
