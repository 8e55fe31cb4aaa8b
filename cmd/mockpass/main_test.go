package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"mockpass": main})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}

// TestEveryCommandHelps walks all commands: each has an example of itself, whatever
// comes before it, and says what it is for.
func TestEveryCommandHelps(t *testing.T) {
	t.Parallel()
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Short == "" {
			t.Errorf("%s does not say what it is for", c.CommandPath())
		}
		if c.Example == "" {
			t.Errorf("%s has no example", c.CommandPath())
		}
		if !strings.Contains(c.Example, "  "+c.CommandPath()) {
			t.Errorf("%s: the example %q is of something else", c.CommandPath(), c.Example)
		}
		for row := range strings.Lines(c.Example) {
			if !strings.HasPrefix(row, "  ") {
				t.Errorf("%s: the line %q of the example is not indented", c.CommandPath(), row)
			}
		}
		var out bytes.Buffer
		c.SetOut(&out)
		if err := c.Help(); err != nil || !strings.Contains(out.String(), "Examples:\n"+c.Example) {
			t.Errorf("%s --help: %v\n%s", c.CommandPath(), err, out.String())
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(newRoot())
}
