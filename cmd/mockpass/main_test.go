package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"mockpass": main})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Cmds: map[string]func(*testscript.TestScript, bool, []string){"serves": serves}})
}

// serves starts mockpass serve on free ports, asks both listeners, and ends it politely.
func serves(ts *testscript.TestScript, _ bool, args []string) {
	path, err := exec.LookPath("mockpass")
	if err != nil {
		path = ts.Getenv("PATH") // scripts have a PATH of their own
		for _, dir := range strings.Split(path, ":") {
			if _, err := os.Stat(dir + "/mockpass"); err == nil {
				path = dir + "/mockpass"
				break
			}
		}
	}
	cmd := exec.Command(path, append([]string{"serve", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"}, args...)...)
	cmd.Dir = ts.MkAbs(".")
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	defer func() { _ = cmd.Process.Kill() }()
	address := regexp.MustCompile(`http://\S+`)
	var urls []string
	for lines := bufio.NewScanner(out); len(urls) < 2 && lines.Scan(); {
		urls = append(urls, address.FindAllString(lines.Text(), -1)...)
	}
	if len(urls) != 2 {
		ts.Fatalf("it told %d addresses", len(urls))
	}
	for url, want := range map[string]string{urls[0] + "/api/v2/REF30/configuration": "invalid_access_token_client_application", urls[1] + "/control/v1/health": `"status":"up"`} {
		r, err := http.Get(url)
		ts.Check(err)
		body, err := io.ReadAll(r.Body)
		ts.Check(err)
		_ = r.Body.Close()
		if !strings.Contains(string(body), want) {
			ts.Fatalf("%s answered %s, want %s", url, body, want)
		}
	}
	ts.Check(cmd.Process.Signal(os.Interrupt))
	if err := cmd.Wait(); err != nil {
		ts.Fatalf("it did not end politely: %v", err)
	}
}
