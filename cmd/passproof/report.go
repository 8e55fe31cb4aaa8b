package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/term"

	"github.com/passproof/passproof/harness/certification"
	"github.com/passproof/passproof/harness/report"
	"github.com/passproof/passproof/mockpass/journal"
)

// report writes all reports and prints the one that was asked for. It returns the exit
// code that the verdicts ask for.
func (f *runFlags) report(stdout io.Writer, result *certification.Result) (int, error) {
	entries := journal.NewRedactor(result.Meta.Started.String()).Entries(result.Entries)
	r := report.New(result.Meta, result.Verdicts, entries)
	if err := writeAll(f.out, map[string]func(io.Writer) error{
		"report.json":   r.JSON,
		"report.md":     r.Markdown,
		"junit.xml":     r.JUnit,
		"journal.har":   func(w io.Writer) error { return journal.WriteHAR(w, entries, version()) },
		"journal.jsonl": func(w io.Writer) error { return journal.WriteAll(w, entries) },
	}); err != nil {
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

// writeAll writes files so that each is there whole or not at all.
func writeAll(dir string, files map[string]func(io.Writer) error) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("cannot make the folder for reports: %w; name another with --out", err)
	}
	for name, write := range files {
		if err := writeFile(filepath.Join(dir, name), write); err != nil {
			return fmt.Errorf("cannot write %s: %w", filepath.Join(dir, name), err)
		}
	}
	return nil
}

func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".writing-")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	if err := write(f); err != nil {
		_ = f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
