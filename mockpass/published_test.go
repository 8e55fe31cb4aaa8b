package mockpass_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/passproof/passproof/mockpass/journal"
)

// TestAnswersAgainstPublishedDocuments holds every answer of every transcript against
// the OpenAPI documents that Adobe publishes, when they are at hand. Where an answer
// departs from them, testdata/published.tsv has to say why; what is listed there and
// does not occur fails as well.
func TestAnswersAgainstPublishedDocuments(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("PASSPROOF_ADOBE_OPENAPI")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "adobe")
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		t.Skipf("Adobe's documents are not at %s; set PASSPROOF_ADOBE_OPENAPI to hold answers against them", dir)
	}
	documents := publishedDocuments(t, dir)
	var mu sync.Mutex
	found := map[string]string{} // departure: where it was first seen
	t.Run("transcripts", func(t *testing.T) {
		for _, c := range conversations(t, "testdata/transcripts") {
			t.Run(c.name(), func(t *testing.T) {
				t.Parallel()
				p := newPlayer(t, c.lines)
				for _, line := range c.lines {
					p.at = line.at
					p.play(line.text)
				}
				for _, e := range p.pass.Journal().Since(0) {
					x, ok := e.(*journal.Exchange)
					if !ok || len(x.Directed) > 0 {
						continue // beyond what Adobe does
					}
					for _, d := range documents.departures(t, x) {
						mu.Lock()
						found[d] = c.name()
						mu.Unlock()
					}
				}
			})
		}
	})
	listed := map[string]bool{}
	for _, row := range readTable(t, "published") {
		listed[row["departure"]] = true
		if found[row["departure"]] == "" {
			t.Errorf("listed, and no answer departs so: %s", row["departure"])
		}
		if row["reason"] == "" {
			t.Errorf("no reason is given: %s", row["departure"])
		}
	}
	for d, where := range found {
		if !listed[d] {
			t.Errorf("%s (%s)", d, where)
		}
	}
}

// published are the documents of Adobe, by the prefix of their paths.
type published map[string]routers.Router

func publishedDocuments(t *testing.T, dir string) published {
	t.Helper()
	out := published{}
	for file, prefix := range map[string]string{"restApiV2.json": "/api/v2", "dcrApi.json": "/o"} {
		doc, err := openapi3.NewLoader().LoadFromFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		doc.Servers = openapi3.Servers{{URL: prefix}}
		if out[prefix], err = gorillamux.NewRouter(doc); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// departures are the ways in which an answer departs from the published documents, in
// words that do not depend on what was asked for.
func (p published) departures(t *testing.T, x *journal.Exchange) []string {
	t.Helper()
	to, err := url.Parse(x.Request.Target)
	if err != nil || x.Operation == "" {
		return nil
	}
	to.Scheme, to.Host = "http", "localhost"
	request, err := http.NewRequest(x.Request.Method, to.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for prefix, router := range p {
		if !strings.HasPrefix(to.Path, prefix) {
			continue
		}
		route, params, err := router.FindRoute(request)
		if err != nil {
			return []string{x.Operation + ": " + err.Error()}
		}
		header := http.Header{}
		for _, f := range x.Response.Header {
			header.Add(f.Name, f.Value)
		}
		err = openapi3filter.ValidateResponse(t.Context(), &openapi3filter.ResponseValidationInput{
			RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, PathParams: params, Route: route},
			Status:                 x.Response.Status, Header: header, Body: io.NopCloser(bytes.NewReader(x.Response.Body)),
			Options: &openapi3filter.Options{MultiError: true, IncludeResponseStatus: true},
		})
		return departed(fmt.Sprintf("%s %d", x.Operation, x.Response.Status), err)
	}
	return nil
}

// departed takes an error of kin-openapi apart.
func departed(where string, err error) (out []string) {
	var many openapi3.MultiError
	var one *openapi3.SchemaError
	var answer *openapi3filter.ResponseError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &answer) && answer.Err == nil:
		return []string{where + ": " + answer.Reason}
	case errors.As(err, &many):
		for _, e := range many {
			out = append(out, departed(where, e)...)
		}
		return out
	case errors.As(err, &one):
		if one.Origin != nil && len(one.JSONPointer()) == 0 {
			return departed(where, one.Origin)
		}
		return []string{fmt.Sprintf("%s %s: %s", where, general(one.JSONPointer()), one.SchemaField)}
	}
	return []string{where + ": " + err.Error()}
}

var plainName = regexp.MustCompile(`^(decisions|profiles|logouts|attributes|error|message|value|notBefore|notAfter|token|issuer|type|device|requestor|mvpds|domains|code|existingParameters|applicationId|connection|ipAddress|status|authenticationRequest|version|hardware|operatingSystem|browser|display|action|missingParameters|reasonType|url|sessionId)$`)

// general is a place with the names of MVPDs and attributes and the numbers of elements taken out.
func general(place []string) string {
	var b strings.Builder
	for _, name := range place {
		if !plainName.MatchString(name) {
			name = "*"
		}
		b.WriteString("/" + name)
	}
	return b.String()
}
