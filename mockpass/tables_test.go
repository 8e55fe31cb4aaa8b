package mockpass_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/passproof/passproof/specs"
)

// A table is a file of testdata: rows of cells, by the name of the column.
type table []map[string]string

func readTable(t *testing.T, name string) table {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name + ".tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	columns := strings.Split(lines[0], "\t")
	var out table
	for i, line := range lines[1:] {
		cells := strings.Split(line, "\t")
		if len(cells) != len(columns) {
			t.Fatalf("testdata/%s.tsv:%d has %d cells, want %d", name, i+2, len(cells), len(columns))
		}
		row := map[string]string{}
		for n, column := range columns {
			row[column] = cells[n]
		}
		out = append(out, row)
	}
	return out
}

// proofs are the conversations by the rows that they name.
func proofs(t *testing.T) map[string][]*conversation {
	t.Helper()
	out := map[string][]*conversation{}
	for _, c := range conversations(t, "testdata/transcripts") {
		for _, row := range c.rows {
			out[row] = append(out[row], c)
		}
	}
	return out
}

// An exchange is a request of a conversation and what is expected of its answer.
type exchange struct {
	at        string
	operation string // empty: no endpoint
	status    string
	want      string // what is after the status
	exact     bool
	directed  string // all directions so far
}

var placeholder = regexp.MustCompile(`\{(code|before|client|secret|saml|rule|token|(in|statement) [^{}]*)\}`)

// exchanges are those that are written down in a conversation.
func (c *conversation) exchanges(t *testing.T, documents *specs.Validator) (out []exchange) {
	t.Helper()
	var next exchange
	for _, line := range c.lines {
		mark, text, _ := strings.Cut(line.text, " ")
		switch {
		case strings.HasPrefix(line.text, "* direct "):
			next.directed += text
		case mark == ">":
			next.at, next.operation = line.at, operationOf(documents, text)
		case mark == "<" || mark == "<=":
			next.status, next.want, _ = strings.Cut(text, " ")
			next.exact = mark == "<="
			out = append(out, next)
		}
	}
	return out
}

// operationOf is the operation that a request leads to, with the right method or not.
func operationOf(documents *specs.Validator, request string) string {
	words := strings.Fields(request)
	path, _, _ := strings.Cut(placeholder.ReplaceAllString(words[1], "AAAAAAA"), "?")
	for _, method := range []string{words[0], "GET", "POST"} {
		if route, err := documents.Route(method, path); err == nil {
			return route.Operation
		}
	}
	return ""
}

// codes are the error codes that an exchange wants, those of items with the prefix "item:".
func (e exchange) codes() (out []string) {
	if e.want == "" {
		return nil
	}
	if e.want[0] != '{' {
		return strings.Fields(e.want)[:1] // the code, or the word page or Location
	}
	var want struct {
		Code, Error, SessionID string
		Decisions              []struct{ Error struct{ Code string } }
	}
	_ = json.Unmarshal([]byte(placeholder.ReplaceAllString(e.want, "0")), &want)
	if want.SessionID == "" && want.Code+want.Error != "" {
		out = append(out, want.Code+want.Error)
	}
	for _, d := range want.Decisions {
		if d.Error.Code != "" {
			out = append(out, "item:"+d.Error.Code)
		}
	}
	return out
}

// TestTables_EachRowIsProved wants a proof for each row, and one that has to do with it.
func TestTables_EachRowIsProved(t *testing.T) {
	t.Parallel()
	documents, err := specs.New()
	if err != nil {
		t.Fatal(err)
	}
	known, found := map[string]bool{}, proofs(t)
	for _, row := range readTable(t, "situations") {
		known[row["row"]] = true
		proved(t, row["row"], len(found[row["row"]]) > 0)
		for _, lack := range unproved(t, documents, row, found[row["row"]]) {
			t.Errorf("%s: none of %d conversations %s", row["row"], len(found[row["row"]]), lack)
		}
	}
	for _, row := range readTable(t, "samples") {
		known[row["sample"]] = true
		proved(t, row["sample"], len(found[row["sample"]]) > 0)
		for _, c := range found[row["sample"]] {
			if !slices.Contains(c.rows, row["situation"]) {
				t.Errorf("%s shows %s and does not prove its situation %s", c.name(), row["sample"], row["situation"])
			}
		}
	}
	for _, row := range readTable(t, "discrepancies") {
		known[row["row"]] = true
		proved(t, row["row"], len(found[row["row"]]) > 0 || provedInGo(t, row["proof"]))
	}
	for row, by := range found {
		if !known[row] {
			t.Errorf("%s: %s names %s, which is in no table", by[0].file, by[0].title, row)
		}
	}
}

func proved(t *testing.T, row string, is bool) {
	t.Helper()
	if !is {
		t.Errorf("%s: no transcript names it in its title", row)
	}
}

// unproved tells what no conversation of a situation does.
func unproved(t *testing.T, documents *specs.Validator, row map[string]string, by []*conversation) (out []string) {
	t.Helper()
	asked := false
	missing := strings.Fields(row["codes"])
	for _, c := range by {
		for _, e := range c.exchanges(t, documents) {
			if row["endpoint"] != "every" && e.operation != row["endpoint"] {
				continue
			}
			asked = asked || e.status == row["status"]
			missing = slices.DeleteFunc(missing, func(code string) bool { return slices.Contains(e.codes(), code) })
		}
	}
	if len(by) > 0 && !asked {
		out = append(out, fmt.Sprintf("wants %s of %s", row["status"], row["endpoint"]))
	}
	if len(by) > 0 && len(missing) > 0 {
		out = append(out, fmt.Sprintf("wants %v", missing))
	}
	return out
}

// provedInGo tells whether a test is there: its name and its file.
func provedInGo(t *testing.T, proof string) bool {
	t.Helper()
	if proof == "" {
		return false
	}
	name, file, _ := strings.Cut(proof, " ")
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), "\nfunc "+name+"(t *testing.T) {") {
		t.Errorf("there is no test %s in %s (%v)", name, file, err)
	}
	return true
}
