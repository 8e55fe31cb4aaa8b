package configfile_test

import (
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/configfile"
)

func TestDefaultChangesNothing(t *testing.T) {
	t.Parallel()
	c, err := parse("default.yaml", configfile.Default())
	if err != nil {
		t.Fatal(err)
	}
	if want := mockpass.Default(); !reflect.DeepEqual(c, want) {
		t.Errorf("reading it gives\n%+v\nand the mock's own is\n%+v", c, want)
	}
}

// TestDefaultHasEveryKey switches everything on that is commented out, and then finds
// every key of the configuration at its place.
func TestDefaultHasEveryKey(t *testing.T) {
	t.Parallel()
	text := switchedOn(configfile.Default())
	var tree any
	if err := yaml.Unmarshal([]byte(text), &tree); err != nil {
		t.Fatal(err)
	}
	there := paths("", tree)
	for _, path := range keys(t, "", reflect.TypeFor[mockpass.Config]()) {
		if !slices.Contains(there, path) {
			t.Errorf("default.yaml does not tell of %s", path)
		}
	}
	_, lifetimes, _ := strings.Cut(text, "\nlifetimes:\n")
	lifetimes, _, _ = strings.Cut(lifetimes, "\n\n")
	if c, err := parse("f", "lifetimes:\n"+lifetimes); err != nil || c.Lifetimes != mockpass.DefaultLifetimes() {
		t.Errorf("lifetimes in it are %+v, %v", c.Lifetimes, err)
	}
	// The mock finds no fault but with keys: of PEM texts there are only three dots.
	_, err := parse("f", text)
	var all configfile.Problems
	if err != nil && !errors.As(err, &all) {
		t.Fatal(err)
	}
	for _, p := range all {
		if !strings.Contains(p.What, "PEM") {
			t.Errorf("with what is commented out switched on: %v", p)
		}
	}
}

// switchedOn takes the # away in front of keys, and of what stands in lists and blocks
// below them; sentences that look like keys begin with a capital letter.
func switchedOn(text string) string {
	key := regexp.MustCompile(`(?m)^( *)# ( *(- )?([a-z]\w*:( [^ ].*)?|-----.*|\.\.\.))$`)
	return key.ReplaceAllString(text, "$1$2")
}

// keys are the paths of all keys of a type: "mvpds.accounts.name".
func keys(t *testing.T, prefix string, typ reflect.Type) []string {
	t.Helper()
	inMap := false
	for typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Map {
		inMap = inMap || typ.Kind() == reflect.Map
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || typ.PkgPath() == "time" {
		return nil
	}
	if inMap {
		prefix += "*."
	}
	var out []string
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name == "-" {
			continue
		}
		if json, _, _ := strings.Cut(f.Tag.Get("json"), ","); json != name || name == "" {
			t.Errorf("%s.%s is %q in YAML and %q in JSON", typ, f.Name, name, json)
		}
		out = append(append(out, prefix+name), keys(t, prefix+name+".", f.Type)...)
	}
	return out
}

// paths are those of all keys of a tree; a key of a map stands there as * too.
func paths(prefix string, tree any) []string {
	var out []string
	switch v := tree.(type) {
	case map[string]any:
		for name, value := range v {
			out = append(append(out, prefix+name), paths(prefix+name+".", value)...)
			out = append(out, paths(prefix+"*.", value)...)
		}
	case []any:
		for _, item := range v {
			out = append(out, paths(prefix, item)...)
		}
	}
	return out
}
