package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/passproof/passproof/harness/rule"
)

type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Name    string       `xml:"name,attr"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string     `xml:"name,attr"`
	Class   string     `xml:"classname,attr"`
	Time    string     `xml:"time,attr,omitempty"`
	Failure *junitText `xml:"failure,omitempty"`
	Error   *junitText `xml:"error,omitempty"`
	Skipped *junitText `xml:"skipped,omitempty"`
	Out     string     `xml:"system-out,omitempty"`
}

type junitText struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes the report for a CI: a suite a phase, a test case a rule, a suite for the
// scenarios, and one for the result, so that a report in which all is skipped is not green.
func (r *Report) JUnit(w io.Writer) error {
	out := junitSuites{Name: clip(r.Meta.Subject, mostBody)}
	for _, phase := range rule.Phases {
		s := junitSuite{Name: string(phase)}
		for _, v := range r.Verdicts {
			if v.Rule.Phase == phase {
				s.add(r.junitVerdict(v))
			}
		}
		if s.Tests > 0 {
			out.Suites = append(out.Suites, s)
		}
	}
	s := junitSuite{Name: "scenarios"}
	for _, sc := range r.Meta.Scenarios {
		c := junitCase{Name: clip(sc.Name, mostBody), Class: "scenarios", Time: fmt.Sprintf("%.3f", sc.Took.Seconds())}
		if sc.State != "passed" { // no evidence is no failure of the service
			c.Skipped = &junitText{Message: sc.State, Text: clean(sc.Message)}
		}
		s.add(c)
	}
	out.Suites = append(out.Suites, s, r.junitResult())
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	return enc.Encode(out)
}

// junitResult is the suite with the result of the run. What is broken has failed already.
func (r *Report) junitResult() junitSuite {
	s, c := junitSuite{Name: "result"}, junitCase{Name: "the MUSTs are proven", Class: "result", Out: clip(r.Result(), mostBody)}
	switch {
	case r.unproven():
		c.Failure = &junitText{Message: clip(r.Result(), mostBody)}
	case r.Meta.Interrupted:
		c.Error = &junitText{Message: clip(r.Result(), mostBody)}
	case r.musts()[rule.Inconclusive] > 0:
		c.Skipped = &junitText{Message: clip(r.Result(), mostBody)}
	}
	s.add(c)
	return s
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

func (r *Report) junitVerdict(v rule.Verdict) junitCase {
	c := junitCase{Name: v.Rule.ID, Class: string(v.Rule.Phase)}
	var b strings.Builder
	switch v.Outcome {
	case rule.Fail:
		r.textVerdict(&b, v, TextOptions{})
		c.Failure = &junitText{Message: clip(v.Findings[0].Text, mostBody), Text: clean(b.String())}
	case rule.Warning, rule.Info:
		r.textVerdict(&b, v, TextOptions{})
		c.Out = clean(b.String())
	case rule.Faulty:
		c.Error = &junitText{Message: clip(v.Reason, mostBody)}
	case rule.Attested:
		c.Out = clip(fmt.Sprintf("%s %s", v.Outcome, v.Attestation), mostBody)
	case rule.Waived:
		r.textVerdict(&b, v, TextOptions{})
		c.Skipped = &junitText{Message: clip(fmt.Sprintf("%s: %s", v.Outcome, excused(v)), mostBody), Text: clean(b.String())}
	case rule.Inconclusive, rule.NotApplicable:
		c.Skipped = &junitText{Message: fmt.Sprintf("%s: %s", v.Outcome, clip(v.Reason, mostBody))}
	}
	if v.Idle() && c.Failure == nil {
		c.Skipped, c.Failure = nil, &junitText{Message: clip(idleWaiver(v), mostBody)}
	}
	return c
}

// clean takes out what XML cannot carry.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return ' '
		}
		return r
	}, s)
}
