package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/harness/reference/defects"
	"github.com/passproof/passproof/harness/rule"
)

func newRules() *cobra.Command {
	var phases []string
	cmd := &cobra.Command{
		Use:   "rules [ID]",
		Short: "List the rules, or explain one",
		Example: `  passproof rules
  passproof rules --phase authentication
  passproof rules AUTHN-POLL-INTERVAL`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			chosen, err := chooseRules(args, phases)
			if err != nil {
				return &exitError{exitUsage, err}
			}
			if len(args) == 1 {
				return explain(cmd.OutOrStdout(), chosen[0])
			}
			return list(cmd.OutOrStdout(), chosen)
		},
	}
	cmd.Flags().StringSliceVar(&phases, "phase", nil, "only the rules of these phases (repeatable)")
	return cmd
}

func list(w io.Writer, chosen []*rule.Rule) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "RULE\tLEVEL\tPHASE\tSTATEMENT")
	for _, r := range chosen {
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", r.ID, r.Level, r.Phase, r.Statement)
	}
	return t.Flush()
}

func explain(w io.Writer, r *rule.Rule) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s, %s phase\n\n%s\n\n", r.ID, r.Level, r.Phase, r.Statement)
	fmt.Fprintf(&b, "Why      %s\nRemedy   %s\n", r.Why, r.Remedy)
	if r.Occasion != "" {
		fmt.Fprintf(&b, "Counts   each %s\n", r.Occasion)
	}
	if r.Attest != "" {
		fmt.Fprintf(&b, "Attest   %s; traffic cannot decide it\n", r.Attest)
	}
	for _, ed := range rule.Editions {
		if r.In(ed) != r.Level {
			fmt.Fprintf(&b, "Edition  %s in the edition %s\n", r.In(ed), ed.Name)
		}
	}
	if r.Feature != "" {
		fmt.Fprintf(&b, "Feature  %s; N/A to services that do not declare it\n", r.Feature)
	}
	for _, s := range r.Sources {
		fmt.Fprintf(&b, "Source   %s\n", s)
	}
	for _, d := range defects.Breaking(r.ID) {
		fmt.Fprintf(&b, "Defect   %s: %s\n", d.Name, d.Summary)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
