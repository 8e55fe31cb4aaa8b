package rule_test

import (
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

func TestJudge_AttestationsAndWaivers(t *testing.T) {
	t.Parallel()
	x := exchange(1, 0, "profiles")
	word := rule.Attestation{By: "somebody", Note: "something", On: t0}
	kept := func(*rule.Evidence) []rule.Case { return []rule.Case{rule.Prove(nil, x)} }
	broken := func(*rule.Evidence) []rule.Case { return []rule.Case{rule.Prove(rule.Complain("no"), x)} }
	none := func(*rule.Evidence) []rule.Case { return nil }
	for name, c := range map[string]struct {
		attest           string
		check            func(*rule.Evidence) []rule.Case
		attested, waived bool
		want, excused    rule.Outcome
		idle             bool
	}{
		"attested":                           {"a", nil, true, false, rule.Attested, "", false},
		"attested by nobody":                 {"a", nil, false, false, rule.Inconclusive, "", false},
		"attested and seen":                  {"a", kept, true, false, rule.Attested, "", false},
		"attested and not seen":              {"a", none, true, false, rule.Attested, "", false},
		"seen and attested by nobody":        {"a", kept, false, false, rule.Inconclusive, "", false},
		"attested and broken":                {"a", broken, true, false, rule.Fail, "", false},
		"attested, but traffic can tell":     {"", none, true, false, rule.Inconclusive, "", false},
		"neither a check nor an attestation": {"", nil, true, false, rule.Faulty, "", false},
		"waived":                             {"", broken, false, true, rule.Waived, rule.Fail, false},
		"waived without evidence":            {"", none, false, true, rule.Waived, rule.Inconclusive, false},
		"waived in place of attested":        {"a", nil, false, true, rule.Waived, rule.Inconclusive, false},
		"waived and kept":                    {"", kept, false, true, rule.Pass, "", true},
		"waived and faulty":                  {"", nil, false, true, rule.Faulty, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := check(c.check)
			r.Attest = c.attest
			d := rule.Declared{}
			if c.attested {
				d.Attestations = map[string]rule.Attestation{"X": word}
			}
			if c.waived {
				d.Waivers = map[string]rule.Waiver{"X": {Why: "because", Until: t0}}
			}
			v := rule.Judge([]*rule.Rule{r}, rule.NewEvidence([]journal.Entry{x}, rule.Current, d))[0]
			if v.Outcome != c.want || v.Excused != c.excused || v.Idle() != c.idle {
				t.Errorf("%s (%s), excused %q, idle %v; want %s, %q, %v", v.Outcome, v.Reason, v.Excused, v.Idle(), c.want, c.excused, c.idle)
			}
			if (v.Attestation != nil) != (c.want == rule.Attested) {
				t.Errorf("attestation %v", v.Attestation)
			}
		})
	}
}

func TestVouched_InOneLine(t *testing.T) {
	t.Parallel()
	until := t0.AddDate(1, 0, 0)
	a := rule.Attestation{By: "ops", Note: "ticket 12", On: t0, Until: until}
	w := rule.Waiver{By: "the lead", Why: "fixed in 4.2", Until: until}
	if got := a.String(); got != "by ops on 2026-05-25: ticket 12 (until 2027-05-25)" {
		t.Error(got)
	}
	if got := w.String(); got != "until 2027-05-25 by the lead: fixed in 4.2" {
		t.Error(got)
	}
}

// The level of a rule may be another in another edition, and so is what a breach means.
func TestJudge_LevelByEdition(t *testing.T) {
	t.Parallel()
	x := exchange(1, 0, "profiles")
	r := check(func(e *rule.Evidence) []rule.Case {
		return []rule.Case{rule.Prove(rule.Complain("%v", e.Edition.PollInterval), x)}
	})
	r.Levels = map[string]rule.Level{rule.Cookbook2024.Name: rule.Should}
	for _, c := range []struct {
		ed      rule.Edition
		outcome rule.Outcome
		level   rule.Level
		says    time.Duration
	}{{rule.Current, rule.Fail, rule.Must, 3 * time.Second}, {rule.Cookbook2024, rule.Warning, rule.Should, 15 * time.Second}} {
		v := rule.Judge([]*rule.Rule{r}, rule.NewEvidence([]journal.Entry{x}, c.ed, rule.Declared{}))[0]
		if v.Outcome != c.outcome || v.Level != c.level || !strings.Contains(v.Findings[0].Text, c.says.String()) {
			t.Errorf("edition %s: %s, level %s, %q", c.ed.Name, v.Outcome, v.Level, v.Findings[0].Text)
		}
	}
}
