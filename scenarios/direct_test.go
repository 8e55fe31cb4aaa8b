package scenarios

import (
	"bytes"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// quickly are two scenarios that take five seconds.
const quickly = "survives a viewer who declines first|checks what the viewer types"

// trial is a certification by Ginkgo in a process of its own.
type trial struct {
	*exec.Cmd
	out, temp string
	said      *bytes.Buffer
}

// newTrial prepares the certification of the reference service with one of its defects, if
// one is named: by this test's own program, behind whatever is to start it.
func newTrial(t *testing.T, defect string, starter ...string) *trial {
	t.Helper()
	service := filepath.Join(t.TempDir(), "programmer")
	if out, err := exec.Command("go", "build", "-o", service, "../cmd/programmer").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile("../examples/reference/passproof.yaml")
	if err != nil {
		t.Fatal(err)
	}
	command := `"` + service + `"`
	if defect != "" {
		command += `, "--defect", "` + defect + `"`
	}
	file := filepath.Join(t.TempDir(), "passproof.yaml")
	config := strings.Replace(strings.Replace(string(text), `"./bin/programmer"`, command, 1), "dir: ../..", "dir: .", 1)
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := &trial{out: filepath.Join(t.TempDir(), "out"), temp: t.TempDir(), said: &bytes.Buffer{}}
	args := append(slices.Clone(starter), self)
	if len(starter) > 0 {
		args = append(args, "--")
	}
	args = append(args, "--config", file, "--out", r.out)
	if len(starter) == 0 {
		args = append(args, "--ginkgo.no-color", "--ginkgo.focus", quickly)
	}
	r.Cmd = exec.CommandContext(t.Context(), args[0], args[1:]...)
	r.Env = append(os.Environ(), "TMPDIR="+r.temp)
	r.Stdout, r.Stderr = r.said, r.said
	r.Cancel = func() error { return r.Process.Signal(syscall.SIGTERM) } // it has to tidy up
	return r
}

// leavesNothing wants nobody to listen where the service did, and no file of the run.
func (r *trial) leavesNothing(t *testing.T) {
	t.Helper()
	log, err := os.ReadFile(filepath.Join(r.out, "subject.log"))
	if err != nil {
		t.Fatal(err)
	}
	at := regexp.MustCompile(`listening on http://([0-9.:]+)`).FindSubmatch(log)
	if at == nil {
		t.Fatalf("no service has started: %s", log)
	}
	if c, err := net.Dial("tcp", string(at[1])); err == nil {
		_ = c.Close()
		t.Errorf("the service at %s still runs", at[1])
	}
	left, err := filepath.Glob(filepath.Join(r.temp, "passproof-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// wants runs it, and wants the exit code and the words in what it says.
func (r *trial) wants(t *testing.T, fails bool, words ...string) {
	t.Helper()
	err := r.Run()
	var exit *exec.ExitError
	if fails != errors.As(err, &exit) || err != nil && exit == nil {
		t.Errorf("it ends with %v", err)
	}
	for _, want := range words {
		if !regexp.MustCompile(want).Match(r.said.Bytes()) {
			t.Errorf("it does not say %q", want)
		}
	}
	for _, name := range []string{"report.json", "report.md", "junit.xml", "journal.har"} {
		if _, err := os.Stat(filepath.Join(r.out, name)); err != nil {
			t.Error(err)
		}
	}
	r.leavesNothing(t)
	if t.Failed() {
		t.Log(r.said)
	}
}

func TestGinkgo_Certifies(t *testing.T) {
	t.Parallel()
	newTrial(t, "").wants(t, false, "2 Passed", "PASS +AUTHN-CODE-VALIDATE", "INCONCLUSIVE +LOGOUT-SUPPORTED", "PARTLY PROVEN: no MUST is broken", "2 scenarios")
}

func TestGinkgo_FailsWhereARuleIsBroken(t *testing.T) {
	t.Parallel()
	newTrial(t, "accept-html").wants(t, true, `\[ReportAfterSuite\] The rules`, "HDR-ACCEPT broken", "FAIL: ")
}

func TestGinkgo_SideBySide(t *testing.T) {
	t.Parallel()
	newTrial(t, "", "go", "tool", "ginkgo", "--procs=2", "--no-color", "--focus", quickly).
		wants(t, false, "parallel across 2 processes", "2 Passed", "PASS +AUTHN-CODE-VALIDATE", "2 scenarios")
}

func TestGinkgo_InterruptedLeavesNothing(t *testing.T) {
	t.Parallel()
	r := newTrial(t, "")
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	for log := []byte(nil); !strings.Contains(string(log), "listening"); log, _ = os.ReadFile(filepath.Join(r.out, "subject.log")) {
		time.Sleep(5 * time.Millisecond) // a look at the disk; nothing tells of a new file
	}
	if err := r.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := r.Wait(); err == nil {
		t.Error("an interrupted certification succeeds")
	}
	text, err := os.ReadFile(filepath.Join(r.out, "report.json"))
	if err != nil || !strings.Contains(string(text), `"interrupted": true`) {
		t.Errorf("the report does not tell: %v\n%s", err, r.said)
	}
	r.leavesNothing(t)
}
