package report

import (
	"fmt"
	"strings"
	"time"
)

type jsonPath struct {
	Scenario string     `json:"scenario"`
	Seconds  float64    `json:"seconds"`
	Longest  *jsonWait  `json:"longestWait,omitempty"`
	Parts    []jsonPart `json:"parts"`
}

type jsonWait struct {
	Scenario string  `json:"scenario"`
	What     string  `json:"what"`
	Seconds  float64 `json:"seconds"`
}

type jsonPart struct {
	At      float64 `json:"at"`
	Seconds float64 `json:"seconds"`
	What    string  `json:"what"`
}

type jsonWindow struct {
	Rule string  `json:"rule"`
	What string  `json:"what"`
	Here float64 `json:"seconds"`
	Full float64 `json:"fullSeconds"`
}

func (r *Report) length() time.Duration { return r.Meta.Ended.Sub(r.Meta.Started) }

func (r *Report) jsonPath() *jsonPath {
	p := r.path()
	if p == nil {
		return nil
	}
	out := &jsonPath{Scenario: p.Scenario, Seconds: r.length().Seconds(), Parts: []jsonPart{}}
	if p.Whose != "" {
		out.Longest = &jsonWait{p.Whose, p.Longest.What, p.Longest.End.Sub(p.Longest.Start).Seconds()}
	}
	for _, part := range p.Parts {
		out.Parts = append(out.Parts, jsonPart{part.At.Seconds(), part.Took.Seconds(), part.What})
	}
	return out
}

func (r *Report) jsonLeft() []jsonWindow {
	out := []jsonWindow{}
	for _, w := range r.left() {
		out = append(out, jsonWindow{w.Rule, w.What, w.Here.Seconds(), w.Full.Seconds()})
	}
	return out
}

// headlines say of a path how long it is, and how long it must be.
func (p *Path) headlines(run time.Duration) []string {
	lines := []string{fmt.Sprintf("%.1fs, bound by “%s”", run.Seconds(), p.Scenario)}
	if ratio := p.ratio(run); ratio > 0 {
		lines = append(lines, fmt.Sprintf("%.1f times the longest wait, %.1fs in “%s”: %s", ratio, p.Longest.End.Sub(p.Longest.Start).Seconds(), p.Whose, p.Longest.What))
	}
	return lines
}

func (r *Report) textPath(b *strings.Builder) {
	p := r.path()
	if p == nil {
		return
	}
	fmt.Fprintf(b, "CRITICAL PATH  %s\n", strings.Join(p.headlines(r.length()), "\n               "))
	for _, part := range p.Parts {
		fmt.Fprintf(b, "  %7.1fs  %5.1fs  %s\n", part.At.Seconds(), part.Took.Seconds(), part.What)
	}
	b.WriteString("\n")
}

func (r *Report) textLeft(b *strings.Builder) {
	left := r.left()
	if len(left) == 0 {
		return
	}
	b.WriteString("LEFT TO --depth full\n")
	for _, w := range left {
		fmt.Fprintf(b, "  %-32s %11s, in full %-6s %s\n", w.Rule, spell(w.Here), spell(w.Full)+":", w.What)
	}
	b.WriteString("\n")
}

func (r *Report) markdownPath(b *strings.Builder) {
	p := r.path()
	if p == nil {
		return
	}
	fmt.Fprintf(b, "\n## Critical path\n\n%s\n\n| at | seconds | what |\n|---|---|---|\n", escape(strings.Join(p.headlines(r.length()), "; ")))
	for _, part := range p.Parts {
		fmt.Fprintf(b, "| %.1f | %.1f | %s |\n", part.At.Seconds(), part.Took.Seconds(), escape(part.What))
	}
}

func (r *Report) markdownLeft(b *strings.Builder) {
	left := r.left()
	if len(left) == 0 {
		return
	}
	b.WriteString("\n## Left to `--depth full`\n\n| rule | here | full depth | what |\n|---|---|---|---|\n")
	for _, w := range left {
		fmt.Fprintf(b, "| %s | %v | %v | %s |\n", w.Rule, spell(w.Here), spell(w.Full), escape(w.What))
	}
}
