package configfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/configfile"
)

// parse reads a text as the command does: into a mock.
func parse(file, text string) (c mockpass.Config, err error) {
	err = configfile.Parse(file, []byte(text), func(read mockpass.Config) error {
		c = read
		_, err := mockpass.New(read)
		return err
	})
	return c, err
}

func TestParse(t *testing.T) {
	t.Parallel()
	c, err := parse("mockpass.yaml", `
programmers:
  - name: 007
    serviceProviders:
      - id: ACME
        integrations: [{mvpd: Example, authorizeLimit: 2}]
    applications: [{id: acme, serviceProviders: [ACME]}]
mvpds:
  - id: Example
    displayName:
    flags: {isProxy: true, order: 3, share: 1.5, tags: [a, 1], nothing: null}
    accounts:
      - {name: child, attributes: {zip: ["10001"]}}
lifetimes: {session: 2m}
mean: true
`)
	if err != nil {
		t.Fatal(err)
	}
	want := mockpass.Config{
		Programmers: []mockpass.Programmer{{
			Name:             "007",
			ServiceProviders: []mockpass.ServiceProvider{{ID: "ACME", Integrations: []mockpass.Integration{{MVPD: "Example", AuthorizeLimit: 2}}}},
			Applications:     []mockpass.Application{{ID: "acme", ServiceProviders: []string{"ACME"}}},
		}},
		MVPDs: []mockpass.MVPD{{
			ID:       "Example",
			Flags:    map[string]any{"isProxy": true, "order": 3, "share": 1.5, "tags": []any{"a", 1}, "nothing": nil},
			Accounts: []mockpass.Account{{Name: "child", Attributes: map[string]any{"zip": []any{"10001"}}}},
		}},
		Lifetimes: mockpass.Lifetimes{Session: mockpass.Duration(2 * time.Minute)},
		Mean:      true,
	}
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
}

// TestParse_Problems has a file a row, with all that is said of it.
func TestParse_Problems(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ text, want string }{
		"unknown keys, all of them": {
			"mvpds:\n- idd: A\n  displayname: B\nprogramers: []\n",
			"f:2: mvpds[0].idd: no such key; did you mean id?\n" +
				"f:3: mvpds[0].displayname: no such key; did you mean displayName?\n" +
				"f:4: programers: no such key; did you mean programmers?",
		},
		"nothing like it": {"lifetimes:\n  unheardOf: 1m\n", "f:2: lifetimes.unheardOf: no such key; the keys here are accessToken, session"},
		"types": {
			"mean: 5\nmvpds:\n  a: b\nlimits:\n  rows: many\n  entries: 1.5\nprogrammers: [none]\nlifetimes: {session: soon}\n",
			`f:1: mean: it is "5"; write true or false` + "\n" +
				"f:2: mvpds: it is a group of keys, where a list belongs; write each element on a line that begins with -, or [a, b]\n" +
				`f:5: limits.rows: it is "many"; write a whole number, such as 5` + "\n" +
				`f:6: limits.entries: it is "1.5"; write a whole number, such as 5` + "\n" +
				"f:7: programmers[0]: it is a text, where keys belong; write key: value below it\n" +
				`f:8: lifetimes.session: "soon" is not a duration; write it like 30m or 12s`,
		},
		"what the mock refuses": {
			"programmers:\n- serviceProviders:\n  - id: ACME\n    integrations:\n    - mvpd: Spectrum\n    - mvpd: Nobody\n  applications: []\n",
			`f:6: programmers[0].serviceProviders[0].integrations[1].mvpd: no MVPD has the id "Nobody"; add it to mvpds`,
		},
		"all that the mock refuses": {
			"lifetimes: {session: -1m}\nlimits:\n  rows: -1\nthrottle: {burst: -1}\nprogrammers:\n- serviceProviders:\n  - id: sessions\n  - id: ACME\n    integrations: [{mvpd: Nobody}]\n  applications:\n  - id: acme\n    serviceProviders: [OTHER]\n",
			"f:1: lifetimes.session: it is below zero; without it, the usual holds\n" +
				"f:3: limits.rows: it is below zero; without it, the usual holds\n" +
				"f:4: throttle.burst: it is below zero; 0 means 10\n" +
				"f:7: programmers[0].serviceProviders[0].id: it is \"sessions\"; give it a name that no path of the API uses\n" +
				"f:9: programmers[0].serviceProviders[1].integrations[0].mvpd: no MVPD has the id \"Nobody\"; add it to mvpds\n" +
				"f:12: programmers[0].applications[0].serviceProviders[0]: its programmer has no service provider \"OTHER\"",
		},
		"MVPDs":                    {"mvpds:\n- id: code\n- {id: A, boardingStatus: NO, tempPass: {}}\n- id: A\n", "f:2: mvpds[0].id: it is \"code\"; give it a name that no path of the API uses\nf:3: mvpds[1].tempPass.duration: want how long a trial lasts, such as 10m\nf:3: mvpds[1].boardingStatus: it is \"NO\"; want SUPPORTED, PICKER or nothing\nf:4: mvpds[2].id: \"A\" is there twice"},
		"a moment":                 {"degradations:\n- start: soon\n", "f:2: degradations[0].start: \"soon\" is not a moment; write it like 2026-11-21T20:15:00Z"},
		"a key that is not there":  {"mvpds:\n- displayName: A\n", `f:2: mvpds[0].id: it is ""; give it`},
		"a key of PEM":             {"mean: true\nkey: |\n  secret\n", "f:2: key: it is not PEM"},
		"twice":                    {"mean: true\nmean: false\n", "f:2: mapping key \"mean\" already defined at [1:1]"},
		"broken":                   {"mvpds:\n- id: \"A\n", "f:2: "},
		"tabs":                     {"mvpds:\n\t- id: A\n", "f:2: "},
		"aliases":                  {"mvpds:\n- &m {id: A}\n- *m\n", "f:2: mvpds[0]: anchors, aliases and tags are not read here; write the value itself; quote a text that begins with &, * or !\nf:3: mvpds[1]: anchors"},
		"merge":                    {"lifetimes:\n  <<: {session: 1m}\n", "f:2: lifetimes.<<: merge keys are not read here"},
		"an empty element":         {"mvpds:\n-\n- id: A\n", "f:2: mvpds[0]: it is empty"},
		"two documents":            {"mean: true\n---\nmean: false\n", "f:3: a second document begins"},
		"not a group":              {"hello\n", "f:1: it is a text, where keys belong"},
		"brackets without end":     {"a: " + strings.Repeat("[", 200000), "f:1: more than 100 brackets are open"},
		"brackets with ends":       {"a: " + strings.Repeat("[", 200) + strings.Repeat("]", 200), "f:1: more than 100 brackets are open"},
		"dashes without end":       {strings.Repeat("- ", 200000), "f:1: nested too deeply"},
		"larger than any":          {strings.Repeat("# text\n", 1<<18), "f: it has more than 1048576 bytes; is it the right file?"},
		"an unreadable free value": {"mvpds:\n- {id: A, flags: {f: .inf}}\n", "f:2: mvpds[0].flags.f: it cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := parse("f", row.text)
			if err == nil || !strings.HasPrefix(err.Error(), row.want) {
				t.Errorf("got\n%v\nwant\n%s", err, row.want)
			}
			var all configfile.Problems
			if !errors.As(err, &all) {
				t.Errorf("it is a %T", err)
			}
		})
	}
}

