package configfile_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/configfile"
)

// A follower is a watch under way, in a bubble of synctest: after synctest.Wait it
// waits for the next tick.
type follower struct {
	file  string
	ticks chan time.Time
	now   chan struct{}
	told  chan string
	mean  []bool // of the configurations that were applied
}

func follow(t *testing.T, text string, server *mockpass.Server) *follower {
	t.Helper()
	f := &follower{file: filepath.Join(t.TempDir(), "f.yaml"), ticks: make(chan time.Time), now: make(chan struct{}), told: make(chan string, 100)}
	f.write(t, text)
	watch, err := configfile.Open(f.file, server.Reconfigure)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		watch.Follow(ctx, f.ticks, f.now, func(c mockpass.Config) error {
			if err := server.Reconfigure(c); err != nil {
				return err
			}
			f.mean = append(f.mean, c.Mean)
			return nil
		}, func(err error) {
			if err == nil {
				f.told <- "applied"
				return
			}
			f.told <- err.Error()
		})
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return f
}

func (f *follower) write(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile(f.file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// tick lets n ticks pass and returns what was told.
func (f *follower) tick(n int) []string {
	for range n {
		f.ticks <- time.Time{}
		synctest.Wait()
	}
	var out []string
	for {
		select {
		case s := <-f.told:
			out = append(out, s)
		default:
			return out
		}
	}
}

func mock(t *testing.T) *mockpass.Server {
	t.Helper()
	s, err := mockpass.New(mockpass.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestFollow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, followChanges)
}

func followChanges(t *testing.T) {
	f := follow(t, "mean: false\n", mock(t))
	if told := f.tick(5); told != nil {
		t.Fatalf("nothing has changed, and it told %q", told)
	}
	f.write(t, "mean: true\n")
	if told := f.tick(6); !slices.Equal(told, []string{"applied"}) {
		t.Fatalf("a change: %q", told)
	}
	f.write(t, "mean: true\nmaen: true\n")
	if told := f.tick(6); !slices.Equal(told, []string{f.file + ":2: maen: no such key; did you mean mean?"}) {
		t.Fatalf("a mistake, which is told once: %q", told)
	}
	f.write(t, "# a comment\nlimits:\n  rows: 7\n")
	if told := f.tick(6); !slices.Equal(told, []string{f.file + ":2: limits: they cannot change while the mock runs; start it anew"}) {
		t.Fatalf("what the mock refuses: %q", told)
	}
	f.write(t, "mean: false\n")
	if told := f.tick(6); !slices.Equal(told, []string{"applied"}) {
		t.Fatalf("what it was in the beginning: %q", told)
	}
	if !slices.Equal(f.mean, []bool{true, false}) {
		t.Errorf("applied were %v", f.mean)
	}
}

// TestFollow_WaitsForTheWriter changes the file between any two ticks.
func TestFollow_WaitsForTheWriter(t *testing.T) {
	t.Parallel()
	synctest.Test(t, followWaitsForTheWriter)
}

func followWaitsForTheWriter(t *testing.T) {
	f := follow(t, "mean: true\n", mock(t))
	for _, text := range []string{"", "mean: t", "mean: false\nmvpds:\n", "mean: false\n"} {
		f.write(t, text)
		if told := f.tick(1); told != nil {
			t.Errorf("told of what was not finished: %q", told)
		}
	}
	if told := f.tick(3); !slices.Equal(told, []string{"applied"}) {
		t.Errorf("when it was finished: %q", told)
	}
}

func TestFollow_AtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, followAtOnce)
}

func followAtOnce(t *testing.T) {
	f := follow(t, "mean: false\n", mock(t))
	for _, row := range [][2]string{{"mean: true\n", "applied"}, {"mean: true\n", "applied"}, {"mean: 3\n", f.file + `:1: mean: it is "3"; write true or false`}} {
		f.write(t, row[0])
		f.now <- struct{}{}
		if told := <-f.told; told != row[1] {
			t.Errorf("%q: %s", row[0], told)
		}
	}
}

func TestFollow_AFileThatIsGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, followLosesItsFile)
}

func followLosesItsFile(t *testing.T) {
	f := follow(t, "mean: false\n", mock(t))
	if err := os.Remove(f.file); err != nil {
		t.Fatal(err)
	}
	if told := f.tick(5); len(told) != 1 {
		t.Fatalf("told %q", told)
	}
	f.write(t, "mean: true\n")
	if told := f.tick(5); !slices.Equal(told, []string{"applied"}) {
		t.Errorf("when it was back: %q", told)
	}
}

func TestOpen_Refuses(t *testing.T) {
	t.Parallel()
	if _, err := configfile.Open(filepath.Join(t.TempDir(), "none"), mock(t).Reconfigure); err == nil {
		t.Error("a file that is not there")
	}
}
