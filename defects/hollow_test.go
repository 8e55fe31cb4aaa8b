package defects

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/passproof/passproof/harness/reference/hollow"
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/rules"
)

// grounds are rules that a hollow service may pass, by what it did to earn them.
type grounds map[string][]string

// registered is what registrations and token calls show.
var registered = grounds{
	"it registers and gets tokens, over and over, and each of these calls is judged by itself": {
		"NET-V2-ONLY", "NET-THROTTLE-BUDGET", "REG-SCOPE-V2", "REG-REGISTER-REQUEST", "REG-TOKEN-REQUEST", "REG-DCR-X-FORWARDED-FOR",
		"HDR-XDI-KEYS", "HDR-XDI-ACTUAL", "HDR-ONLY-EXPECTED", "HDR-OPENAPI-CONFORMANCE", "ERR-NO-SELF-INFLICTED",
	},
	"its registrations, token calls and tokens meet refusals, 429 and their end, and it goes on after them": {
		"REG-CREDENTIALS-REUSE", "REG-CREDENTIALS-PERSIST", "REG-TOKEN-REFRESH-NO-REREGISTER", "REG-INVALID-CLIENT", "ERR-429-COOLDOWN", "ERR-NON-JSON-BODY",
	},
}

// earned says of each hollow service what it has given evidence for. Whoever never calls
// Adobe Pass has given none. Those that work for a while are not here: what they get done
// until then depends on who is first.
var earned = map[string][]grounds{
	"empty": nil, "unknowing": nil, "failing": nil, "hanging": nil, "inventive": nil, "refusing": nil, "registering": {registered},
}

// closed are rules, and beginnings of their names, about what comes after a user has signed
// in: no service that ends there, or is mute from then on, gives evidence for them.
var closed = []string{
	"LOGOUT-", "PREAUTHZ-", "SSO-LOGOUT-TOKENS", "AUTHN-METADATA-REFRESH", "AUTHZ-NO-MIDSTREAM-REFRESH", "AUTHZ-LIVE-REAUTH", "AUTHZ-DECISION-VALIDITY",
	"DEGR-RECOVERY", "TEMP-SWITCH-WITHOUT-LOGOUT",
}

// afterwards are the hollow services that work until a user has signed in.
var afterwards = []string{"mute", "crashing", "leaving"}

// may tells whether a hollow service can have earned a PASS.
func may(name, id string) bool {
	if slices.Contains(afterwards, name) {
		return !slices.ContainsFunc(closed, func(begins string) bool { return strings.HasPrefix(id, begins) })
	}
	return slices.ContainsFunc(earned[name], func(g grounds) bool { return g.earns(id) })
}

// TestHollow wants that services which do little prove little: no rule passes for which
// the service has given no evidence, every rule that is left open says what is missing,
// and nobody takes the result for a success.
func TestHollow(t *testing.T) {
	t.Parallel() // with its like: certifications mostly wait
	if !*run {
		t.Skip("make defects runs it: it takes minutes")
	}
	bin, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range hollow.All {
		if *only != "" && *only != h.Name {
			continue
		}
		t.Run(h.Name, func(t *testing.T) {
			t.Parallel()
			defer seat()()
			out := t.TempDir()
			config := configure(t, bin, []string{"--hollow", h.Name}, brisk)
			cmd := exec.Command(filepath.Join(bin, "passproof"), "run", "--config", config, "--out", out)
			text, _ := cmd.CombinedOutput()
			if code := cmd.ProcessState.ExitCode(); !slices.Contains([]int{1, 3, 4}, code) && (code != 0 || !strings.Contains(string(text), "PARTLY PROVEN")) {
				t.Errorf("exit code %d", code)
			}
			data, err := os.ReadFile(filepath.Join(out, "report.json"))
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			unearned(t, h.Name, data)
			if t.Failed() {
				t.Logf("%s", text)
			}
		})
	}
}

// brisk is a service whose app does not wait long for answers.
func brisk(file map[string]any) {
	app, _ := file["app"].(map[string]any)
	app["timeout"] = "3s"
}

// unearned looks for rules that passed without grounds, and for reasons that say nothing.
func unearned(t *testing.T, name string, report []byte) {
	t.Helper()
	var in struct {
		Result string
		Rules  []struct{ ID, Outcome, Reason string }
	}
	if err := json.Unmarshal(report, &in); err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(in.Result, "PASS") {
		t.Errorf("the result is %q", in.Result)
	}
	for _, r := range in.Rules {
		if r.Outcome == "PASS" && !may(name, r.ID) {
			t.Errorf("%s passes, and nothing that %s does is evidence for it", r.ID, name)
		}
		if r.Outcome == "INCONCLUSIVE" && !strings.Contains(r.Reason, "scenario") && !strings.Contains(r.Reason, "attest") {
			t.Errorf("%s is inconclusive and does not say in which scenario: %q", r.ID, r.Reason)
		}
	}
}

// earns tells whether there are grounds on which a rule may pass.
func (g grounds) earns(id string) bool {
	for _, ids := range g {
		if slices.Contains(ids, id) {
			return true
		}
	}
	return false
}

// TestGroundsAreOfRules keeps the lists from naming rules that there are not, and services
// from being forgotten.
func TestGroundsAreOfRules(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, r := range rules.All() {
		known[r.ID] = true
	}
	for _, g := range []grounds{registered} {
		for why, ids := range g {
			for _, id := range ids {
				if !known[id] {
					t.Errorf("%q names %s, which is no rule", why, id)
				}
			}
		}
	}
	for _, begins := range closed {
		if !slices.ContainsFunc(rules.All(), func(r *rule.Rule) bool { return strings.HasPrefix(r.ID, begins) }) {
			t.Errorf("%q is how no rule's name begins", begins)
		}
	}
	for _, h := range hollow.All {
		if _, ok := earned[h.Name]; !ok && !slices.Contains(afterwards, h.Name) {
			t.Errorf("nothing is said of what %s may earn", h.Name)
		}
	}
}
