package subject

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"

	"github.com/passproof/passproof/harness/config"
)

// command is a service that the harness starts as a process of its own.
type command struct {
	file  *config.File
	env   Environment
	start config.Start
	log   *Tail

	at     string // host:port at which it is called from here
	shares bool   // its state folder is that of others too

	mu      sync.Mutex
	process *process
	ended   chan struct{}
	outcome string
}

// process is one run of the command.
type process struct {
	cmd    *exec.Cmd
	exited chan struct{} // closed once it was waited for
	wanted bool          // its end was asked for
}

// newState makes a folder for what a service keeps, in another one.
func newState(in string) (string, error) {
	state, err := os.MkdirTemp(in, "passproof-state-")
	if err != nil {
		return "", fmt.Errorf("cannot make a folder for the service's state: %w", err)
	}
	return state, nil
}

// newCommand makes a service with a state folder that others have too; with none, it gets
// one of its own.
func newCommand(file *config.File, env Environment, log io.Writer, state string) (*command, error) {
	listen, err := freeAddress()
	if err != nil {
		return nil, err
	}
	shares := state != ""
	if !shares {
		if state, err = newState(env.Folder); err != nil {
			return nil, err
		}
	}
	host, port, _ := net.SplitHostPort(listen)
	at, err := reachable(env, listen)
	if err != nil {
		return nil, err
	}
	return &command{
		at: at, file: file, env: env, log: NewTail(log), shares: shares, ended: make(chan struct{}),
		start: config.Start{
			Listen: listen, ListenHost: host, ListenPort: port, AdobePassURL: env.AdobePassURL,
			SoftwareStatement: env.SoftwareStatement, ServiceProvider: file.ServiceProvider, StateDir: state,
		},
	}, nil
}

// freeAddress asks the system for a port that nobody uses.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("no free port on loopback: %w", err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String(), nil
}

func (c *command) Address() string        { return "http://" + c.at }
func (c *command) Ended() <-chan struct{} { return c.ended }

func (c *command) Outcome() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.outcome
}

func (c *command) Start(ctx context.Context) error {
	if ctx.Err() != nil {
		return &StartError{What: fmt.Sprintf("the start of the service was cut short: %v", context.Cause(ctx))}
	}
	p, err := c.launch()
	if err != nil {
		return err
	}
	ready, cancel := context.WithTimeout(ctx, c.file.Subject.StartTimeout)
	defer cancel()
	go func() {
		select {
		case <-p.exited:
			cancel()
		case <-ready.Done():
		}
	}()
	if err := AwaitReady(ready, c.Address(), c.file.Subject.Ready); err != nil {
		return c.notReady(ctx, p, err)
	}
	return nil
}

// notReady ends a service that did not become ready and says why it did not: ctx tells
// whether we gave up before its time was over.
func (c *command) notReady(ctx context.Context, p *process, err error) error {
	if p.over() {
		return &StartError{What: fmt.Sprintf("the service ended while it was starting: %s", p.cmd.ProcessState), Log: c.log.String(),
			Remedy: fmt.Sprintf("try the command by hand: %q", p.cmd.Args)}
	}
	stopErr := c.stop(ctx)
	if ctx.Err() != nil {
		return &StartError{What: fmt.Sprintf("the start of the service was cut short: %v", errors.Join(context.Cause(ctx), stopErr)), Log: c.log.String()}
	}
	return &StartError{What: fmt.Sprintf("the service was not ready at %s after %v: %v", c.Address(), c.file.Subject.StartTimeout, err), Log: c.log.String(),
		Remedy: "does it listen on {{.Listen}}, and is subject.ready right? subject.startTimeout gives it more time"}
}

func (c *command) launch() (*process, error) {
	args := make([]string, len(c.file.Subject.Command))
	for i, text := range c.file.Subject.Command {
		arg, err := config.Render(text, c.start)
		if err != nil {
			return nil, &StartError{What: err.Error()}
		}
		args[i] = arg
	}
	environ, err := c.environ()
	if err != nil {
		return nil, err
	}
	cmd, err := c.line(args)
	if err != nil {
		return nil, err
	}
	cmd.Env = environ
	cmd.Stdout, cmd.Stderr = c.log, c.log
	cmd.WaitDelay = time.Second // a grandchild that holds the output must not hold us
	own(cmd)
	if err := cmd.Start(); err != nil {
		return nil, &StartError{What: fmt.Sprintf("the service cannot be started: %v", err), Remedy: fmt.Sprintf("subject.command runs in %s; is %q there?", cmd.Dir, args[0])}
	}
	p := &process{cmd: cmd, exited: make(chan struct{})}
	c.mu.Lock()
	c.process = p
	c.mu.Unlock()
	go c.wait(p)
	return p, nil
}

// wait ends when the process has ended, and tells if nobody had asked for that. What
// the process started and left behind ends with it: at once, because its number may
// belong to somebody else later.
func (c *command) wait(p *process) {
	err := p.cmd.Wait()
	signal(p.cmd, syscall.SIGKILL)
	c.mu.Lock()
	if !p.wanted && c.outcome == "" {
		c.outcome = fmt.Sprintf("the service ended by itself: %s", p.cmd.ProcessState)
		if p.cmd.ProcessState == nil {
			c.outcome = fmt.Sprintf("the service ended by itself: %v", err)
		}
		close(c.ended)
	}
	c.mu.Unlock()
	close(p.exited)
}

// unkillable is how long a process may take to end after SIGKILL: as long as the
// system needs, and not for ever where it hangs in the system itself.
const unkillable = 10 * time.Second

// stop ends the process: politely, and with force after the stop timeout or when ctx is done.
func (c *command) stop(ctx context.Context) error {
	c.mu.Lock()
	p := c.process
	if p != nil {
		p.wanted = true
	}
	c.mu.Unlock()
	if p == nil || p.over() {
		return nil
	}
	signal(p.cmd, syscall.SIGTERM)
	patience := time.NewTimer(c.file.Subject.StopTimeout)
	defer patience.Stop()
	select {
	case <-p.exited:
		return nil
	case <-ctx.Done():
	case <-patience.C:
	}
	signal(p.cmd, syscall.SIGKILL)
	patience.Reset(unkillable)
	select {
	case <-p.exited:
		return nil
	case <-patience.C:
		return fmt.Errorf("the service (process %d) has not ended %v after SIGKILL; end it by hand", p.cmd.Process.Pid, unkillable)
	}
}

// over tells whether the process has ended.
func (p *process) over() bool {
	select {
	case <-p.exited:
		return true
	default:
		return false
	}
}

func (c *command) Restart(ctx context.Context) error {
	if err := c.stop(ctx); err != nil {
		return err
	}
	return c.Start(ctx)
}

func (c *command) Close() error {
	if c.shares {
		return c.stop(context.Background())
	}
	return errors.Join(c.stop(context.Background()), os.RemoveAll(c.start.StateDir))
}
