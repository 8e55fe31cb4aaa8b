package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"github.com/passproof/passproof/mockpass"
)

// overrides are flags that go before the configuration file, whatever it says, and
// before what it says when it has changed.
type overrides struct {
	flags    *pflag.FlagSet
	mean     bool
	seed     uint64
	throttle onOff
}

func (o *overrides) add(flags *pflag.FlagSet) {
	o.flags = flags
	flags.BoolVar(&o.mean, "mean", false, "use every documented freedom against clients that rely on more than is promised")
	flags.Uint64Var(&o.seed, "seed", 0, "make what --mean does repeatable: the same seed, the same answers to the same calls")
	flags.Var(&o.throttle, "throttle", "on: limit the requests of each streaming device, as Adobe does; off: do not")
}

// over puts the flags that were given over a configuration.
func (o *overrides) over(c mockpass.Config) mockpass.Config {
	if o.flags.Changed("mean") {
		c.Mean = o.mean
	}
	if o.flags.Changed("seed") {
		c.Seed = o.seed
	}
	if o.flags.Changed("throttle") {
		c.Throttle.Enabled = bool(o.throttle)
	}
	return c
}

// onOff is a flag that is written on or off.
type onOff bool

// String implements pflag.Value.
func (v *onOff) String() string {
	if *v {
		return "on"
	}
	return "off"
}

// Set implements pflag.Value.
func (v *onOff) Set(text string) error {
	if text != "on" && text != "off" {
		return fmt.Errorf("it is %q; write on or off", text)
	}
	*v = text == "on"
	return nil
}

// Type implements pflag.Value: it stands for the value in the help text.
func (v *onOff) Type() string { return "on|off" }
