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

// began is what a service shows until its first user is signed in, with other devices that
// are on their way there.
var began = grounds{
	"each request is judged by itself": {
		"NET-V2-ONLY", "NET-THROTTLE-BUDGET", "REG-SCOPE-V2", "REG-REGISTER-REQUEST", "REG-TOKEN-REQUEST", "REG-DCR-X-FORWARDED-FOR",
		"HDR-AUTHORIZATION", "HDR-AP-DEVICE-IDENTIFIER", "HDR-X-DEVICE-INFO", "HDR-EVERY-REQUEST", "HDR-XDI-KEYS", "HDR-XDI-ACTUAL", "HDR-XDI-CONNECTION",
		"HDR-X-FORWARDED-FOR", "HDR-X-FORWARDED-FOR-ACTUAL", "HDR-CONTENT-TYPE", "HDR-ACCEPT", "HDR-ONLY-EXPECTED", "HDR-VISITOR-ID",
		"HDR-OPENAPI-CONFORMANCE", "ERR-NO-SELF-INFLICTED",
	},
	"its devices are called for more than once, each with credentials and an identifier of its own": {
		"REG-CREDENTIALS-PER-INSTANCE", "REG-CREDENTIALS-PINNED", "REG-CREDENTIALS-REUSE", "REG-TOKEN-REUSE", "HDR-DEVICE-ISOLATION", "HDR-DEVICE-ID-ACTUAL",
	},
	"lists of providers need no login": {"CFG-ONLY-FOR-PICKER", "CFG-CACHE-TTL", "CFG-CACHE-KEY", "CFG-FILTER", "CFG-LIST-FROM-ADOBE", "CFG-MVPD-ID-VERBATIM"},
	"logins begin before one succeeds": {
		"AUTHN-PROFILE-CHECK-FIRST", "AUTHN-SESSION-COMPLETE-PARAMS", "AUTHN-SESSION-REDIRECT-ENCODING", "AUTHN-SESSION-RETURN-CODE-URL",
		"AUTHN-USER-AGENT-ONLY", "AUTHN-CODE-VALIDATE", "AUTHN-POLL-ENDPOINT", "AUTHN-POLL-INTERVAL", "AUTHN-POLL-START-SECONDARY", "AUTHN-POLL-START-PRIMARY",
	},
	"free previews are decided on without a login, and strangers who press play are told to sign in": {
		"TEMP-DIRECT-AUTHORIZE", "TEMP-ENFORCE-END", "TEMP-PROFILE-QUERY", "TEMP-NO-WASTED-AUTHORIZE", "TEMP-PROMO-IDENTITY", "TEMP-IDENTITY-HASHED",
		"AUTHN-REQUIRED-BEFORE-DECISIONS", "AUTHZ-BEFORE-EVERY-PLAYBACK", "AUTHZ-PATH", "AUTHZ-RESOURCE-LIMIT", "AUTHZ-RESOURCE-VERBATIM",
		"AUTHZ-RELAY-DECISION", "AUTHZ-TOKEN-ONE-TIME", "AUTHZ-TOKEN-OPAQUE",
	},
	"devices that are on their way meet refusals, and the service lives on after them": {
		"REG-401-BOUNDED", "REG-401-REFRESH-RETRY", "REG-INVALID-CLIENT", "ERR-429-COOLDOWN", "ERR-NON-JSON-BODY", "ERR-HTTP-4XX", "ERR-UNKNOWN-CODES",
		"ERR-NO-RETRY-UNLESS-TOLD", "TEMP-LIMIT-EXCEEDED",
	},
	"where an MVPD is degraded, users are let in without a login": {"DEGR-SESSION-AUTHORIZE"},
}

// outlived is what a service shows beside that which lives on.
var outlived = grounds{
	"it lives, and its polls have ended with the profile": {"AUTHN-POLL-STOP-SUCCESS"},
	"instances that scenarios restart work until their first user has signed in, and again after it": {
		"REG-CREDENTIALS-PERSIST", "REG-TOKEN-PERSIST", "REG-TOKEN-REFRESH-NO-REREGISTER", "CFG-SELECTION-PERSIST", "HDR-DEVICE-ID-STABLE",
		"AUTHN-PROFILE-CACHE", "AUTHN-PROFILE-TYPES",
	},
}

// earned says of each hollow service what it has given evidence for. Whoever never calls
// Adobe Pass has given none.
var earned = map[string][]grounds{
	"empty": nil, "unknowing": nil, "failing": nil, "hanging": nil, "inventive": nil, "refusing": nil,
	"registering": {registered}, "crashing": {began}, "leaving": {began}, "mute": {began, outlived},
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
	list, ok := earned[name]
	if !ok {
		t.Errorf("nothing is said of what %s may earn", name)
	}
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
		if r.Outcome == "PASS" && !slices.ContainsFunc(list, func(g grounds) bool { return g.earns(r.ID) }) {
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
	for _, g := range []grounds{registered, began, outlived} {
		for why, ids := range g {
			for _, id := range ids {
				if !known[id] {
					t.Errorf("%q names %s, which is no rule", why, id)
				}
			}
		}
	}
	for _, h := range hollow.All {
		if _, ok := earned[h.Name]; !ok {
			t.Errorf("nothing is said of what %s may earn", h.Name)
		}
	}
	if len(earned) != len(hollow.All) {
		t.Errorf("%d services may earn something, there are %d", len(earned), len(hollow.All))
	}
}
