package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"github.com/passproof/passproof/harness/certification"
)

// report writes all reports and prints the one that was asked for. It returns the exit
// code that the verdicts ask for.
func (f *runFlags) report(stdout io.Writer, result *certification.Result) (int, error) {
	r, err := result.Write(f.out)
	if err != nil {
		return exitBroken, err
	}
	if err := f.print(stdout, r); err != nil {
		return exitBroken, err
	}
	if f.output == "text" && !f.quiet {
		_, _ = fmt.Fprintf(stdout, "reports in %s\n", f.out)
	}
	return r.ExitCode(f.strict), nil
}

// colourful tells whether to write in colours: on terminals whose owner has not asked for none.
func colourful(w io.Writer, none bool) bool {
	file, ok := w.(*os.File)
	return ok && !none && os.Getenv("NO_COLOR") == "" && term.IsTerminal(int(file.Fd()))
}
