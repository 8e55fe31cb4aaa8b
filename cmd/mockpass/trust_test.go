package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/passproof/passproof/house/installed"
)

// clients are programs that call a URL and write the status of the answer, by the
// labels of the instructions of mockpass ca.
var clients = map[string]struct {
	needs  string // the program without which the test makes no sense
	script string // for sh; $1 is the URL
}{
	"Go":     {"mockpass", `mockpass health "$1"`}, // says: answers 401 Unauthorized
	"Node":   {"node", `node -e 'fetch(process.argv[1]).then(r => console.log(r.status), e => console.log(e.cause.code))' "$1"`},
	"Python": {"python3", `python3 -c 'import sys, urllib.request, urllib.error` + "\n" + `try: urllib.request.urlopen(sys.argv[1])` + "\n" + `except urllib.error.HTTPError as e: print(e.code)' "$1"`},
	"Java":   {"javac", `[ -f Client.class ] || javac Client.java; java Client "$1"`},
	"curl":   {"curl", ``}, // its line is a call
}

const javaClient = `import java.net.URI;
import java.net.http.*;

class Client {
    public static void main(String[] args) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(args[0])).build();
        System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
    }
}
`

// TestTrust follows the instructions of mockpass ca to the letter, in each language
// that is here: with them the client gets an answer, and without them it gets none.
func TestTrust(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "an authority")
	printed, err := exec.Command("mockpass", "ca", "--dir", dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, printed)
	}
	s := serve(t, "--listen", "https://localhost:0", "--ca", dir)
	url := s.urls[0] + "/api/v2/REF30/configuration"
	for label, client := range clients {
		t.Run(label, func(t *testing.T) {
			t.Parallel()
			installed.Program(t, client.needs)
			work := t.TempDir()
			if err := os.WriteFile(filepath.Join(work, "Client.java"), []byte(javaClient), 0o600); err != nil {
				t.Fatal(err)
			}
			steps := instructed(string(printed), label)
			if label == "curl" {
				if out := shell(t, work, strings.Replace(steps, "https://127.0.0.1:8443/", "-s -o /dev/null -w '%{http_code}' "+url, 1), url); out != "401" {
					t.Errorf("%s wrote %s", steps, out)
				}
				return
			}
			if out := shell(t, work, client.script, url); strings.Contains(out, "401") {
				t.Fatalf("it trusts whoever comes: %s", out)
			}
			if out := shell(t, work, steps+"\n"+client.script, url); !strings.Contains(out, "401") {
				t.Errorf("with\n%s\nit wrote %s", steps, out)
			}
		})
	}
}

// instructed are the lines for a label; a line without one belongs to that above it.
func instructed(printed, label string) string {
	m := regexp.MustCompile(`(?m)^  ` + label + ` +(.*\n(?: {12}.*\n)*)`).FindStringSubmatch(printed)
	if m == nil {
		return "false # mockpass ca says nothing of " + label
	}
	return m[1]
}

// shell runs a script and returns what it writes; that it fails is what it writes.
func shell(t *testing.T, dir, script, url string) string {
	t.Helper()
	cmd := exec.Command("sh", "-c", script, "sh", url)
	cmd.Dir = dir
	for _, v := range os.Environ() { // the machine's own trust must not help
		if name, _, _ := strings.Cut(v, "="); name != "SSL_CERT_FILE" && name != "NODE_EXTRA_CA_CERTS" && name != "JAVA_TOOL_OPTIONS" && name != "REQUESTS_CA_BUNDLE" && !strings.HasSuffix(strings.ToLower(name), "_proxy") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	out, err := cmd.CombinedOutput()
	t.Logf("%s\n%s%v", script, out, err)
	return string(out)
}
