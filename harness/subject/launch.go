package subject

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/trust"
)

// reaching bounds how long it may take until a network has a way to the service.
const reaching = 10 * time.Second

// reachable is where an address of the service is called from here.
func reachable(env Environment, listen string) (string, error) {
	if env.Network == nil || !env.Network.Apart {
		return listen, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), reaching)
	defer cancel()
	return env.Network.Reach(ctx, listen)
}

// spare keeps a proxy of this machine out of the way to Adobe Pass: it would look for the
// real one.
func spare(env map[string]string, name string) {
	already, ok := env[name]
	if !ok {
		already = os.Getenv(name)
	}
	if already != "" {
		already += ","
	}
	env[name] = already + ".auth.adobe.com,.auth-staging.adobe.com"
}

// line is the command, begun by what puts it into its network.
func (c *command) line(args []string) (*exec.Cmd, error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = c.file.Dir()
	if c.env.Network == nil || len(c.env.Network.Enter) == 0 {
		return cmd, nil
	}
	missing := func(err error) error {
		return &StartError{What: fmt.Sprintf("the service cannot be started: %v", err), Remedy: fmt.Sprintf("subject.command runs in %s; is %q there?", cmd.Dir, args[0])}
	}
	folder, err := filepath.Abs(cmd.Dir)
	if err != nil {
		return nil, missing(err)
	}
	program := args[0]
	if strings.ContainsRune(program, filepath.Separator) && !filepath.IsAbs(program) {
		program = filepath.Join(folder, program)
	}
	if program, err = exec.LookPath(program); err != nil { // what enters the network could not say it as well
		return nil, missing(err)
	}
	whole := c.env.Network.Command(folder, append([]string{program}, args[1:]...))
	entered := exec.Command(whole[0], whole[1:]...)
	entered.Dir = cmd.Dir
	return entered, nil
}

// environ is the environment of the service: ours, what the file adds, and whom to trust.
func (c *command) environ() ([]string, error) {
	added := map[string]string{}
	if options, ok := os.LookupEnv(trust.JavaOptions); ok {
		added[trust.JavaOptions] = options
	}
	for name, text := range c.file.Subject.Env {
		value, err := config.Render(text, c.start)
		if err != nil {
			return nil, &StartError{What: err.Error()}
		}
		added[name] = value
	}
	if c.env.Trust != "" {
		trust.Announce(c.env.Trust, added)
	}
	if c.env.Network != nil {
		for _, name := range []string{"NO_PROXY", "no_proxy"} {
			spare(added, name)
		}
	}
	out := os.Environ()
	for name, value := range added {
		out = append(out, name+"="+value) // of two, the last counts
	}
	if c.env.Mark != "" {
		out = append(out, c.env.Mark)
	}
	return out, nil
}
