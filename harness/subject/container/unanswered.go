package container

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"github.com/passproof/passproof/harness/subject"
)

// Unanswered tells that no container engine answers.
type Unanswered struct{ cause error }

// Error says where one was looked for, and what was met there.
func (u *Unanswered) Error() string {
	where := "where the docker context says and at the usual sockets"
	if host := os.Getenv("DOCKER_HOST"); host != "" {
		where = "at DOCKER_HOST=" + host
	}
	return "no container engine answers " + where + ": " + u.what()
}

// Unwrap is what was met.
func (u *Unanswered) Unwrap() error { return u.cause }

// what is what was met, without what testcontainers says of its own search: that tells of
// the last place alone, and as if it were the only one.
func (u *Unanswered) what() string {
	var lines []string
	for line := range strings.Lines(u.cause.Error()) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "rootless Docker not found") {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return "there is no socket of one"
	}
	return strings.Join(lines, "; ")
}

// failure is what a run says that needs an engine.
func (u *Unanswered) failure() *subject.StartError {
	remedy := "start Docker or Podman, or say with DOCKER_HOST where it is; subject.command needs none"
	switch text := u.cause.Error(); {
	case strings.HasPrefix(os.Getenv("DOCKER_HOST"), "ssh://"):
		remedy = "ssh:// is understood by docker alone: forward the engine's socket with ssh -L, and name it as unix:// in DOCKER_HOST"
	case errors.Is(u.cause, fs.ErrPermission), strings.Contains(text, "permission denied"):
		remedy = "you may not use it: become a member of the group that owns the socket (usually docker, then log in again), or run an engine without root and say with DOCKER_HOST where it is"
	}
	return &subject.StartError{What: u.Error(), Remedy: remedy}
}