func TestParse_EmptyIsTheExample(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "\n", "# a comment\n", "---\n", "{}\n", "mvpds:\n"} {
		if c, err := parse("f", text); err != nil || !reflect.DeepEqual(c, mockpass.Config{}) {
			t.Errorf("%q: %+v, %v", text, c, err)
		}
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good := filepath.Join(dir, "good.json")
	if err := os.WriteFile(good, []byte(`{"mvpds": [{"id": "Example", "logoutEndpoint": true}], "lifetimes": {"mediaToken": "1m30s"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	var c mockpass.Config
	keep := func(read mockpass.Config) error { c = read; return nil }
	if err := configfile.Read(good, keep); err != nil || len(c.MVPDs) != 1 || !c.MVPDs[0].LogoutEndpoint || c.Lifetimes.MediaToken != mockpass.Duration(90*time.Second) {
		t.Errorf("JSON: %+v, %v", c, err)
	}
	for _, file := range []string{filepath.Join(dir, "none.yaml"), dir} {
		if err := configfile.Read(file, keep); err == nil || !strings.HasPrefix(err.Error(), file+": cannot be") {
			t.Errorf("%s: %v", file, err)
		}
	}
	if err := configfile.Read("/dev/zero", keep); err == nil || !strings.Contains(err.Error(), "/dev/zero: it has more than") {
		t.Errorf("an endless file: %v", err)
	}
}

func TestRead_PassesOtherErrorsOn(t *testing.T) {
	t.Parallel()
	mine := errors.New("mine")
	if err := configfile.Parse("f", nil, func(mockpass.Config) error { return mine }); !errors.Is(err, mine) {
		t.Errorf("it became %v", err)
	}
}

// FuzzParse: whatever the text, there is no panic, and the file is named in each problem,
// those that the mock finds included.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		configfile.Default(), "mvpds:\n- id: A\n  flags: {a: [1, {b: c}]}\n", "a: &a [*a]\n", "<<: {}\n", "!!binary x", "? [a]\n: b\n", "key: |\n  x\n",
		"programmers: [{serviceProviders: [{id: A}], applications: [{id: a}]}]", "{", "- - -", "a: b: c", "%YAML 1.2\n---\n", "lifetimes: {session: 1m}\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		err := configfile.Parse("some file", text, func(c mockpass.Config) error {
			_, err := mockpass.New(c)
			return err
		})
		if err == nil {
			return
		}
		var all configfile.Problems
		if !errors.As(err, &all) || len(all) == 0 {
			t.Fatalf("it is a %T", err)
		}
		for _, p := range all {
			if p.File != "some file" || p.What == "" || !strings.HasPrefix(p.String(), "some file:") {
				t.Fatalf("%+v", p)
			}
		}
	})
}
