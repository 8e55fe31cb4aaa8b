package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/goccy/go-yaml"

	"github.com/passproof/passproof/mockpass"
)

// maxConfig bounds a configuration file: 4 MiB.
const maxConfig = 4 << 20

// readConfig reads a configuration file; without one, the documentation's examples.
// Its errors name file, line and what is wrong.
func readConfig(file string) (c mockpass.Config, err error) {
	if file == "" {
		return c, nil
	}
	info, err := os.Stat(file)
	if err != nil {
		return c, fmt.Errorf("--config: %w", err)
	}
	if info.Size() > maxConfig {
		return c, fmt.Errorf("--config %s: %d bytes are more than %d; is it the right file?", file, info.Size(), maxConfig)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return c, fmt.Errorf("--config: %w", err)
	}
	defer func() { // the decoder panics on some odd inputs
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: cannot be read as YAML: %v", file, p)
		}
	}()
	if err := yaml.UnmarshalWithOptions(text, &c, yaml.Strict()); err != nil {
		return c, located(file, err)
	}
	return c, nil
}

// located puts file and line in front of an error of the decoder.
func located(file string, err error) error {
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil {
		return fmt.Errorf("%s:%d: %s; the fields are those of mockpass.Config", file, at.GetToken().Position.Line, at.GetMessage())
	}
	return fmt.Errorf("%s: %w", file, err)
}
