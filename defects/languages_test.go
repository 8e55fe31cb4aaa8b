package defects

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/passproof/passproof/harness/rules"
	"github.com/passproof/passproof/house/installed"
)

var languages = flag.Bool("languages", false, "certify services in other languages: minutes")

// language is where a service in another language is, and what it needs to run.
func language(t *testing.T, name string) (config string) {
	t.Helper()
	if !*languages {
		t.Skip("make languages runs it: it takes minutes")
	}
	program := map[string]string{"python": "python3"}[name]
	if program == "" {
		program = name
	}
	installed.Program(t, program)
	return filepath.Join("../harness/subject/testdata", name, "passproof.yaml")
}

// TestLanguages wants that correct services which share nothing with the reference
// service, neither code nor language nor the API for their apps, break no rule and leave
// none unproven but those that somebody has to vouch for. Where a language is not
// installed its service is left out, unless PASSPROOF_LANGUAGES=required says that all are.
func TestLanguages(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"java", "node", "python"} {
		t.Run(name, func(t *testing.T) {
			file := language(t, name)
			t.Parallel()
			bin, err := programs()
			if err != nil {
				t.Fatal(err)
			}
			defer seat()()
			got, text := certify(t, bin, file)
			for _, r := range rules.All() {
				switch outcome := got[r.ID]; {
				case outcome == "PASS", outcome == "N/A", outcome == "INCONCLUSIVE" && r.Attest != "":
				default:
					t.Errorf("%s is %s", r.ID, outcome)
				}
			}
			if t.Failed() {
				t.Log(text)
			}
		})
	}
}

// A manner is one way in which a service of a platform calls Adobe Pass, with the verdicts
// that docs/platforms.md tells of it.
type manner struct {
	platform, network string
	verdicts          verdicts
}

// manners are the rows of the table.
func manners(t *testing.T) []manner {
	t.Helper()
	text, err := os.ReadFile("../docs/platforms.md")
	if err != nil {
		t.Fatal(err)
	}
	var header []string
	var out []manner
	for line := range strings.Lines(string(text)) {
		var cells []string
		for cell := range strings.SplitSeq(strings.Trim(line, "| \n"), "|") {
			cells = append(cells, strings.Trim(cell, " `"))
		}
		switch {
		case len(cells) > 2 && cells[1] == "NETWORK":
			header = cells
		case header == nil || strings.HasPrefix(cells[0], "---"):
		case len(cells) != len(header):
			return out // the end of the table
		default:
			m := manner{cells[0], cells[1], verdicts{}}
			for i, id := range header {
				if strings.HasPrefix(id, "NET-") {
					m.verdicts[id] = cells[i]
				}
			}
			out = append(out, m)
		}
	}
	return out
}

// TestPlatforms wants of each platform, as it comes and set right, the verdicts that the
// documentation tells.
func TestPlatforms(t *testing.T) {
	t.Parallel()
	all := manners(t)
	if len(all) < 9 || len(all[0].verdicts) != 3 {
		t.Fatalf("docs/platforms.md has %d manners, the first with %d verdicts: the table has another form", len(all), len(all[0].verdicts))
	}
	for _, m := range all {
		t.Run(m.platform+"/"+m.network, func(t *testing.T) {
			file := language(t, m.platform)
			t.Parallel()
			bin, err := programs()
			if err != nil {
				t.Fatal(err)
			}
			defer seat()()
			got, text := certify(t, bin, m.configure(t, file), "--phase", "network", "--focus", "Finding Adobe Pass", "--focus", "data centre that Adobe moves away from")
			for _, id := range slices.Sorted(maps.Keys(m.verdicts)) {
				if got[id] != m.verdicts[id] {
					t.Errorf("%s is %s; docs/platforms.md tells of %s", id, got[id], m.verdicts[id])
				}
			}
			if t.Failed() {
				t.Log(text)
			}
		})
	}
}

// configure writes the configuration of a service again, for that manner.
func (m manner) configure(t *testing.T, file string) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return changed(t, text, func(c map[string]any) {
		subject := c["subject"].(map[string]any)
		subject["dir"] = dir
		subject["env"].(map[string]any)["NETWORK"] = m.network
	})
}
