package config

import (
	"strings"
	"testing"
	"time"
)

const vouched = good + `
attest:
  OPS-ENVIRONMENTS: { by: ops, on: 2026-11-01, note: staging and production, until: 2027-11-01 }
waive:
  CFG-CACHE-TTL: { until: 2027-03-01, why: fixed in 4.2 }
`

var rulesKnown = map[string]bool{"OPS-ENVIRONMENTS": true, "OPS-DIAGNOSTICS": true, "CFG-CACHE-TTL": false}

var november = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func TestCheckRules(t *testing.T) {
	t.Parallel()
	f, err := Parse("passproof.yaml", []byte(vouched))
	if err != nil {
		t.Fatal(err)
	}
	if a := f.Attest["OPS-ENVIRONMENTS"]; a.By != "ops" || a.On != "2026-11-01" || f.Waive["CFG-CACHE-TTL"].Until != "2027-03-01" {
		t.Errorf("read as %+v and %+v", a, f.Waive)
	}
	for on, want := range map[time.Time]bool{
		november: true, time.Date(2027, 3, 1, 23, 59, 0, 0, time.UTC): true, time.Date(2027, 3, 2, 0, 0, 0, 0, time.UTC): false,
	} {
		if err := f.CheckRules(rulesKnown, on); (err == nil) != want {
			t.Errorf("on %v: %v", on, err)
		}
	}
}

func TestVouched_MistakesHaveLineAndRemedy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ from, to, want, remedy string }{
		"unknown rule attested":    {"OPS-ENVIRONMENTS", "OPS-ENVIRONMENT", ":17: attest.OPS-ENVIRONMENT: no rule has that ID", "did you mean OPS-ENVIRONMENTS?"},
		"unknown rule waived":      {"CFG-CACHE-TTL", "CFG-CACHE-TLT", ":19: waive.CFG-CACHE-TLT: no rule has that ID", "did you mean CFG-CACHE-TTL?"},
		"attested, but observable": {"OPS-ENVIRONMENTS: { by: ops, on: 2026-11-01, note: staging and production, until: 2027-11-01 }\nwaive:\n  CFG", "CFG-CACHE-TTL: { by: ops, on: 2026-11-01, note: x }\nwaive:\n  OPS-DIAGNOSTICS: { until: 2027-03-01, why: x }\n#", ":17: attest.CFG-CACHE-TTL: the rule is judged by what the service does", "write it under waive"},
		"attested and waived":      {"  CFG-CACHE-TTL", "  OPS-ENVIRONMENTS", ":19: waive.OPS-ENVIRONMENTS: the rule is attested too", "keep one"},
		"expired waiver":           {"2027-03-01", "2026-11-20", ":19: waive.CFG-CACHE-TTL.until: it expired on 2026-11-20", "renew it"},
		"expired attestation":      {"2027-11-01", "2026-11-20", ":17: attest.OPS-ENVIRONMENTS.until: it expired on 2026-11-20", "renew it"},
		"given in the future":      {"on: 2026-11-01", "on: 2026-12-01", ":17: attest.OPS-ENVIRONMENTS.on: 2026-12-01 has not come yet", "the day on which"},
		"no day":                   {"2027-03-01", "spring", `:19: waive.CFG-CACHE-TTL.until: "spring" is no day`, "2026-11-01"},
		"no until":                 {"until: 2027-03-01, ", "", ":19: waive.CFG-CACHE-TTL: until is missing", "2026-11-01"},
		"no why":                   {", why: fixed in 4.2", "", ":19: waive.CFG-CACHE-TTL: why is missing", "write why:"},
		"no by":                    {"by: ops, ", "", ":17: attest.OPS-ENVIRONMENTS: by is missing", "who vouches"},
		"no note":                  {"note: staging and production, ", "", ":17: attest.OPS-ENVIRONMENTS: note is missing", "what it rests on"},
		"no on":                    {"on: 2026-11-01, ", "", ":17: attest.OPS-ENVIRONMENTS: on is missing", "a day like"},
		"unknown field":            {"why: fixed", "because: fixed", ":19:", "passproof init"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(vouched, c.from, c.to, 1)
			if text == vouched {
				t.Fatal("nothing was replaced")
			}
			f, err := Parse("passproof.yaml", []byte(text))
			if err == nil {
				err = f.CheckRules(rulesKnown, november)
			}
			if err == nil {
				t.Fatal("no error")
			}
			if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.remedy) {
				t.Errorf("got  %v\nwant %q with remedy %q", err, c.want, c.remedy)
			}
		})
	}
}
