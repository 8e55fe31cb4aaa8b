package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/harness/app"
	"github.com/passproof/passproof/harness/certification"
	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/subject"
	"github.com/passproof/passproof/harness/world"
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
	var o certification.Order
	if err := json.NewDecoder(in).Decode(&o); err != nil {
		return fmt.Errorf("the order on standard input cannot be read: %w", err)
	}
	file, err := config.Load(o.Config)
	if err != nil {
		return err
	}
	setup := world.Setup{
		ControlURL: o.ControlURL, AdobePassURL: o.AdobePassURL, Secure: world.Secure{Address: o.Secure, Authority: o.Authority}, SubjectURL: o.SubjectURL, Seat: o.Seat,
		Scenario: o.Scenario, Depth: world.Depth(o.Depth), ServiceProvider: file.ServiceProvider, Domain: file.Domains[0],
		RefreshMargin: file.Limits.RefreshMargin, TempPass: file.TemporaryAccess, Driver: app.NewMapped(file.App),
	}
	if file.Subject.Starts() {
		setup.Own = ownSubject(file, o, log)
	}
	result, err := scenarios.Run(ctx, setup, o.Scenario)
	if err != nil {
		return err
	}
	outcome, err := json.Marshal(certification.Outcome{
		Scenario: o.Scenario, Labels: result.Labels, State: result.State, Message: result.Message, Unmapped: result.Unmapped, Took: result.Took, Steps: result.Steps,
	})
	if err != nil {
		return err
	}
	return os.WriteFile(o.Result, outcome, 0o600)
}

// ownSubject starts an instance that belongs to one scenario alone.
func ownSubject(file *config.File, o certification.Order, log io.Writer) func(context.Context) (world.OwnSubject, error) {
	return func(ctx context.Context) (world.OwnSubject, error) {
		s, err := subject.New(file, subject.Environment{AdobePassURL: o.AdobePassURL, SoftwareStatement: o.Statement}, log)
		if err != nil {
			return nil, err
		}
		if err := s.Start(ctx); err != nil {
			return nil, errors.Join(err, s.Close())
		}
		return s, nil
	}
}
