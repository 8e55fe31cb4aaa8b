package certification

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/passproof/passproof/harness/report"
	"github.com/passproof/passproof/mockpass/journal"
)

// Write writes all reports into a folder, which it makes, with secrets replaced by
// pseudonyms. The report that it returns can be printed.
func (r *Result) Write(dir string) (*report.Report, error) {
	entries := journal.NewRedactor(r.Meta.Started.String()).Entries(r.Entries)
	out := report.New(r.Meta, r.Verdicts, entries)
	return out, writeAll(dir, map[string]func(io.Writer) error{
		"report.json":   out.JSON,
		"report.md":     out.Markdown,
		"junit.xml":     out.JUnit,
		"journal.har":   func(w io.Writer) error { return journal.WriteHAR(w, entries, r.Meta.Version) },
		"journal.jsonl": func(w io.Writer) error { return journal.WriteAll(w, entries) },
	})
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
