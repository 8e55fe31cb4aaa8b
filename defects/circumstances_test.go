package defects

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"
	"testing"

	known "github.com/passproof/passproof/harness/reference/defects"
)

// TestCircumstances wants the verdicts to be the subject's alone: the order in which the
// scenarios begin, how many play at once, and what else the machine has to do change none
// of them, be the service right or wrong.
func TestCircumstances(t *testing.T) {
	if !*run {
		t.Skip("make circumstances runs it: it takes minutes")
	}
	bin, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	wrong, ok := known.Find("poll-too-fast")
	if !ok {
		t.Fatal("the defect poll-too-fast is gone: choose another")
	}
	for name, c := range map[string]struct {
		flags []string
		busy  bool
	}{
		"another order":     {flags: []string{"--shuffle", "7"}},
		"few at once":       {flags: []string{"--shuffle", "11", "--parallel", "20"}},
		"a machine at work": {busy: true},
	} {
		for _, d := range []known.Defect{{Name: "none"}, wrong} {
			t.Run(name+"/"+d.Name, func(t *testing.T) {
				// Not beside the others: their load would be part of the circumstances.
				if c.busy {
					defer hog()()
				}
				var arguments []string
				if d.Name != "none" {
					arguments = []string{"--defect", d.Name}
				}
				got, text := certify(t, bin, configure(t, bin, arguments, nil), c.flags...)
				compare(t, d, got, text)
				for _, id := range slices.Sorted(maps.Keys(got)) {
					if got[id] == "INCONCLUSIVE" {
						t.Errorf("%s is inconclusive under these circumstances", id)
					}
				}
			})
		}
	}
}

// hog keeps every core busy until the returned function is called.
func hog() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	for range runtime.NumCPU() {
		all.Go(func() {
			for ctx.Err() == nil {
			}
		})
	}
	return func() { cancel(); all.Wait() }
}
