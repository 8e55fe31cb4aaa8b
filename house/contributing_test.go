package house

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// shown finds a file that CONTRIBUTING.md shows, and what it shows of it.
var shown = regexp.MustCompile("(?s)In `([^`]+)`:\n\n```[a-z]+\n(.*?)```\n")

// The worked example of CONTRIBUTING.md is code that is there, tested with the rest.
func TestContributing_ShowsWhatIsThere(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	all := shown.FindAllStringSubmatch(string(text), -1)
	if len(all) < 3 {
		t.Fatalf("%d files are shown; wanted a rule, its evidence and a defect", len(all))
	}
	for _, s := range all {
		file, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(s[1])))
		if err != nil {
			t.Error(err)
			continue
		}
		if !strings.Contains(string(file), s[2]) {
			t.Errorf("CONTRIBUTING.md shows of %s what is not there:\n%s", s[1], s[2])
		}
	}
}
