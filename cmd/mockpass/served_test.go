package main

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// A served is a mockpass serve under way.
type served struct {
	*exec.Cmd
	urls    []string // of the listeners in their order, the control API last
	lines   chan string
	mistake *buffer
}

// serve starts mockpass serve with control on a free port. It returns when that answers.
func serve(t testing.TB, args ...string) *served {
	t.Helper()
	path, err := exec.LookPath("mockpass") // testscript.Main has put it there
	if err != nil {
		t.Fatal(err)
	}
	return serveWith(t, path, args...)
}

func serveWith(t testing.TB, program string, args ...string) *served {
	t.Helper()
	s := &served{Cmd: exec.Command(program, append([]string{"serve", "--control", "127.0.0.1:0"}, args...)...), lines: make(chan string, 100), mistake: newBuffer()}
	out, err := s.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.Stderr = s.mistake
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(s.lines)
		for in := bufio.NewScanner(out); in.Scan(); {
			s.lines <- in.Text()
		}
	}()
	t.Cleanup(func() {
		s.end()
		if t.Failed() {
			t.Logf("it wrote %s", s.mistake)
		}
	})
	for line := range s.lines {
		if _, url, ok := strings.Cut(line, " at "); ok {
			s.urls = append(s.urls, url)
		}
		if strings.HasPrefix(line, "control API at") {
			return s
		}
	}
	t.Fatalf("it ended: %s", s.mistake)
	return nil
}

// end kills the process, if it has not ended, and waits for it.
func (s *served) end() {
	_ = s.Process.Kill()
	for range s.lines { // Wait closes the pipe, so it comes after the last line
	}
	_ = s.Wait()
}

// await reads lines until one begins like that.
func (s *served) await(t *testing.T, prefix string) string {
	t.Helper()
	for line := range s.lines {
		if strings.HasPrefix(line, prefix) {
			return line
		}
	}
	t.Fatalf("it ended before it wrote %q: %s", prefix, s.mistake)
	return ""
}

// control asks the control API.
func (s *served) control(t *testing.T, path string) (int, string) {
	t.Helper()
	return get(t, http.DefaultClient, s.urls[len(s.urls)-1]+path)
}

func get(t testing.TB, c *http.Client, url string) (int, string) {
	t.Helper()
	r, err := c.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(body)
}

// A buffer keeps what a process writes to its standard error, and hands out its lines
// as they come.
type buffer struct {
	mu    sync.Mutex
	all   bytes.Buffer
	lines chan string
	rest  []byte
}

func newBuffer() *buffer { return &buffer{lines: make(chan string, 1000)} }

// Write implements io.Writer.
func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all.Write(p)
	b.rest = append(b.rest, p...)
	for {
		line, rest, ok := bytes.Cut(b.rest, []byte("\n"))
		if !ok {
			return len(p), nil
		}
		b.lines <- string(line)
		b.rest = rest
	}
}

// next waits for a line.
func (b *buffer) next(t *testing.T) string {
	t.Helper()
	select {
	case line := <-b.lines:
		return line
	case <-t.Context().Done():
		t.Fatal("no line came")
		return ""
	}
}

// String is all that was written.
func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all.String()
}
