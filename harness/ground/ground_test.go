//go:build linux

package ground

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/passproof/passproof/harness/network"
	"github.com/passproof/passproof/house/installed"
	"github.com/passproof/passproof/mockpass/ca"
	"github.com/passproof/passproof/mockpass/journal"
)

const name = "api.auth.adobe.com"

// TestMain plays the programs that sites start.
func TestMain(m *testing.M) {
	if len(os.Args) < 4 || os.Args[2] != "--resolv" {
		os.Exit(m.Run())
	}
	var err error
	switch os.Args[1] {
	case "within":
		err = Within(os.Args[3], os.Args[5:])
	case "hold":
		err = Hold(context.Background(), os.Args[3], os.Stdin, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// opened is a network on a ground, with Adobe Pass behind it that says hello.
func opened(t *testing.T, site network.Site) (*network.Network, network.Attachment, string, <-chan journal.Entry) {
	t.Helper()
	authority, err := ca.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	certificates, err := network.NewCertificates(authority, time.Now(), []string{name})
	if err != nil {
		t.Fatal(err)
	}
	trusted := t.TempDir() + "/ca.pem"
	if err := os.WriteFile(trusted, authority.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	g, at, err := site.Ground(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	funnel, entries := network.NewFunnel(), make(chan journal.Entry, 100)
	var number atomic.Uint64
	server := &http.Server{
		Handler:           network.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") })),
		ConnContext:       func(ctx context.Context, c net.Conn) context.Context { return network.Attach(ctx, c, number.Add(1)) },
		ReadHeaderTimeout: time.Minute,
	}
	n, err := network.Open(network.Config{
		Name: "n1", Ground: g, Owns: func(n string) bool { return n == name }, Certificates: certificates, Serve: funnel.Take, Now: time.Now,
		Record: func(e journal.Entry) { entries <- e },
	})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(funnel)
	}()
	t.Cleanup(func() {
		if err := n.Close(); err != nil {
			t.Error(err)
		}
		_, _ = server.Close(), funnel.Close()
		<-ended
	})
	return n, at, trusted, entries
}

// calls lets a real client of another process call Adobe Pass by name.
func calls(t *testing.T, at network.Attachment, trusted string) string {
	t.Helper()
	command := at.Command(t.TempDir(), []string{installed.Program(t, "curl"), "-sS", "--noproxy", "*", "--max-time", "20", "--cacert", trusted, "https://" + name + "/"})
	out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s", err, out)
	}
	return string(out)
}

// evidence wants a query and a connection that belong together.
func evidence(t *testing.T, entries <-chan journal.Entry) {
	t.Helper()
	var q *journal.Query
	for {
		select {
		case e := <-entries:
			switch e := e.(type) {
			case *journal.Query:
				if e.Type == "A" {
					q = e
				}
			case *journal.Connection:
				if q == nil || len(q.Addresses) != 1 || q.Addresses[0] != e.To.Addr() || e.Outcome != journal.Ready || e.ServerName != name || e.To.Port() != 443 {
					t.Errorf("query %+v and connection %+v do not belong together", q, e)
				}
				return
			}
		case <-time.After(20 * time.Second):
			t.Fatal("nothing is recorded")
		}
	}
}

func host(t *testing.T) *Host {
	t.Helper()
	h, err := NewHost(t.Context(), []string{os.Args[0], "within"}, t.TempDir())
	if err != nil {
		t.Skipf("this machine has no such site: %v", err)
	}
	return h
}

func TestHost(t *testing.T) {
	t.Parallel()
	h := host(t)
	before, _ := os.ReadFile(resolvConf)
	_, at, trusted, entries := opened(t, h)
	if got := calls(t, at, trusted); got != "hello" {
		t.Errorf("got %q", got)
	}
	evidence(t, entries)
	if after, _ := os.ReadFile(resolvConf); string(after) != string(before) {
		t.Errorf("the machine's resolv.conf has changed: %s", after)
	}
}

func TestHost_NetworksHaveBlocksOfTheirOwn(t *testing.T) {
	t.Parallel()
	h := host(t)
	one, _, _, _ := opened(t, h)
	two, _, _, _ := opened(t, h)
	if one.Ground.Pool.Overlaps(two.Ground.Pool) || !one.Ground.Pool.Contains(one.Ground.Nameserver) || !one.Ground.Nameserver.IsLoopback() {
		t.Errorf("%v and %v", one.Ground.Pool, two.Ground.Pool)
	}
}

func TestHost_WithinKeepsTheExitCode(t *testing.T) {
	t.Parallel()
	_, at, _, _ := opened(t, host(t))
	command := at.Command("/", []string{"sh", "-c", "cat /etc/resolv.conf; exit 7"})
	cmd := exec.Command(command[0], command[1:]...)
	out, _ := cmd.Output()
	if cmd.ProcessState.ExitCode() != 7 || !strings.Contains(string(out), "nameserver 127.") {
		t.Errorf("%s: %s", cmd.ProcessState, out)
	}
}

func TestApart(t *testing.T) {
	t.Parallel()
	a, err := NewApart(t.Context(), []string{os.Args[0], "hold"}, t.TempDir())
	if err != nil {
		t.Skipf("this machine has no such site: %v", err)
	}
	n, at, trusted, entries := opened(t, a)
	if got := calls(t, at, trusted); got != "hello" {
		t.Errorf("got %q", got)
	}
	evidence(t, entries)
	folder := t.TempDir()
	command := at.Command(folder, []string{"sh", "-c", "pwd; id -u; ls /sys/class/net 2>/dev/null; exec sleep 60"})
	cmd := exec.Command(command[0], command[1:]...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	text := make([]byte, 256)
	read, _ := out.Read(text)
	if got := string(text[:read]); !strings.HasPrefix(got, folder+"\n") {
		t.Errorf("it runs in %q, not in %s", got, folder)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if c, err := n.Ground.Dial(t.Context(), "tcp", "127.0.0.1:443"); err != nil {
		t.Errorf("the harness cannot dial there: %v", err)
	} else {
		_ = c.Close()
	}
}

func TestPlainHosts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"hosts: files dns\n":                           "hosts: files dns\n",
		"passwd: files\nhosts: files resolve [!x] dns": "passwd: files\nhosts: files dns",
		"hosts:\tfiles   dns # as ever":                "hosts:\tfiles   dns # as ever",
	} {
		if got, changed := plainHosts(text); got != want || changed != (got != text) {
			t.Errorf("%q: %q, %t", text, got, changed)
		}
	}
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	if got := blockAt(0).String(); got != "127.64.0.0/22" {
		t.Errorf("first block %s", got)
	}
	if got := blockAt(blocks - 1).String(); got != "127.127.252.0/22" {
		t.Errorf("last block %s", got)
	}
}
