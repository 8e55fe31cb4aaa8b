package installed

import (
	"os"
	"os/exec"
	"testing"
)

// Program is where a program is. Where it is not installed the test is skipped, unless
// PASSPROOF_LANGUAGES=required, as in CI, says that all are: then it fails.
func Program(tb testing.TB, name string) string {
	tb.Helper()
	path, err := exec.LookPath(name)
	switch {
	case err == nil:
	case os.Getenv("PASSPROOF_LANGUAGES") == "required":
		tb.Fatal(err)
	default:
		tb.Skip(err)
	}
	return path
}
