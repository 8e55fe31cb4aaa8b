//go:build linux

package container

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/moby/moby/client"
	"golang.org/x/sys/unix"

	"github.com/passproof/passproof/mockpass/ca"
)

// interrupted is a service that is started and never gets far.
const interrupted = `
subject:
  name: interrupted
  dockerfile: Dockerfile
  env: { LISTEN: "{{.Listen}}", STATE: "{{.StateDir}}" }
  ready: GET /healthz
app: { verbs: { login: { request: POST /login, returns: { code: $.code, url: $.url } }, play: { request: POST /play, returns: { allowed: $.allowed } } } }
`

// However a run ends, nothing of it is left: not in the engine, no process and no file.
func TestRun_LeavesNothing(t *testing.T) {
	t.Parallel()
	e := needEngine(t)
	dir, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	for name, signals := range map[string][]syscall.Signal{
		"interrupted": {syscall.SIGINT}, "interrupted twice": {syscall.SIGINT, syscall.SIGINT}, "told to end": {syscall.SIGTERM}, "killed": {syscall.SIGKILL},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tmp, out := t.TempDir(), t.TempDir()
			file := filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".yaml")
			if err := os.WriteFile(file, []byte(strings.Replace(interrupted, "name: interrupted", "name: "+name, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(filepath.Join(dir, "passproof"), "run", "--config", file, "--out", out, "--focus", "data centre")
			cmd.Env = append(os.Environ(), "TMPDIR="+tmp)
			said := &lines{}
			cmd.Stdout, cmd.Stderr = said, said
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			await(t, ended, said, filepath.Join(out, "subject.log"))
			run, lock := holding(t, tmp)
			for _, s := range signals {
				_ = cmd.Process.Signal(s)
			}
			err := <-ended
			if signals[0] == syscall.SIGKILL { // the sweeper has the lock as long as it lives
				if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
					t.Fatal(err)
				}
			} else if cmd.ProcessState.ExitCode() != 1 {
				t.Errorf("it ended with %v:\n%s", err, said)
			}
			if n, err := e.count(context.Background(), run); n != 0 || err != nil {
				t.Errorf("%d things are left in the engine, %v", n, err)
			}
			if left, _ := os.ReadDir(tmp); len(left) > 0 {
				t.Errorf("%v is left", left)
			}
			marked(t, run)
		})
	}
}

// await returns when a service has written its first line.
func await(t *testing.T, ended <-chan error, said *lines, log string) {
	t.Helper()
	for {
		if text, err := os.ReadFile(log); err == nil && strings.Contains(string(text), "listening on") {
			return
		}
		select {
		case err := <-ended:
			t.Fatalf("it ended too soon with %v:\n%s", err, said)
		case <-time.After(20 * time.Millisecond): // nothing tells of new lines of a file
		}
	}
}

// holding is the name of the run that has its folder in tmp, and its lock.
func holding(t *testing.T, tmp string) (string, *os.File) {
	t.Helper()
	folders, _ := filepath.Glob(filepath.Join(tmp, "passproof-run-*"))
	if len(folders) != 1 {
		t.Fatalf("its folders are %v", folders)
	}
	lock, err := os.Open(filepath.Join(folders[0], "lock"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lock.Close() })
	return filepath.Base(folders[0]), lock
}

// marked wants no process with the mark of a run.
func marked(t *testing.T, run string) {
	t.Helper()
	all, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, file := range all {
		text, err := os.ReadFile(file)
		if err == nil && strings.Contains(string(text), run) {
			t.Errorf("%s is still there", file)
		}
	}
}

// Images are kept, but not one more with each run.
func TestOpen_KeepsOneImage(t *testing.T) {
	t.Parallel()
	e := needEngine(t)
	dir, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	authority, err := ca.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	f := described(t)
	f.Subject.Name, f.Subject.Dockerfile = "kept", "Kept"
	var counts []int
	for _, version := range []string{"1", "2", "2"} { // another program, and the same
		text := dockerfile + "LABEL of=kept version=" + version + "\n"
		if err := os.WriteFile(filepath.Join(dir, "Kept"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(context.Background(), Options{File: f, Program: filepath.Join(dir, "passproof"), Run: begin(t), Authority: authority.PEM(), Log: &lines{}})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		all, err := e.ImageList(context.Background(), client.ImageListOptions{All: true, Filters: make(client.Filters).Add("label", "of=kept").Add("label", KeptLabel+"=subject")})
		if err != nil {
			t.Fatal(err)
		}
		counts = append(counts, len(all.Items))
	}
	if counts[0] == 0 || counts[1] != counts[0] || counts[2] != counts[0] {
		t.Errorf("after each of three runs there were %v images", counts)
	}
}
