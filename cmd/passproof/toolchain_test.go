package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What is released needs no Go: passproof certifies where there is no toolchain, no module
// cache and no source.
func TestRun_NeedsNoToolchain(t *testing.T) {
	t.Parallel()
	bin, home := t.TempDir(), t.TempDir()
	if out, err := exec.Command("go", "build", "-o", bin+"/", "../passproof", "../programmer").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile("../../examples/reference/passproof.yaml")
	if err != nil {
		t.Fatal(err)
	}
	config := strings.Replace(string(text), "./bin/programmer", filepath.Join(bin, "programmer"), 1)
	config = strings.Replace(config, "dir: ../..", "dir: .", 1)
	if err := os.WriteFile(filepath.Join(home, "passproof.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), filepath.Join(bin, "passproof"), "run", "--focus", "survives a viewer")
	cmd.Dir = home
	cmd.Env = []string{"PATH=" + bin, "HOME=" + home, "TMPDIR=" + home, "GOROOT=/nowhere"}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "PASS         AUTHN-SESSION-COMPLETE-PARAMS") {
		t.Errorf("%v\n%s", err, out)
	}
}
