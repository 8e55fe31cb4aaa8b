package mockpass_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/passproof/passproof/specs"
)

var update = flag.Bool("update", false, "write the generated docs again")

// TestGeneratedDocs keeps the tables of docs what the tables of testdata and the
// transcripts say.
func TestGeneratedDocs(t *testing.T) {
	t.Parallel()
	found := proofs(t)
	for file, want := range map[string]string{
		"../docs/situations.md":    situationsPage(t, found),
		"../docs/samples.md":       samplesPage(t, found),
		"../docs/error-codes.md":   errorsPage(t),
		"../docs/discrepancies.md": discrepanciesPage(t, found),
		"../docs/published.md":     publishedPage(t),
	} {
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != want {
			t.Errorf("%s is not up to date: make docs (%v)", file, err)
		}
	}
}

const generated = "Generated from the tables and transcripts in `mockpass/testdata`; `make docs` writes it again.\n" +
	"Each proof is a transcript, told by its file and title, that `go test ./mockpass` plays over HTTP with requests\n" +
	"and answers held to the OpenAPI documents.\n"

// page is a page that begins with a heading and a text.
func page(title, text string) *strings.Builder {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n%s", title, text, generated)
	return &b
}

// told are the transcripts of a row.
func told(by []*conversation) string {
	var out []string
	for _, c := range by {
		out = append(out, fmt.Sprintf("`%s`: %s", c.file, c.title))
	}
	return strings.Join(out, "<br>")
}

func quoted(codes string) string {
	var out []string
	for _, code := range strings.Fields(codes) {
		if item, ok := strings.CutPrefix(code, "item:"); ok {
			out = append(out, "`"+item+"` (item)")
		} else {
			out = append(out, "`"+code+"`")
		}
	}
	return strings.Join(out, "<br>")
}

func situationsPage(t *testing.T, found map[string][]*conversation) string {
	t.Helper()
	rows := readTable(t, "situations")
	b := page("Situations", fmt.Sprintf("What mockpass answers, in %d situations. Evidence: **S** a published sample shows it, **T** a table of the\n"+
		"documentation states it, **F** a page about a flow states it, **C** it follows from the list of error codes.\n", len(rows)))
	for _, operation := range append(slices.Clone(specs.Operations), "every") {
		if !slices.ContainsFunc(rows, func(r map[string]string) bool { return r["endpoint"] == operation }) {
			continue // the Reset TempPass API, of which the contract says nothing
		}
		fmt.Fprintf(b, "\n## %s\n\n| row | selected when | status | error codes | evidence | proof |\n|---|---|---|---|---|---|\n", operation)
		for _, r := range rows {
			if r["endpoint"] == operation {
				fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s |\n", r["row"], r["selected when"], r["status"], quoted(r["codes"]), r["evidence"], told(found[r["row"]]))
			}
		}
	}
	return b.String()
}

func samplesPage(t *testing.T, found map[string][]*conversation) string {
	t.Helper()
	rows := readTable(t, "samples")
	b := page("Published samples", fmt.Sprintf("The %d answers that Adobe's documentation shows, and how mockpass gives each of them. Differences: `+` a member that only\n"+
		"mockpass has, `-` one that only the sample has, `~` another value. With the samples at hand, a test compares them.\n", len(rows)))
	b.WriteString("\n| sample | endpoint | status | shows | situation | page | differences | chosen | proof |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, r := range rows {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", r["sample"], r["endpoint"], r["status"], r["shows"], r["situation"],
			r["page"], quoted(r["differs"]), r["note"], told(found[r["sample"]]))
	}
	return b.String()
}

func errorsPage(t *testing.T) string {
	t.Helper()
	found := appearances(t)
	b := page("Error codes", "The 47 enhanced error codes of REST API V2 and the 7 errors of Dynamic Client Registration, and where they come about.\n"+
		"A code that no state of the mock leads to comes by a direction. By directions, each code can be had wherever its status is documented.\n")
	b.WriteString("\n| code | status | action | top level at | proof | item level at | proof |\n|---|---|---|---|---|---|---|\n")
	for _, r := range readTable(t, "errors") {
		top, item := found[r["code"]], found["item:"+r["code"]]
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s |\n", r["code"], r["status"], r["action"], top.cells(), item.cells())
	}
	return b.String()
}

// cells are the endpoints and the proof of an appearance.
func (a *appearance) cells() string {
	switch {
	case a == nil || len(a.endpoints) == 0:
		return "| "
	case a.state != nil:
		return strings.Join(a.endpoints, ", ") + " | " + told([]*conversation{a.state})
	case a.directed != nil:
		return strings.Join(a.endpoints, ", ") + " | by direction, " + told([]*conversation{a.directed})
	}
	return strings.Join(a.endpoints, ", ") + " | "
}

func discrepanciesPage(t *testing.T, found map[string][]*conversation) string {
	t.Helper()
	rows := readTable(t, "discrepancies")
	b := page("Discrepancies", fmt.Sprintf("Where Adobe's pages, samples and published OpenAPI documents say different things (%d matters), and what mockpass does.\n"+
		"A switch is a field of `switches` in the configuration, unless it is written with its place. docs/choices.md has what the\n"+
		"documentation leaves open without contradicting itself.\n", len(rows)))
	b.WriteString("\n| row | endpoints | difference | mockpass | switch | proof |\n|---|---|---|---|---|---|\n")
	for _, r := range rows {
		proof := told(found[r["row"]])
		if name, file, ok := strings.Cut(r["proof"], " "); ok {
			proof = strings.TrimPrefix(fmt.Sprintf("%s<br>`%s`: %s", proof, file, name), "<br>")
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s |\n", r["row"], r["endpoints"], r["difference"], r["resolution"], quoted(strings.ReplaceAll(r["switch"], ",", "")), proof)
	}
	return b.String()
}

func publishedPage(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("# Answers that Adobe's published OpenAPI documents do not allow\n\n" +
		"All answers of all transcripts are held against the documents that Adobe publishes, when those are at hand. They\n" +
		"depart from them only so; docs/differences.md compares the documents themselves.\n\n" +
		"Generated from `mockpass/testdata/published.tsv`; `make docs` writes it again.\n\n| departure | why |\n|---|---|\n")
	for _, r := range readTable(t, "published") {
		fmt.Fprintf(&b, "| `%s` | %s |\n", r["departure"], r["reason"])
	}
	return b.String()
}
