package mockpass_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestTranscripts plays the conversations of testdata/transcripts. In them
//
//	## S001 V058 title   begins a conversation with a mock, a clock and a client of its own;
//	                     it proves the rows S001 and V058 of the tables in testdata
//	* config {...}       first: the configuration
//	* client a b c       goes on as the client a of application b on device c
//	* login MVPD account a session is created and its viewer signs in
//	* sign in account    the viewer of the last code signs in
//	* decline            the viewer of the last code is turned down
//	* advance 31m        time passes
//	* direct {...}       a direction is set
//	* degrade {...}      a rule of degraded access is set, {rule} is its ID
//	* restore {rule}     it is taken back
//	* configure {...}    another configuration takes the place of the one before
//	* identity subject   the client sends the AD-Service-Token of a user from now on
//	* framework MVPD account  the client sends the status of Apple's framework, whose user is
//	                     signed in; {saml} is its response to the last authenticationRequest
//	* header Name: value the client sends a header from now on; without a value it sends it no more
//	* token text         the client bears another token
//	> GET /path body     a request
//	< 200 {...}          its answer: the members that must be there, null for those that must not
//	<= 200 {...}         its answer: these members and no others, at every level; null is null
//	< 400 some_code      its answer: an error
//	< 302 Location URL   its answer sends a browser elsewhere; with <= the query has no further parameters
//	< 429 page text      its answer: a page that has the text in it
//	<h Name: value       the answer before has the header; without a value it has not
//
// In requests and answers {code}, {before}, {client}, {secret}, {in 5m} (the instant
// in five minutes, in milliseconds),
// {statement name}, {base64 text} and {jwt claims} are filled in. In answers "*" is any value,
// "*text" a text that is not empty, "*number" a number, "*uuid" a UUID and a text
// with a * within begins and ends so.
//
// An answer that departs from the documents fails the test, whatever is expected,
// and so does an error that is not as in the catalogue.
func TestTranscripts(t *testing.T) {
	for _, c := range conversations(t, "testdata/transcripts") {
		c.run(t)
	}
}

// A conversation is one part of a file that begins with ##.
type conversation struct {
	file  string
	rows  []string // of the tables: S001, V058, D05
	title string   // without the rows
	lines []located
}

// A located line is told with its place when it fails.
type located struct{ at, text string }

// rowForm is how rows of the tables are called.
var rowForm = regexp.MustCompile(`^([SV]\d{3}|D\d{2})[a-c]?$`)

// conversations are those of a folder, in the order of files and lines.
func conversations(t *testing.T, dir string) []*conversation {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var out []*conversation
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			at := fmt.Sprintf("%s:%d", filepath.Base(file), i+1)
			title, begins := strings.CutPrefix(line, "## ")
			switch {
			case begins:
				out = append(out, titled(filepath.Base(file), title))
			case line == "" || strings.HasPrefix(line, "# "):
			case len(out) == 0 || out[len(out)-1].file != filepath.Base(file):
				t.Fatalf("%s: no conversation has begun here; begin one with ##", at)
			default:
				c := out[len(out)-1]
				c.lines = append(c.lines, located{at, line})
			}
		}
	}
	return out
}

func titled(file, text string) *conversation {
	c := &conversation{file: file}
	words := strings.Fields(text)
	for len(words) > 0 && rowForm.MatchString(words[0]) {
		c.rows, words = append(c.rows, words[0]), words[1:]
	}
	c.title = strings.Join(words, " ")
	return c
}

// name is what the conversation is called as a test.
func (c *conversation) name() string {
	return strings.TrimSpace(strings.Join(c.rows, " ") + " " + c.title)
}

func (c *conversation) run(t *testing.T) {
	t.Run(c.name(), func(t *testing.T) {
		t.Parallel()
		p := newPlayer(t, c.lines)
		for _, line := range c.lines {
			p.at = line.at
			p.play(line.text)
		}
		if p.answer != nil {
			t.Errorf("%s: the request has no expected answer", p.at)
		}
	})
}
