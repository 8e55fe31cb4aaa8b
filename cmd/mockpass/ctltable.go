package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"
)

// A table is a list for people: a line of headings and a line an item.
type table struct {
	headings []string
	rows     [][]string
	total    int // how many items there are, those included that were not told
}

// write writes the table, aligned, and how many items are missing in it.
func (t table) write(w io.Writer) {
	if len(t.rows) == 0 {
		_, _ = fmt.Fprintln(w, "none")
		return
	}
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(out, strings.Join(t.headings, "\t"))
	for _, row := range t.rows {
		for i, text := range row {
			row[i] = cell(text)
		}
		_, _ = fmt.Fprintln(out, strings.Join(row, "\t"))
	}
	_ = out.Flush()
	if t.total > len(t.rows) {
		_, _ = fmt.Fprintf(w, "%d of %d; --limit tells more\n", len(t.rows), t.total)
	}
}

// cell is a text that can stand in a table. What it says comes from elsewhere, so
// nothing of it may steer the terminal.
func cell(text string) string {
	if text == "" {
		return "-"
	}
	for _, r := range text {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return strconv.Quote(text)
		}
	}
	return text
}

// at is an instant for people.
func at(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func listed(names []string) string { return strings.Join(names, ", ") }
