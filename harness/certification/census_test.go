package certification

import (
	"os"
	"slices"
	"testing"
)

// What speeds up the start of a worker reaches no subject, and takes nothing from whoever
// uses the variable.
func TestUncounted_IsForTheStartAlone(t *testing.T) {
	own := []string{"PATH=/bin", census + "=/host/proc"}
	if got := uncounted(own); !slices.Equal(got, own) {
		t.Errorf("what somebody has set became %q", got)
	}
	if got := uncounted([]string{"PATH=/bin"}); !slices.Contains(got, census+"="+nowhere) {
		t.Errorf("a worker starts with %q", got)
	}
	for value, stays := range map[string]bool{nowhere: false, "/host/proc": true} {
		t.Setenv(census, value)
		if err := Uncounted(); err != nil {
			t.Fatal(err)
		}
		if _, ok := os.LookupEnv(census); ok != stays {
			t.Errorf("%s=%s: still there is %v", census, value, ok)
		}
	}
}
