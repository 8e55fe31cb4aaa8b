package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/passproof/passproof/harness/rule"
)

// Markdown writes the report for people who read it on a code host.
func (r *Report) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: %s\n\n", escape(r.Meta.Subject), r.Result())
	fmt.Fprintf(&b, "%s, %v, depth %s, edition %s of the documentation, passproof %s.\n", r.Meta.Started.UTC().Format(time.RFC3339),
		r.Meta.Ended.Sub(r.Meta.Started).Round(time.Second), r.Meta.Depth, r.Meta.Edition, r.Meta.Version)
	b.WriteString("\n|" + strings.Repeat(" %s |", len(outcomes)))
	header := b.String()
	b.Reset()
	names, numbers, line := make([]any, len(outcomes)), make([]any, len(outcomes)), strings.Repeat("---|", len(outcomes))
	for i, o := range outcomes {
		names[i], numbers[i] = o, r.Counts[o]
	}
	fmt.Fprintf(&b, header, names...)
	fmt.Fprintf(&b, "\n|%s\n|"+strings.Repeat(" %d |", len(outcomes))+"\n", append([]any{line}, numbers...)...)
	for _, n := range r.Meta.Notices {
		fmt.Fprintf(&b, "\n> %s\n", escape(n))
	}
	for _, v := range r.idle() {
		fmt.Fprintf(&b, "\n> %s\n", escape(idleWaiver(v)))
	}
	for _, v := range r.broken() {
		r.markdownVerdict(&b, v)
	}
	r.markdownScenarios(&b)
	r.markdownPath(&b)
	r.markdownLeft(&b)
	b.WriteString("\n## All rules\n\n| verdict | rule | level | what was seen |\n|---|---|---|---|\n")
	for _, v := range r.Verdicts {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", v.Outcome, v.Rule.ID, v.Level, escape(says(v)))
	}
	b.WriteString("\nBuilt from Adobe's public documentation; not affiliated with Adobe.\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) markdownVerdict(b *strings.Builder, v rule.Verdict) {
	fmt.Fprintf(b, "\n## %s %s\n\n%s (%s)\n", v.Outcome, v.Rule.ID, escape(v.Rule.Statement), v.Level)
	if v.Outcome == rule.Faulty {
		fmt.Fprintf(b, "\n%s\n", escape(v.Reason))
		return
	}
	for i, f := range v.Findings {
		if i == mostFindings {
			fmt.Fprintf(b, "\nAnd %d more.\n", len(v.Findings)-i)
			break
		}
		fmt.Fprintf(b, "\n**%s**\n\n```\n", escape(f.Text))
		for _, id := range f.Proof {
			x := r.excerpt(id)
			fmt.Fprintf(b, "#%d %s  %s\n", x.ID, x.At, fenced(x.What))
			for _, d := range x.Details {
				fmt.Fprintf(b, "    %s\n", fenced(d))
			}
		}
		b.WriteString("```\n")
	}
	fmt.Fprintf(b, "\n- Why: %s\n- Remedy: %s\n", escape(v.Rule.Why), escape(v.Rule.Remedy))
	for _, s := range v.Rule.Sources {
		fmt.Fprintf(b, "- Source: `%s`\n", s)
	}
}

func (r *Report) markdownScenarios(b *strings.Builder) {
	b.WriteString("\n## Scenarios\n\n| scenario | state | seconds | |\n|---|---|---|---|\n")
	for _, s := range r.Meta.Scenarios {
		fmt.Fprintf(b, "| %s | %s | %.1f | %s |\n", escape(s.Name), s.State, s.Took.Seconds(), escape(clip(s.Message, mostBody)))
	}
	for _, x := range r.Faults {
		fmt.Fprintf(b, "\nThe mock broke its own contract in exchange %d: %s. Not counted against the service.\n", x.ID, escape(x.Fault))
	}
}

// escape keeps free text from becoming markup.
func escape(s string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "`", "'", "*", `\*`, "\n", " ", "\r", " ").Replace(s)
}

// fenced keeps a line inside its fence.
func fenced(s string) string { return strings.ReplaceAll(s, "```", "'''") }
