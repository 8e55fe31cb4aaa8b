package house

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var readme = flag.Bool("readme", false, "run the commands of the README: about two minutes")

// pages show commands: at least so many blocks of them. The README comes first, as it builds
// what the others use.
var pages = []struct {
	path  string
	least int
}{{"README.md", 4}, {"docs/ginkgo.md", 2}, {"docs/containers.md", 1}}

// TestReadme runs every command of the README, and of the pages that show commands, as a new
// user would: each block in sh, from the root, with the programs that the README itself
// installs.
func TestReadme(t *testing.T) {
	if !*readme {
		t.Skip("make test runs it with -readme: it certifies the reference service twice")
	}
	var blocks []string
	for _, p := range pages {
		text, err := os.ReadFile("../" + p.path)
		if err != nil {
			t.Fatal(err)
		}
		its := strings.Split(string(text), "```sh\n")[1:]
		if len(its) < p.least {
			t.Fatalf("%s has only %d blocks of commands", p.path, len(its))
		}
		blocks = append(blocks, its...)
	}
	programs := t.TempDir()
	for _, block := range blocks {
		commands, _, ok := strings.Cut(block, "```")
		if !ok {
			t.Fatal("a block is not closed")
		}
		cmd := exec.Command("sh", "-e", "-c", commands)
		cmd.Dir = ".."
		cmd.Env = append(os.Environ(), "GOBIN="+programs, "PATH="+programs+string(filepath.ListSeparator)+os.Getenv("PATH"))
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s\n%v\n%s", commands, err, out)
		}
	}
}
