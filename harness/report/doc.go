// Package report turns the verdicts of a run into what people and programs read: a
// terminal page, Markdown, JSON and JUnit.
//
//	r := report.New(meta, verdicts, journal.NewRedactor(salt).Entries(entries))
//	err := r.Text(os.Stdout, report.TextOptions{})
//	os.Exit(r.ExitCode(false))
//
// Every broken rule brings the exchanges that prove it, so that a reader sees from
// the report alone which request was wrong and what to change.
package report
