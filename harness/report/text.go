package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/passproof/passproof/harness/rule"
)

// TextOptions change the page for a terminal.
type TextOptions struct {
	Colour bool
	Quiet  bool // broken rules and the result only
}

// mostFindings is how many findings of one rule are shown; the rest is counted.
const mostFindings = 3

// Text writes the page for a terminal.
func (r *Report) Text(w io.Writer, o TextOptions) error {
	var b strings.Builder
	if !o.Quiet {
		r.table(&b, o)
	}
	for _, v := range r.broken() {
		r.textVerdict(&b, v, o)
	}
	r.textWaivers(&b, o)
	r.textScenarios(&b)
	if !o.Quiet {
		r.textPath(&b)
		r.textLeft(&b)
	}
	for _, n := range r.Meta.Notices {
		fmt.Fprintf(&b, "NOTICE  %s\n", n)
	}
	for _, x := range r.Faults {
		fmt.Fprintf(&b, "MOCK    exchange %d: %s; not counted against the service\n", x.ID, x.Fault)
	}
	var counts []string
	for _, out := range outcomes {
		if n := r.Counts[out]; n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, out))
		}
	}
	fmt.Fprintf(&b, "\n%s: %s (%s, %d scenarios, depth %s, %v)\n", r.Meta.Subject, r.Result(), strings.Join(counts, ", "),
		len(r.Meta.Scenarios), r.Meta.Depth, r.Meta.Ended.Sub(r.Meta.Started).Round(time.Second))
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) table(b *strings.Builder, o TextOptions) {
	var phase rule.Phase
	for _, v := range r.Verdicts {
		if v.Rule.Phase != phase {
			phase = v.Rule.Phase
			fmt.Fprintf(b, "\n%s\n", phase)
		}
		fmt.Fprintf(b, "  %s %-32s %s\n", paint(v.Outcome, o), v.Rule.ID, says(v))
	}
	b.WriteString("\n")
}

// says is a verdict in a few words.
func says(v rule.Verdict) string {
	switch v.Outcome {
	case rule.Inconclusive, rule.NotApplicable, rule.Faulty:
		return v.Reason
	case rule.Attested:
		return v.Attestation.String()
	case rule.Waived:
		return excused(v)
	}
	text := fmt.Sprintf("%d × %s", v.Cases, v.Rule.Occasion)
	if n := len(v.Findings); n > 0 {
		text = fmt.Sprintf("%d broken of %s", n, text)
	}
	return text
}

func (r *Report) textVerdict(b *strings.Builder, v rule.Verdict, o TextOptions) {
	fmt.Fprintf(b, "%s %s: %s\n", paint(v.Outcome, o), v.Rule.ID, v.Rule.Statement)
	if v.Outcome == rule.Faulty {
		fmt.Fprintf(b, "        %s\n\n", v.Reason)
		return
	}
	for i, f := range v.Findings {
		if i == mostFindings {
			fmt.Fprintf(b, "        and %d more\n", len(v.Findings)-i)
			break
		}
		fmt.Fprintf(b, "        %s\n", f.Text)
		for _, id := range f.Proof {
			x := r.excerpt(id)
			fmt.Fprintf(b, "          #%d %s  %s\n", x.ID, x.At, x.What)
			if i == 0 {
				for _, d := range x.Details {
					fmt.Fprintf(b, "              %s\n", d)
				}
			}
		}
	}
	fmt.Fprintf(b, "        Why:    %s\n        Remedy: %s\n", v.Rule.Why, v.Rule.Remedy)
	for _, s := range v.Rule.Sources {
		fmt.Fprintf(b, "        Source: %s\n", s)
	}
	b.WriteString("\n")
}

// excused is a waived verdict in a few words: what it would be, why, and the waiver.
func excused(v rule.Verdict) string {
	why := v.Reason
	if len(v.Findings) > 0 {
		why = v.Findings[0].Text
	}
	return fmt.Sprintf("%s (%s), waived %s", v.Excused, why, v.Waiver)
}

// idleWaiver says of a waiver that it excuses nothing.
func idleWaiver(v rule.Verdict) string {
	return fmt.Sprintf("the waiver of %s excuses nothing, the rule is %s: take it out", v.Rule.ID, v.Outcome)
}

func (r *Report) textWaivers(b *strings.Builder, o TextOptions) {
	if o.Quiet {
		for _, v := range r.waived() {
			fmt.Fprintf(b, "%s %s %s\n", paint(v.Outcome, o), v.Rule.ID, excused(v))
		}
	}
	for _, v := range r.idle() {
		fmt.Fprintf(b, "WAIVER  %s\n", idleWaiver(v))
	}
}

func (r *Report) textScenarios(b *strings.Builder) {
	for _, s := range r.Meta.Scenarios {
		if s.State != "passed" {
			fmt.Fprintf(b, "SCENARIO %s: %s\n%s\n", s.State, s.Name, indent(s.Message, "        "))
		}
	}
}

func indent(s, by string) string {
	if s == "" {
		return ""
	}
	return by + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n"+by)
}

// paint pads an outcome and colours it.
func paint(o rule.Outcome, opt TextOptions) string {
	text := fmt.Sprintf("%-12s", o)
	if !opt.Colour {
		return text
	}
	colour := map[rule.Outcome]string{rule.Pass: "32", rule.Fail: "31", rule.Warning: "33", rule.Faulty: "35", rule.Attested: "36", rule.Waived: "33"}[o]
	if colour == "" {
		colour = "2"
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}
