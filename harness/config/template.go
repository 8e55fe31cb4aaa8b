package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"text/template"
)

var sampleVerbal = Verbal{
	Device: VerbalDevice{ID: "id", IP: "192.0.2.1", Port: 40000, Name: "tv", Info: "e30=", Facts: map[string]any{"model": "m"}, ECID: "38400000000000000000000000000000000001"},
	MVPD:   "Cablevision", Screen: "secondary", RedirectURL: "https://example.com/done", Code: "A7X2QB", Resource: "r", Event: "pause", Resources: []string{"r"}, User: "user@example.com", SAMLResponse: "<x/>", SAMLResponseBase64: "PHgvPg==",
}

// Render fills in a template; data is a [Start] or a [Verbal].
func Render(text string, data any) (string, error) {
	if !strings.Contains(text, "{{") {
		return text, nil
	}
	t, err := template.New("text").Option("missingkey=zero").Parse(text)
	if err != nil {
		return "", plain(err)
	}
	var b strings.Builder
	if err := t.Execute(&b, data); err != nil {
		return "", plain(err)
	}
	return strings.ReplaceAll(b.String(), "<no value>", ""), nil
}

// plain takes the template package's prefix off its errors.
func plain(err error) error {
	return fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "template: "))
}

// Tells tells whether the app sends something, such as ".Device.Port", with any of its verbs.
func (a *App) Tells(name string) bool {
	texts, err := json.Marshal(a)
	return err == nil && bytes.Contains(texts, []byte(name))
}

// render fills in every text of a verb and tells which could not be.
func (v *Verb) render(data Verbal) (where []string, err error) {
	if _, err := Render(v.Request, data); err != nil {
		return []string{"request"}, err
	}
	for part, texts := range map[string]map[string]string{"query": v.Query, "headers": v.Headers, "form": v.Form} {
		for _, name := range slices.Sorted(maps.Keys(texts)) {
			if _, err := Render(texts[name], data); err != nil {
				return []string{part, name}, err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(v.JSON)) {
		if _, err := RenderJSON(v.JSON[name], data); err != nil {
			return []string{"json", name}, err
		}
	}
	return nil, nil
}

// RenderJSON fills in the texts inside a JSON value. The text {{.Resources}} alone
// becomes a list; an entry of an object whose text comes out empty is left out.
func RenderJSON(value any, data Verbal) (any, error) {
	switch v := value.(type) {
	case string:
		if strings.ReplaceAll(v, " ", "") == "{{.Resources}}" {
			return data.Resources, nil
		}
		return Render(v, data)
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, inner := range v {
			r, err := RenderJSON(inner, data)
			if err != nil {
				return nil, err
			}
			if r != "" || inner == "" {
				out[name] = r
			}
		}
		return out, nil
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			r, err := RenderJSON(inner, data)
			if err != nil {
				return nil, err
			}
			out[i] = r
		}
		return out, nil
	}
	return value, nil
}

// known lists what templates can name.
func known(prefix string, data any) string {
	var names []string
	t := reflect.TypeOf(data)
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type.Kind() != reflect.Struct {
			names = append(names, prefix+f.Name+"}}")
			continue
		}
		for j := range f.Type.NumField() {
			names = append(names, prefix+f.Name+"."+f.Type.Field(j).Name+"}}")
		}
	}
	return "templates know " + strings.Join(names, ", ")
}

// didYouMean names the nearest of the known words, and all of them.
func didYouMean(word string, words []string) string {
	all := "known are " + strings.Join(words, ", ")
	if best := Nearest(word, words); best != "" {
		return fmt.Sprintf("did you mean %s? %s", best, all)
	}
	return all
}

// Nearest is the word that was probably meant; empty where none comes close.
func Nearest(word string, words []string) string {
	best, distance := "", len(word)/2+1
	for _, w := range words {
		if d := editDistance(strings.ToLower(word), strings.ToLower(w)); d < distance {
			best, distance = w, d
		}
	}
	return best
}

func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		previous := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := previous
			if a[i-1] != b[j-1] {
				cost++
			}
			previous = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
