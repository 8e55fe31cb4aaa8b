package mockpass

import "fmt"

// A ConfigError is a mistake in a [Config]. Where there are several, they come joined
// as by errors.Join.
type ConfigError struct {
	Path    string // "programmers[0].serviceProviders[1].id", in the names of files
	Problem string // what is wrong and what to write
}

// Error puts it on one line.
func (e *ConfigError) Error() string { return "mockpass: config: " + e.Path + ": " + e.Problem }

// misconfigured says where a configuration is wrong, and what to write.
func misconfigured(where, format string, args ...any) error {
	return &ConfigError{Path: where, Problem: fmt.Sprintf(format, args...)}
}
