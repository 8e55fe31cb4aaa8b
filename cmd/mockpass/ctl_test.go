package main

import (
	"bufio"
	"encoding/base64"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"github.com/passproof/passproof/mockpass/stage"
)

// TestCtl plays scripts against real mocks. In them
//
//	mock [flags]                     starts mockpass serve; MOCKPASS_CONTROL leads to it, and API to REST API V2
//	call status method path [body]   asks REST API V2 as $DEVICE at $ADDRESS with $TOKEN; the body is on stdout
//	token file                       makes the text of a file the TOKEN
//	background name args…            starts a mockpass that ends with the script
//	await name regexp                waits until a line of it matches
func TestCtl(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/ctl",
		RequireExplicitExec: true,
		Setup:               func(e *testscript.Env) error { e.Values[runningKey{}] = map[string]*bufio.Scanner{}; return nil },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"mock": startMock, "call": call, "token": token, "background": background, "await": await,
		},
	})
}

type runningKey struct{}

// launch starts a mockpass that ends with the script, and reads what it prints.
func launch(ts *testscript.TestScript, args ...string) *bufio.Scanner {
	path := ""
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(dir, "mockpass")); err == nil {
			path = filepath.Join(dir, "mockpass")
			break
		}
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "MOCKPASS_CONTROL="+ts.Getenv("MOCKPASS_CONTROL"), "MOCKPASS_TOKEN="+ts.Getenv("MOCKPASS_TOKEN"))
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 16<<20)
	return lines
}

func startMock(ts *testscript.TestScript, _ bool, args []string) {
	lines := launch(ts, append([]string{"serve", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"}, args...)...)
	address := regexp.MustCompile(`http://\S+`)
	var urls []string
	for len(urls) < 2 && lines.Scan() {
		urls = append(urls, address.FindAllString(lines.Text(), -1)...)
	}
	if len(urls) < 2 {
		ts.Fatalf("the mock has told %q", urls)
	}
	ts.Setenv("API", urls[0])
	ts.Setenv("MOCKPASS_CONTROL", urls[1])
}

func call(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: call status method path [body]")
	}
	body, kind := strings.Join(args[3:], " "), "application/x-www-form-urlencoded"
	if strings.HasPrefix(body, "{") {
		kind = "application/json"
	}
	r, err := http.NewRequest(args[1], ts.Getenv("API")+args[2], strings.NewReader(body))
	ts.Check(err)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(ts.Getenv("TOKEN")))
	r.Header.Set("AP-Device-Identifier", "fingerprint "+base64.StdEncoding.EncodeToString([]byte(ts.Getenv("DEVICE"))))
	r.Header.Set("X-Device-Info", "e30=")
	if address := ts.Getenv("ADDRESS"); address != "" {
		r.Header.Set("X-Forwarded-For", address)
	}
	response, err := http.DefaultClient.Do(r)
	ts.Check(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	ts.Check(err)
	_, err = ts.Stdout().Write(text)
	ts.Check(err)
	if want, _ := strconv.Atoi(args[0]); response.StatusCode != want {
		ts.Fatalf("%s %s: got %d %s, want %s", args[1], args[2], response.StatusCode, text, args[0])
	}
}

func background(ts *testscript.TestScript, _ bool, args []string) {
	ts.Value(runningKey{}).(map[string]*bufio.Scanner)[args[0]] = launch(ts, args[1:]...)
}

func await(ts *testscript.TestScript, _ bool, args []string) {
	lines, want := ts.Value(runningKey{}).(map[string]*bufio.Scanner)[args[0]], regexp.MustCompile(args[1])
	for lines.Scan() {
		if want.MatchString(lines.Text()) {
			return
		}
	}
	ts.Fatalf("%s has ended without %q", args[0], args[1])
}

// TestCtl_DirectsEverything compares the flags of mockpass ctl direct with what a
// direction can say.
func TestCtl_DirectsEverything(t *testing.T) {
	t.Parallel()
	direct := find(t, newRoot(), "ctl", "direct")
	var fields []reflect.StructField
	for _, typ := range []reflect.Type{reflect.TypeFor[stage.Direction](), reflect.TypeFor[stage.Match](), reflect.TypeFor[stage.Do]()} {
		fields = append(fields, reflect.VisibleFields(typ)...)
	}
	capital := regexp.MustCompile(`([a-z])([A-Z])`)
	for _, f := range fields {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Type.Kind() == reflect.Struct || name == "id" {
			continue
		}
		name = strings.ToLower(capital.ReplaceAllString(strings.ReplaceAll(name, "mvpds", "mvpd"), "$1-$2"))
		if f.Type.Kind() == reflect.Slice {
			name = strings.TrimSuffix(name, "s") // a flag that can be given several times
		}
		if direct.Flags().Lookup(name) == nil {
			t.Errorf("a direction can say %s, and mockpass ctl direct has no --%s", f.Name, name)
		}
	}
}

func find(t *testing.T, root *cobra.Command, path ...string) *cobra.Command {
	t.Helper()
	cmd, _, err := root.Find(path)
	if err != nil {
		t.Fatal(err)
	}
	return cmd
}

// TestCtl_HelpHasExamples walks all commands below mockpass ctl.
func TestCtl_HelpHasExamples(t *testing.T) {
	t.Parallel()
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		if cmd.Example == "" || cmd.Short == "" {
			t.Errorf("%s has no example, or does not say what it does", cmd.CommandPath())
		}
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(find(t, newRoot(), "ctl"))
}

func TestCell_SteersNoTerminal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "-", "tv": "tv", "Provider & Söhne": "Provider & Söhne", "a\x1b[31mb": `"a\x1b[31mb"`, "a\tb\n": `"a\tb\n"`, "\xff": `"\xff"`, "a\u202eb": `"a\u202eb"`,
	} {
		if got := cell(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func token(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv("TOKEN", strings.TrimSpace(ts.ReadFile(args[0])))
}
