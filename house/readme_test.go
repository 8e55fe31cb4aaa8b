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

// TestReadme runs every command of the README as a new user would: each block in sh,
// from the root, with the programs that the README itself installs.
func TestReadme(t *testing.T) {
	if !*readme {
		t.Skip("make test runs it with -readme: it certifies the reference service twice")
	}
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	programs := t.TempDir()
	blocks := strings.Split(string(text), "```sh\n")[1:]
	if len(blocks) < 4 {
		t.Fatalf("only %d blocks of commands", len(blocks))
	}
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
