package subject

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/network"
)

// A Subject is one instance of the Programmer Service.
type Subject interface {
	// Start returns when the service is ready. Its error is a *StartError.
	Start(ctx context.Context) error
	// Restart stops the service and starts it again with its state kept. A service
	// that runs already cannot be restarted: ErrNotOurs.
	Restart(ctx context.Context) error
	// Address is the base URL of the service, without a slash at the end.
	Address() string
	// Ended is closed when the service has ended without having been asked to.
	Ended() <-chan struct{}
	// Outcome says how the service ended, once Ended is closed.
	Outcome() string
	// Close stops the service and removes what it left behind.
	Close() error
}

// An Environment is what the harness offers to the service.
type Environment struct {
	AdobePassURL      string
	SoftwareStatement string
	Trust             string   // folder with the files of package trust, absolute; empty: there is nobody to trust besides
	Network           *Network // nil: that of this machine
	Folder            string   // in which the service gets a folder for its state; empty: that of the system for temporary files
	Mark              string   // stands in the environment of its processes; empty: nothing does
}

// A Network is one that the service is to be started in.
type Network struct {
	network.Attachment
	// Reach makes an address of the service reachable from here, where it is apart.
	Reach func(ctx context.Context, address string) (string, error)
}

// New makes the subject that a file describes, unless it runs in a container: that is for
// package container. What it writes to its standard output and error goes to log.
func New(file *config.File, env Environment, log io.Writer) (Subject, error) {
	if file.Subject.URL != "" {
		base, err := url.Parse(file.Subject.URL)
		if err != nil {
			return nil, fmt.Errorf("subject.url: %w", err)
		}
		return &running{file: file, base: trimSlash(base.String())}, nil
	}
	if file.Subject.Contained() {
		return nil, errors.New("the service runs in a container, and nobody has opened a container engine")
	}
	if file.Subject.Replicas > 1 {
		return newCommands(file, env, log)
	}
	return newCommand(file, env, log, "")
}

// newCommands makes replicas that share one state folder.
func newCommands(file *config.File, env Environment, log io.Writer) (Subject, error) {
	state, err := newState(env.Folder)
	if err != nil {
		return nil, err
	}
	var members []Subject
	for range file.Subject.Replicas {
		c, err := newCommand(file, env, log, state)
		if err != nil {
			return nil, errors.Join(err, os.RemoveAll(state))
		}
		members = append(members, c)
	}
	return Balance(members, func() error { return os.RemoveAll(state) })
}

// A StartError tells why a service could not be used.
type StartError struct {
	What   string // one sentence
	Log    string // the last lines that the service wrote
	Remedy string
}

// Error puts all of it together.
func (e *StartError) Error() string {
	text := e.What
	if e.Remedy != "" {
		text += "; " + e.Remedy
	}
	if e.Log != "" {
		text += "\nlast lines of the service:\n" + e.Log
	}
	return text
}

func trimSlash(s string) string {
	for len(s) > 0 && s[len(s)-1] == '/' {
		s = s[:len(s)-1]
	}
	return s
}
