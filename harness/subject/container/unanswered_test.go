package container

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestUnanswered(t *testing.T) {
	for name, c := range map[string]struct {
		host  string
		met   error
		wants []string
	}{
		"none":             {"", errors.New("rootless Docker not found, failed to create Docker provider"), []string{"answers where the docker context says and at the usual sockets: there is no socket of one; start Docker or Podman"}},
		"none there":       {"unix:///there", errors.New("dial: no such file\nrootless Docker not found, failed"), []string{"answers at DOCKER_HOST=unix:///there: dial: no such file; start Docker"}},
		"without rights":   {"unix:///there", fmt.Errorf("dial: %w", os.ErrPermission), []string{"permission denied; you may not use it: become a member of the group that owns the socket"}},
		"so it says":       {"", errors.New("permission denied while trying to connect"), []string{"you may not use it"}},
		"of another kind":  {"ssh://there", errors.New("no such host"), []string{"forward the engine's socket with ssh -L"}},
		"not in good time": {"", errors.New("nothing was heard for 10s"), []string{"nothing was heard for 10s; start Docker or Podman"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DOCKER_HOST", c.host)
			said := (&Unanswered{c.met}).failure().Error()
			for _, want := range c.wants {
				if !strings.Contains(said, want) {
					t.Errorf("%q does not say %q", said, want)
				}
			}
			if strings.Contains(said, "rootless") {
				t.Errorf("%q tells of a search that nobody has asked for", said)
			}
		})
	}
}
