package mockpass_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/specs"
)

// directedOnly are errors that no state of the mock leads to: only a direction does.
// Item level has the prefix "item:".
var directedOnly = strings.Fields(`
	internal_server_error authenticated_profile_invalidated item:authenticated_profile_invalidated
	invalid_configuration_platform invalid_configuration_platform_id invalid_configuration_platform_trait
	invalid_configuration_platform_category_trait invalid_configuration_platform_services
	invalid_configuration_mvpd_platform invalid_configuration_mvpd_platform_boarding_status
	invalid_configuration_mvpd_platform_profile_exchange
`)

// An appearance is where an error code was seen.
type appearance struct {
	state, directed *conversation // nil: nowhere
	endpoints       []string      // where the documentation has it
}

// appearances are those of all codes, at item level with the prefix "item:".
func appearances(t *testing.T) map[string]*appearance {
	t.Helper()
	documents, err := specs.New()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*appearance{}
	at := func(code string) *appearance {
		if out[code] == nil {
			out[code] = &appearance{}
		}
		return out[code]
	}
	for _, row := range readTable(t, "situations") {
		for _, code := range strings.Fields(row["codes"]) {
			if a := at(code); !slices.Contains(a.endpoints, row["endpoint"]) {
				a.endpoints = append(a.endpoints, row["endpoint"])
			}
		}
	}
	for _, c := range conversations(t, "testdata/transcripts") {
		for _, e := range c.exchanges(t, documents) {
			for _, code := range e.codes() {
				a := at(code)
				if strings.Contains(e.directed, `"`+strings.TrimPrefix(code, "item:")+`"`) {
					a.directed = first(a.directed, c)
				} else {
					a.state = first(a.state, c)
				}
			}
		}
	}
	return out
}

func first(a, b *conversation) *conversation {
	if a != nil {
		return a
	}
	return b
}

// TestTables_EachCodeIsProved wants every error code wherever the documentation has
// it, at top level and at item level, by state unless directedOnly says otherwise.
func TestTables_EachCodeIsProved(t *testing.T) {
	t.Parallel()
	found := appearances(t)
	documented := map[string]bool{}
	for code, a := range found {
		if len(a.endpoints) == 0 {
			continue
		}
		documented[strings.TrimPrefix(code, "item:")] = true
		if a.state == nil && a.directed == nil {
			t.Errorf("%s: no transcript wants it", code)
		}
		if is, listed := a.state == nil && a.directed != nil, slices.Contains(directedOnly, code); is != listed {
			t.Errorf("%s: by directions alone %v, directedOnly has it %v", code, is, listed)
		}
	}
	for _, row := range readTable(t, "errors") {
		if !documented[row["code"]] {
			t.Errorf("%s is in no situation", row["code"])
		}
		delete(documented, row["code"])
	}
	for code := range documented {
		t.Errorf("%s is in a situation and in no table", code)
	}
}

// TestTables_ErrorsAreThoseOfTheCatalogue holds the table against the catalogue and,
// where it is at hand, against the published list.
func TestTables_ErrorsAreThoseOfTheCatalogue(t *testing.T) {
	t.Parallel()
	rows := readTable(t, "errors")
	all := append(mockpass.EnhancedErrors(), mockpass.RegistrationErrors()...)
	if len(rows) != len(all) {
		t.Fatalf("%d rows, %d errors", len(rows), len(all))
	}
	for i, e := range all {
		if r := rows[i]; r["code"] != e.Code || r["status"] != strconv.Itoa(e.Status) || r["action"] != e.Action {
			t.Errorf("row %d is %v, want %v", i, r, e)
		}
	}
	dir := filepath.Join("..", "..", "shared", "behaviour")
	if there := os.Getenv("PASSPROOF_ADOBE_SAMPLES"); there != "" {
		dir = filepath.Dir(there)
	}
	text, err := os.ReadFile(filepath.Join(dir, "error-codes.tsv"))
	if err != nil {
		return // the published list is not at hand; TestPublishedSamples says what to do
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if cells[0] != "v2" {
			continue
		}
		if n >= len(all) || cells[1] != all[n].Action || cells[2] != all[n].Code || cells[3] != strconv.Itoa(all[n].Status) {
			t.Errorf("published row %v is not %v", cells, all[n])
		}
		n++
	}
	if n != len(mockpass.EnhancedErrors()) {
		t.Errorf("%d errors are published", n)
	}
}
