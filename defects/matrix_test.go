package defects

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/passproof/passproof/harness/config"
	known "github.com/passproof/passproof/harness/reference/defects"
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/rules"
)

var (
	run        = flag.Bool("defects", false, "certify the reference service with every defect: minutes")
	only       = flag.String("defect", "", "only this defect; \"none\" for the clean service")
	containers = flag.Bool("containers", false, "certify the reference service in containers, with every defect of networks: minutes")
	parallel   = flag.Int("at-once", 6, "certifications at once: they mostly wait")
)

// verdicts is what report.json says, rule by rule.
type verdicts map[string]string

// programs builds what a user would run, once for all tests.
var programs = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "passproof-defects-")
	if err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-o", dir+"/", "../cmd/...")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // they go into containers
	out, err := build.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return dir, nil
})

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if *run || *runVariants || *languages || *containers { // who has built nothing need not build it now
		if dir, err := programs(); err == nil {
			_ = os.RemoveAll(dir)
		}
	}
	os.Exit(code)
}

func TestDefects(t *testing.T) {
	t.Parallel() // with its like: certifications mostly wait
	if !*run {
		t.Skip("make defects runs it: it takes minutes")
	}
	bin, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	cases := append([]known.Defect{{Name: "none"}}, known.All...)
	for _, d := range cases {
		if *only != "" && *only != d.Name {
			continue
		}
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()
			defer seat()()
			var arguments []string
			if d.Name != "none" {
				arguments = []string{"--defect", d.Name}
			}
			got, text := certify(t, bin, configure(t, bin, arguments, named(d)))
			compare(t, d, got, text)
		})
	}
}

// named lets a service find Adobe Pass by name where that matters: a network of its own for
// each instance takes twice the time of a processor.
func named(d known.Defect) func(map[string]any) {
	if d.Name == "none" || slices.ContainsFunc(rules.All(), func(r *rule.Rule) bool { return r.ByName && slices.Contains(d.Breaks, r.ID) }) {
		return nil
	}
	return nameless
}

// nameless lets a service find Adobe Pass at a base URL.
func nameless(file map[string]any) {
	file["mockpass"] = map[string]any{"names": config.NamesOff}
}

// certify runs passproof as a user would and reads its report.
func certify(t *testing.T, bin, config string, flags ...string) (verdicts, string) {
	t.Helper()
	out := t.TempDir()
	cmd := exec.Command(filepath.Join(bin, "passproof"), append([]string{"run", "--config", config, "--out", out}, flags...)...)
	cmd.Env = amongMany()
	text, err := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != 0 && code != 1 {
		t.Fatalf("exit code %d: %v\n%s", code, err, text)
	}
	if strings.Contains(string(text), "MOCK    exchange") {
		t.Errorf("the mock has broken its own contract:\n%s", text)
	}
	data, err := os.ReadFile(filepath.Join(out, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	got := outcomes(t, data)
	recorded(t, bin, config, filepath.Join(out, "journal.har"), got)
	return got, string(text)
}

// amongMany is the environment of a certification that is one of many. Threads that look for
// work would take a fifth of the time, and a census of the machine's processes a twentieth,
// which the container library takes where they are.
func amongMany() []string {
	env := append(os.Environ(), "HOST_PROC="+os.DevNull)
	if *run {
		env = append(env, "GOMAXPROCS=1")
	}
	return env
}

// outcomes are the verdicts of a report.
func outcomes(t *testing.T, report []byte) verdicts {
	t.Helper()
	var in struct {
		Rules []struct{ ID, Outcome string }
	}
	if err := json.Unmarshal(report, &in); err != nil {
		t.Fatal(err)
	}
	out := verdicts{}
	for _, r := range in.Rules {
		out[r.ID] = r.Outcome
	}
	return out
}

// recorded judges the HAR of the run, and wants the verdicts of the run by the rules that
// were asked for there.
func recorded(t *testing.T, bin, config, har string, live verdicts) {
	t.Helper()
	lint := exec.Command(filepath.Join(bin, "passproof"), "lint", har, "--config", config, "--output", "json")
	lint.Env = amongMany()
	report, err := lint.Output()
	if len(report) == 0 {
		t.Fatalf("lint: %v", err)
	}
	for id, outcome := range outcomes(t, report) {
		if judged := live[id]; judged != "" && outcome != judged {
			t.Errorf("%s is %s in the run and %s in its HAR", id, live[id], outcome)
		}
	}
}

// configure writes the example's configuration with arguments for the service, and
// whatever change makes of it.
func configure(t *testing.T, bin string, arguments []string, change func(map[string]any)) string {
	t.Helper()
	data, err := os.ReadFile("../examples/reference/passproof.yaml")
	if err != nil {
		t.Fatal(err)
	}
	command := `"` + filepath.Join(bin, "programmer") + `"`
	for _, a := range arguments {
		command += `, "` + a + `"`
	}
	text := strings.Replace(string(data), `"./bin/programmer"`, command, 1)
	return changed(t, []byte(strings.Replace(text, "dir: ../..", "dir: .", 1)), change)
}

// changed writes a configuration of which a change, if there is one, has made another.
func changed(t *testing.T, text []byte, change func(map[string]any)) string {
	t.Helper()
	if change != nil {
		var file map[string]any
		err := yaml.Unmarshal(text, &file)
		if err != nil {
			t.Fatal(err)
		}
		change(file)
		if text, err = yaml.Marshal(file); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "passproof.yaml")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// compare wants the declared rules broken, and no other.
func compare(t *testing.T, d known.Defect, got verdicts, text string) {
	t.Helper()
	for _, id := range slices.Sorted(maps.Keys(got)) {
		broken := slices.Contains([]string{"FAIL", "WARN", "INFO", "ERROR"}, got[id])
		switch declared := slices.Contains(d.Breaks, id); {
		case broken && !declared && !slices.Contains(d.May(), id):
			t.Errorf("%s: %s is %s, which the defect does not declare", d.Name, id, got[id])
		case declared && !broken:
			t.Errorf("%s: %s is %s, and the defect should break it", d.Name, id, got[id])
		case d.Name == "none" && got[id] == "INCONCLUSIVE":
			t.Errorf("the clean service leaves %s inconclusive", id)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

func TestEveryRuleIsBrokenBySomeDefect(t *testing.T) {
	t.Parallel()
	broken := map[string]bool{}
	for _, d := range known.All {
		for _, id := range d.Breaks {
			broken[id] = true
		}
	}
	for _, r := range rules.All() {
		if !broken[r.ID] && r.Check != nil {
			t.Errorf("no defect breaks %s: a rule that cannot fail proves nothing", r.ID)
		}
		delete(broken, r.ID)
	}
	for id := range broken {
		t.Errorf("a defect declares to break %s, which is no rule", id)
	}
}
