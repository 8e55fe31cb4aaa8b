package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/harness/certification"
	"github.com/passproof/passproof/harness/recorded"
	"github.com/passproof/passproof/harness/report"
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/rules"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/specs"
)

// lintFlags are the flags of passproof lint.
type lintFlags struct {
	printing
	config string
}

func newLint() *cobra.Command {
	var f lintFlags
	cmd := &cobra.Command{
		Use:   "lint FILE.har",
		Short: "Judge recorded traffic with Adobe Pass",
		Long: `lint judges what a Programmer Service has sent to Adobe Pass, staging or mock, from a
HAR file: of a proxy in front of Adobe, or the journal.har of an earlier run. Only the
rules that traffic alone decides are judged; the others need passproof run. Secrets are
replaced by pseudonyms in what is printed; nothing is written.

Exit codes: 0 no MUST broken; 1 a MUST broken; 2 wrong usage, configuration or file;
4 nothing was proven, or, with --strict, a MUST is inconclusive.`,
		Example: `  passproof lint traffic.har
  passproof lint out/journal.har --config passproof.yaml
  passproof lint staging.har -o md > staging.md`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return f.lint(cmd, args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.config, "config", "c", "", "file that says which features and limits the service has; default: all features, usual limits")
	f.add(flags)
	return cmd
}

func (f *lintFlags) lint(cmd *cobra.Command, name string) error {
	if err := f.check(); err != nil {
		return &exitError{exitUsage, err}
	}
	edition, err := chooseEdition(f.edition)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	entries, err := readTraffic(name)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	declared := rule.Declared{Features: rule.Features, ServiceProvider: mostly(entries)}
	subject := name
	if f.config != "" {
		file, err := loadConfig(f.config)
		if err != nil {
			return &exitError{exitUsage, err}
		}
		declared, subject = certification.Declared(file, recorded.Statement(entries)), file.Subject.Name
	}
	verdicts := rule.Judge(rules.Passive(), rule.NewEvidence(entries, edition, declared))
	certification.ForgetIdle(verdicts)
	first, last := entries[0].At(), entries[len(entries)-1].At()
	meta := report.Meta{
		Subject: subject, Started: first, Ended: last, Depth: "recorded", Edition: edition.Name, Version: version(), Partial: true,
		Notices: []string{fmt.Sprintf("%d recorded exchanges were judged by the %d rules that traffic alone decides; passproof run judges by all %d",
			exchanges(entries), len(verdicts), len(rules.All()))},
	}
	r := report.New(meta, verdicts, journal.NewRedactor(first.String()).Entries(entries))
	err = f.print(cmd.OutOrStdout(), r)
	if code := r.ExitCode(f.strict); code != exitOK || err != nil {
		return &exitError{max(code, exitFor(err)), err}
	}
	return nil
}

func readTraffic(name string) (_ []journal.Entry, err error) {
	documents, err := specs.New()
	if err != nil {
		return nil, err
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	entries, err := recorded.Read(file, documents)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return entries, nil
}

func exchanges(entries []journal.Entry) (n int) {
	for _, e := range entries {
		if _, ok := e.(*journal.Exchange); ok {
			n++
		}
	}
	return n
}

// mostly is the service provider that most exchanges speak of.
func mostly(entries []journal.Entry) string {
	count, most := map[string]int{}, ""
	for _, e := range entries {
		if x, ok := e.(*journal.Exchange); ok && x.ServiceProvider != "" {
			if count[x.ServiceProvider]++; count[x.ServiceProvider] > count[most] {
				most = x.ServiceProvider
			}
		}
	}
	return most
}
