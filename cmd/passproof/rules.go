package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/rules"
)

// rulesFlags are the flags of passproof rules.
type rulesFlags struct {
	phases, levels, features []string
	edition, search, output  string
	passive, attest          bool
}

func newRules() *cobra.Command {
	var f rulesFlags
	cmd := &cobra.Command{
		Use:   "rules [ID]",
		Short: "List the rules, or explain one",
		Long: `rules lists the catalogue, or the part of it that the flags choose: a rule is listed when
it has one of the values of every flag that is given. With an ID it explains one rule: why it
is there, where Adobe says so, what to do, evidence that keeps and that breaks it, and the
scenarios and defects that prove it.`,
		Example: `  passproof rules
  passproof rules --phase authentication --level MUST
  passproof rules --feature temporary-access --edition 2024
  passproof rules --passive --search throttl
  passproof rules --attest -o json
  passproof rules AUTHN-POLL-INTERVAL`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.run(cmd.OutOrStdout(), args); err != nil {
				return &exitError{exitUsage, err}
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&f.phases, "phase", nil, "only rules of these phases (repeatable)")
	flags.StringSliceVar(&f.levels, "level", nil, "only rules of these levels: MUST, SHOULD, MAY (repeatable)")
	flags.StringSliceVar(&f.features, "feature", nil, "only rules that these features bring along (repeatable)")
	flags.StringVar(&f.edition, "edition", rule.Current.Name, "edition of the documentation that levels are told of: "+editionNames())
	flags.StringVar(&f.search, "search", "", "only rules with this text in their ID, statement, why or remedy")
	flags.BoolVar(&f.passive, "passive", false, "only rules that recorded traffic can be judged by")
	flags.BoolVar(&f.attest, "attest", false, "only rules that have to be attested")
	flags.StringVarP(&f.output, "output", "o", "text", "what is printed: text or json")
	return cmd
}

func (f *rulesFlags) run(w io.Writer, args []string) error {
	if f.output != "text" && f.output != "json" {
		return fmt.Errorf("--output %q: write text or json", f.output)
	}
	edition, err := chooseEdition(f.edition)
	if err != nil {
		return err
	}
	if len(args) == 1 {
		return f.one(w, args[0], edition)
	}
	chosen, err := f.choose(edition)
	if err != nil {
		return err
	}
	if f.output == "json" {
		all := []ruleInfo{}
		for _, r := range chosen {
			all = append(all, describe(r, edition))
		}
		return writeJSON(w, all)
	}
	return list(w, chosen, edition)
}

// one explains the rule of that ID, whatever its letters' case.
func (f *rulesFlags) one(w io.Writer, id string, edition rule.Edition) error {
	r, err := findRule(strings.ToUpper(id))
	if err != nil {
		return err
	}
	if f.output == "json" {
		return writeJSON(w, describe(r, edition))
	}
	return explain(w, describe(r, edition))
}

// findRule is the rule of that ID. The error names those that may have been meant.
func findRule(id string) (*rule.Rule, error) {
	var ids, like []string
	for _, r := range rules.All() {
		if r.ID == id {
			return r, nil
		}
		ids = append(ids, r.ID)
		if strings.HasPrefix(r.ID, id) {
			like = append(like, r.ID)
		}
	}
	if len(like) == 0 {
		if best := config.Nearest(id, ids); best != "" {
			like = []string{best}
		}
	}
	if len(like) == 0 {
		return nil, fmt.Errorf("%s: no such rule; 'passproof rules' lists them, 'passproof rules --search TEXT' looks for words", id)
	}
	return nil, fmt.Errorf("%s: no such rule; did you mean %s? 'passproof rules' lists them all", id, strings.Join(like, ", "))
}

// choose returns the rules that all flags let through.
func (f *rulesFlags) choose(edition rule.Edition) ([]*rule.Rule, error) {
	for i, l := range f.levels {
		f.levels[i] = strings.ToUpper(l)
	}
	if err := errors.Join(
		known("--phase", "phase", f.phases, spelled(rule.Phases)),
		known("--level", "level", f.levels, []string{string(rule.Must), string(rule.Should), string(rule.May)}),
		known("--feature", "feature", f.features, spelled(append(slices.Clone(rule.Features), rule.SSO, rule.TokenSSO))),
	); err != nil {
		return nil, err
	}
	text := strings.ToLower(f.search)
	out := slices.DeleteFunc(rules.All(), func(r *rule.Rule) bool {
		words := strings.ToLower(strings.Join([]string{r.ID, r.Statement, r.Why, r.Remedy}, "\n"))
		return len(f.phases) > 0 && !slices.Contains(f.phases, string(r.Phase)) ||
			len(f.levels) > 0 && !slices.Contains(f.levels, string(r.In(edition))) ||
			len(f.features) > 0 && !slices.Contains(f.features, string(r.Feature)) ||
			f.passive && !r.Passive || f.attest && r.Attest == "" || !strings.Contains(words, text)
	})
	if len(out) == 0 {
		return nil, errors.New("no rule is all of that; leave out a flag")
	}
	return out, nil
}

// known refuses values of a flag that are none of those there are.
func known(flag, kind string, values, there []string) error {
	for _, v := range values {
		if slices.Contains(there, v) {
			continue
		}
		if best := config.Nearest(v, there); best != "" {
			return fmt.Errorf("%s %s: no such %s; did you mean %s?", flag, v, kind, best)
		}
		return fmt.Errorf("%s %s: no such %s; there are %s", flag, v, kind, strings.Join(there, ", "))
	}
	return nil
}

func spelled[S ~string](all []S) []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = string(s)
	}
	return out
}

func list(w io.Writer, chosen []*rule.Rule, edition rule.Edition) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "RULE\tLEVEL\tPHASE\tSTATEMENT")
	for _, r := range chosen {
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", r.ID, r.In(edition), r.Phase, r.Statement)
	}
	return t.Flush()
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
