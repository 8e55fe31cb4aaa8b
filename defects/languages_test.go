package defects

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/rules"
)

var languages = flag.Bool("languages", false, "certify services in other languages: minutes")

// TestLanguages wants that correct services which share nothing with the reference
// service, neither code nor language nor the API for their apps, break no rule and leave
// none unproven but those that somebody has to vouch for. Where a language is not
// installed its service is left out, unless PASSPROOF_LANGUAGES=required says that all are.
func TestLanguages(t *testing.T) {
	files, err := filepath.Glob("../harness/subject/testdata/*/passproof.yaml")
	if err != nil || len(files) < 3 {
		t.Fatalf("services in other languages: %v, %v", files, err)
	}
	for _, file := range files {
		f, err := config.Load(file)
		if err != nil {
			t.Error(err)
			continue
		}
		t.Run(f.Subject.Command[0], func(t *testing.T) {
			if !*languages {
				t.Skip("make languages runs it: it takes minutes")
			}
			if _, err := exec.LookPath(f.Subject.Command[0]); err != nil {
				if os.Getenv("PASSPROOF_LANGUAGES") == "required" {
					t.Fatal(err)
				}
				t.Skip(err)
			}
			t.Parallel()
			bin, err := programs()
			if err != nil {
				t.Fatal(err)
			}
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
