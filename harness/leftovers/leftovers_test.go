//go:build linux

package leftovers

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// role says what the test program is when it is started by a test: a run, or a process of
// one. As "sweep FOLDER" it is a sweeper.
const role = "PASSPROOF_TEST_ROLE"

func TestMain(m *testing.M) {
	switch {
	case os.Getenv(role) == "run":
		live()
	case os.Getenv(role) == "process":
		select {}
	case len(os.Args) == 3 && os.Args[1] == Command:
		if err := Sweep(context.Background(), os.Args[2], os.Stdin, nil); err != nil {
			panic(err)
		}
	default:
		os.Exit(m.Run())
	}
}

// live is a run with one process, until it is killed. It tells its folder and its sweeper.
func live() {
	_ = os.Unsetenv(role) // not for the sweeper
	run, err := Begin(os.Args[0])
	if err != nil {
		panic(err)
	}
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), role+"=process", run.Mark())
	process.Stdout = os.NewFile(3, "life")
	if err := errors.Join(os.WriteFile(filepath.Join(run.Folder, "state"), nil, 0o600), process.Start()); err != nil {
		panic(err)
	}
	_ = os.NewFile(3, "life").Close() // it is the process's alone
	fmt.Println(run.Folder)
	fmt.Println(run.sweeper.Process.Pid)
	select {}
}

// lived is a run in another process.
type lived struct {
	*exec.Cmd
	folder  string
	sweeper *os.Process
	life    *os.File // ends with the process of the run
	lock    *os.File
}

func begin(t *testing.T, tmp string) *lived {
	t.Helper()
	life, theirs, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r := &lived{Cmd: exec.Command(os.Args[0]), life: life}
	r.Env = append(os.Environ(), role+"=run", "TMPDIR="+tmp)
	r.ExtraFiles = []*os.File{theirs}
	out, err := r.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	_ = theirs.Close()
	t.Cleanup(func() { _, _ = r.Process.Kill(), life.Close() })
	said := bufio.NewScanner(out)
	said.Scan()
	r.folder = said.Text()
	said.Scan()
	id, err := strconv.Atoi(said.Text())
	if err != nil {
		t.Fatalf("the run said %q", said.Text())
	}
	r.sweeper, _ = os.FindProcess(id)
	if r.lock, err = os.Open(filepath.Join(r.folder, lockFile)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.lock.Close() })
	return r
}

// swept returns when the process of the run and the last sweeper have ended; nothing of it
// is there then.
func (r *lived) swept(t *testing.T) {
	t.Helper()
	if _, err := r.life.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("the process of the run: %v", err)
	}
	if err := unix.Flock(int(r.lock.Fd()), unix.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(r.folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its folder: %v", err)
	}
}

func TestRun_IsSweptWhenItIsKilled(t *testing.T) {
	t.Parallel()
	r := begin(t, t.TempDir())
	_ = r.Process.Kill()
	_ = r.Wait()
	r.swept(t)
}

// Where the sweeper is killed too, the next run has one sent.
func TestBegin_SweepsAfterDeadRuns(t *testing.T) {
	t.Parallel()
	tmp := t.TempDir()
	dead, alive := begin(t, tmp), begin(t, tmp)
	_ = dead.sweeper.Kill()
	_ = dead.Process.Kill()
	_ = dead.Wait()
	if err := unix.Flock(int(dead.lock.Fd()), unix.LOCK_EX); err != nil { // when both have ended
		t.Fatal(err)
	}
	_ = unix.Flock(int(dead.lock.Fd()), unix.LOCK_UN)
	if _, err := os.Stat(filepath.Join(dead.folder, "state")); err != nil {
		t.Fatalf("somebody has swept already: %v", err)
	}
	next := begin(t, tmp)
	dead.swept(t)
	for name, r := range map[string]*lived{"one that lived before": alive, "the next": next} {
		if _, err := os.Stat(filepath.Join(r.folder, "state")); err != nil {
			t.Errorf("%s was swept: %v", name, err)
		}
	}
}

func TestRun_Close(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	t.Setenv("DOCKER_HOST", "unix:///where/the/engine/was")
	for _, kept := range []bool{false, true} {
		r, err := Begin(os.Args[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(r.InEngine(), os.WriteFile(filepath.Join(r.Folder, "state"), nil, 0o600)); err != nil {
			t.Fatal(err)
		}
		if kept {
			r.Keep()
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		left, _ := filepath.Glob(filepath.Join(tmp, "*", "*"))
		if want := map[bool]int{false: 0, true: 2}[kept]; len(left) != want {
			t.Errorf("kept %v: there are %v", kept, left)
		}
		if kept {
			t.Setenv("DOCKER_HOST", "unix:///where/another/is")
			if got := environment(r.Folder); !slices.Contains(got, "DOCKER_HOST=unix:///where/the/engine/was") || slices.Contains(got, "DOCKER_HOST=unix:///where/another/is") {
				t.Errorf("the sweeper would look for the engine by %v", got)
			}
		}
	}
}

// A sweeper goes on until the engine is empty, for some rounds, and touches nothing but
// folders of runs.
func TestSweep(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), prefix+"0123")
	if err := errors.Join(os.Mkdir(folder, 0o700), os.WriteFile(filepath.Join(folder, engineFile), []byte("[]"), 0o600)); err != nil {
		t.Fatal(err)
	}
	end, _ := io.Pipe()
	_ = end.Close()
	answers := []int{2, 0, 1, 0, 0, 0}
	err := Sweep(context.Background(), folder, end, func(_ context.Context, run string) (int, error) {
		if run != prefix+"0123" || len(answers) == 0 {
			return 0, fmt.Errorf("asked for %s, %d answers left", run, len(answers))
		}
		n := answers[0]
		answers = answers[1:]
		return n, nil
	})
	if _, gone := os.Stat(folder); err != nil || len(answers) > 0 || !errors.Is(gone, fs.ErrNotExist) {
		t.Errorf("%v; answers %v are left, the folder: %v", err, answers, gone)
	}
	other := t.TempDir()
	if err := Sweep(context.Background(), other, end, nil); err == nil {
		t.Error("a folder that is no run's was swept")
	}
	if _, err := os.Stat(other); err != nil {
		t.Error(err)
	}
}
