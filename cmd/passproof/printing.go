package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/pflag"

	"github.com/passproof/passproof/harness/report"
	"github.com/passproof/passproof/harness/rule"
)

// printing are the flags of all commands that judge: by which edition, and what of it is
// printed.
type printing struct {
	output, edition        string
	strict, quiet, noColor bool
}

func (p *printing) add(flags *pflag.FlagSet) {
	flags.StringVar(&p.edition, "edition", rule.Current.Name, "edition of the documentation to judge by: "+editionNames())
	flags.StringVarP(&p.output, "output", "o", "text", "what is printed: text, json, junit or md")
	flags.BoolVar(&p.strict, "strict", false, "exit 4 when a MUST is inconclusive")
	flags.BoolVarP(&p.quiet, "quiet", "q", false, "print broken rules and the result only")
	flags.BoolVar(&p.noColor, "no-color", false, "no colours, whatever the terminal")
}

// check tells what is wrong with --output.
func (p *printing) check() error {
	if !slices.Contains([]string{"text", "json", "junit", "md"}, p.output) {
		return fmt.Errorf("--output %q: write text, json, junit or md", p.output)
	}
	return nil
}

// print writes a report in the form that was asked for.
func (p *printing) print(w io.Writer, r *report.Report) error {
	switch p.output {
	case "json":
		return r.JSON(w)
	case "junit":
		return r.JUnit(w)
	case "md":
		return r.Markdown(w)
	}
	return r.Text(w, report.TextOptions{Colour: colourful(w, p.noColor), Quiet: p.quiet})
}
