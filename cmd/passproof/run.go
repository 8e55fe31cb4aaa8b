package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/harness/certification"
	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/rules"
	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/scenarios"
)

// runFlags are the flags of passproof run.
type runFlags struct {
	printing
	config, out, depth  string
	only, phases, focus []string
	most                int
	shuffle             uint64
}

func newRun() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Certify the subject of passproof.yaml against mockpass",
		Long: `run starts mockpass and the subject, plays all scenarios side by side, judges the
evidence and writes report.json, junit.xml, report.md, journal.har and subject.log.

Exit codes: 0 no MUST broken; 1 a MUST broken, or the run was interrupted; 2 wrong usage or configuration;
3 the subject could not be started or reached, or ended by itself;
4 nothing was seen that decides a rule, or, with --strict, a MUST is inconclusive.`,
		Example: `  passproof run
  passproof run --depth full
  passproof run --config staging/passproof.yaml --out reports
  passproof run --phase authentication --rule ERR-429-COOLDOWN
  passproof run --focus "second screen" -o json
  passproof run --edition 2024 --strict`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.config, "config", "c", "passproof.yaml", "file that describes the subject")
	flags.StringVar(&f.out, "out", "out", "folder for the reports")
	flags.StringVar(&f.depth, "depth", "quick", "how long things are watched. quick: as short as is honest, under a minute; full: as long as the catalogue wants, about six minutes")
	flags.StringSliceVar(&f.only, "rule", nil, "judge by these rules only (repeatable)")
	flags.StringSliceVar(&f.phases, "phase", nil, "judge by the rules of these phases only (repeatable)")
	flags.StringSliceVar(&f.focus, "focus", nil, "play only scenarios whose text contains one of these (repeatable)")
	flags.IntVar(&f.most, "parallel", 64, "how many scenarios at once; they mostly wait")
	flags.Uint64Var(&f.shuffle, "shuffle", 0, "let the scenarios begin in the order of this seed; 0: the longest of last time first")
	f.add(flags)
	return cmd
}

func (f *runFlags) run(cmd *cobra.Command) error {
	options, err := f.options()
	if err != nil {
		return &exitError{exitUsage, err}
	}
	progress := newProgress(os.Stderr, f.quiet, lastRun(f.out, f.depth))
	options.Progress = progress.step
	result, err := certification.Run(cmd.Context(), *options)
	progress.end()
	if result == nil {
		return &exitError{exitFor(err), err}
	}
	code, reportErr := f.report(cmd.OutOrStdout(), result)
	if reportErr != nil {
		return &exitError{exitBroken, errors.Join(reportErr, err)}
	}
	if result.Meta.Interrupted {
		return &exitError{exitBroken, errors.Join(errors.New("the run was interrupted; it certifies nothing"), err)}
	}
	if result.Start != nil {
		return &exitError{exitSubject, errors.Join(result.Start, err)}
	}
	if code != exitOK || err != nil {
		return &exitError{max(code, exitFor(err)), err}
	}
	return nil
}

// exitFor tells a mistake in the configuration from a fault of the harness.
func exitFor(err error) int {
	var mistake *config.Error
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &mistake):
		return exitUsage
	}
	return exitBroken
}

func (f *runFlags) options() (*certification.Options, error) {
	if !slices.Contains([]world.Depth{world.Quick, world.Full}, world.Depth(f.depth)) {
		return nil, fmt.Errorf("--depth %q: write quick or full", f.depth)
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	if f.most < 1 {
		return nil, fmt.Errorf("--parallel %d: at least one scenario must run", f.most)
	}
	edition, err := chooseEdition(f.edition)
	if err != nil {
		return nil, err
	}
	chosen, err := chooseRules(f.only, f.phases)
	if err != nil {
		return nil, err
	}
	list, err := chooseScenarios(f.focus)
	if err != nil {
		return nil, err
	}
	file, err := loadConfig(f.config)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("cannot find the program to start scenarios with: %w", err)
	}
	lasts := lasted(f.out)
	if f.shuffle != 0 {
		lasts = nil
		dice := rand.New(rand.NewPCG(f.shuffle, 0))
		dice.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	return &certification.Options{
		File: file, Rules: chosen, Scenarios: list, Worker: []string{self, scenarioCommand},
		Most: f.most, Lasts: lasts, Depth: world.Depth(f.depth), Windows: scenarios.Windows(), Edition: edition, Partial: len(f.focus) > 0, Out: f.out, Version: version(),
	}, nil
}

// loadConfig reads a passproof.yaml and checks what it says of rules.
func loadConfig(name string) (*config.File, error) {
	file, err := config.Load(name)
	if err != nil {
		return nil, err
	}
	return file, certification.CheckDeclared(file, rules.All(), time.Now())
}

// chooseEdition returns the edition of that name.
func chooseEdition(name string) (rule.Edition, error) {
	edition, ok := rule.EditionNamed(name)
	if !ok {
		return edition, fmt.Errorf("--edition %s: no such edition; there are %s", name, editionNames())
	}
	return edition, nil
}

func editionNames() string {
	var names []string
	for _, ed := range rule.Editions {
		names = append(names, ed.Name+" ("+ed.Says+")")
	}
	return strings.Join(names, ", ")
}

// chooseRules returns the rules that are named by id or phase; all when none is named.
func chooseRules(ids, phases []string) ([]*rule.Rule, error) {
	all := rules.All()
	if len(ids)+len(phases) == 0 {
		return all, nil
	}
	for _, id := range ids {
		if _, err := findRule(id); err != nil {
			return nil, fmt.Errorf("--rule %w", err)
		}
	}
	if err := known("--phase", "phase", phases, spelled(rule.Phases)); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(r *rule.Rule) bool {
		return !slices.Contains(ids, r.ID) && !slices.Contains(phases, string(r.Phase))
	}), nil
}

func chooseScenarios(focus []string) ([]certification.Scenario, error) {
	all, err := scenarios.List()
	if err != nil {
		return nil, err
	}
	var out []certification.Scenario
	for _, s := range all {
		wanted := len(focus) == 0
		for _, text := range focus {
			wanted = wanted || strings.Contains(strings.ToLower(s.Text), strings.ToLower(text))
		}
		if wanted {
			out = append(out, certification.Scenario{Text: s.Text, Labels: s.Labels})
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("--focus %q: no scenario has that in its text", focus)
	}
	return out, nil
}
