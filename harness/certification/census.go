package certification

import (
	"os"
	"strings"
)

// The container library lists all processes of the machine when a program starts that has
// it, to give its session a name. In a run with dozens of workers on a machine with hundreds
// of processes that takes more time than the workers' own doing. It looks for them where
// this variable says, so workers are told of a place that has none.
const census, nowhere = "HOST_PROC", os.DevNull

// uncounted is the environment of a worker. Whoever has set the variable keeps it.
func uncounted(environ []string) []string {
	for _, e := range environ {
		if strings.HasPrefix(e, census+"=") {
			return environ
		}
	}
	return append(environ, census+"="+nowhere)
}

// Uncounted takes from a worker's environment what was there for its start alone, before it
// hands the environment on to the subject.
func Uncounted() error {
	if os.Getenv(census) != nowhere {
		return nil
	}
	return os.Unsetenv(census)
}
