package container

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/leftovers"
	"github.com/passproof/passproof/harness/network"
	"github.com/passproof/passproof/harness/subject"
	"github.com/passproof/passproof/mockpass/ca"
	"github.com/passproof/passproof/mockpass/journal"
)

// needEngine skips a test where no container engine answers, unless .ci/engine has
// started one: then there is none to be missing.
func needEngine(t *testing.T) *engine {
	t.Helper()
	e, err := connect(context.Background())
	if err == nil {
		t.Cleanup(func() { _ = e.provider.Close() })
		return e
	}
	if os.Getenv("PASSPROOF_ENGINE") == "required" {
		t.Fatal(err)
	}
	t.Skipf("%v; .ci/engine go test ./harness/subject/container starts one", err)
	return nil
}

// programs are built once for all tests: passproof, and the service in testdata/service.
var programs = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "passproof-test-")
	if err != nil {
		return "", err
	}
	for _, p := range []string{"../../../cmd/passproof", "./testdata/service"} {
		cmd := exec.Command("go", "build", "-o", dir+"/", p)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
		if out, err := cmd.CombinedOutput(); err != nil {
			return dir, fmt.Errorf("%w: %s", err, out)
		}
	}
	if e, err := connect(context.Background()); err == nil { // once, and not by all tests at once
		defer func() { _ = e.provider.Close() }()
		if _, err := e.companionImage(context.Background(), filepath.Join(dir, "passproof")); err != nil {
			return dir, err
		}
	}
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "own"), 0o755), os.WriteFile(filepath.Join(dir, "own", "file"), nil, 0o600)); err != nil {
		return dir, err
	}
	return dir, os.WriteFile(filepath.Join(dir, "Dockerfile"), []byte(dockerfile), 0o600)
})

// dockerfile is of an image that runs as somebody without rights.
const dockerfile = `FROM scratch
COPY service /service
COPY --chown=65532:65532 own /own
USER 65532:65532
EXPOSE 8080/tcp
ENTRYPOINT ["/service"]
`

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, _ := programs(); dir != "" && code >= 0 {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

// stage is a site with Adobe Pass in it, as far as the service asks for it.
type stage struct {
	*Site
	registry *network.Registry
	file     *config.File
	log      *lines
	entries  chan journal.Entry
}

// lines is a log that can be read while it is written.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func described(t *testing.T) *config.File {
	t.Helper()
	dir, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	return &config.File{Path: filepath.Join(dir, "passproof.yaml"), Subject: config.Subject{
		Name: "test", Container: config.Container{Dockerfile: "Dockerfile", State: "/state"}, Ready: "GET /healthz",
		StartTimeout: 30 * time.Second, StopTimeout: 5 * time.Second, Replicas: 1,
		Env: map[string]string{"LISTEN": "{{.Listen}}", "STATE": "{{.StateDir}}", "ADOBE": "{{.AdobePassURL}}"},
	}}
}

// begin begins a run that ends with the test.
func begin(t *testing.T) *leftovers.Run {
	t.Helper()
	dir, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	run, err := leftovers.Begin(filepath.Join(dir, "passproof"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := run.Close(); err != nil {
			t.Error(err)
		}
	})
	return run
}

func open(t *testing.T, file *config.File) *stage {
	t.Helper()
	e := needEngine(t)
	dir, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	authority, err := ca.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{file: file, log: &lines{}, entries: make(chan journal.Entry, 100)}
	run := begin(t)
	s.Site, err = Open(context.Background(), Options{File: file, Program: filepath.Join(dir, "passproof"), Run: run, Authority: authority.PEM(), Log: s.log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if n, err := e.count(context.Background(), s.share.Run); n != 0 || err != nil {
			t.Errorf("%d things are left in the engine, %v", n, err)
		}
	})
	s.registry = adobe(t, s, authority)
	return s
}

// adobe is Adobe Pass for the networks of a site: it says hello.
func adobe(t *testing.T, s *stage, authority *ca.Authority) *network.Registry {
	t.Helper()
	certificates, err := network.NewCertificates(authority, time.Now(), ca.AdobeHosts())
	if err != nil {
		t.Fatal(err)
	}
	funnel := network.NewFunnel()
	var number atomic.Uint64
	server := &http.Server{
		Handler:           network.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprint(w, "hello at ", r.Host, r.URL) })),
		ConnContext:       func(ctx context.Context, c net.Conn) context.Context { return network.Attach(ctx, c, number.Add(1)) },
		ReadHeaderTimeout: time.Minute,
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(funnel)
	}()
	r := network.NewRegistry(s, network.Config{
		Owns: func(n string) bool { return slices.Contains(ca.AdobeHosts(), n) }, Certificates: certificates, Serve: funnel.Take, Now: time.Now,
		Record: func(e journal.Entry) { s.entries <- e },
	})
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		_, _ = server.Close(), funnel.Close()
		<-ended
	})
	return r
}

// place is where one more instance can be.
func (s *stage) place(t *testing.T) (Place, *network.Network) {
	t.Helper()
	n, at, err := s.registry.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return Place{Share: s.Share(), At: at, Reach: func(_ context.Context, address string) (string, error) { return s.registry.Reach(at.Network, address) }}, n
}

// start starts the service.
func (s *stage) start(t *testing.T) (subject.Subject, *network.Network) {
	t.Helper()
	p, n := s.place(t)
	one, err := New(context.Background(), s.file, subject.Environment{AdobePassURL: "https://api.auth.adobe.com"}, p, s.log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := one.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := one.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	return one, n
}

func ask(t *testing.T, base, path string) string {
	t.Helper()
	caller := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: time.Minute}
	r, err := caller.Get(base + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	text, _ := io.ReadAll(r.Body)
	return string(text)
}

func TestService_KeepsItsVolumeAndNothingElse(t *testing.T) {
	t.Parallel()
	s := open(t, described(t))
	one, _ := s.start(t)
	if got := ask(t, one.Address(), "/starts"); got != "volume x, elsewhere x" {
		t.Errorf("first: %s", got)
	}
	if err := one.Restart(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, one.Address(), "/starts"); got != "volume xx, elsewhere x" {
		t.Errorf("after a restart: %s", got)
	}
	select {
	case <-one.Ended():
		t.Errorf("a wanted end was told as unwanted: %s", one.Outcome())
	default:
	}
	if log := s.log.String(); strings.Count(log, "listening on 0.0.0.0:8080") != 2 || !strings.Contains(log, "ends") {
		t.Errorf("its log is %s", log)
	}
}

func TestService_Replicas(t *testing.T) {
	t.Parallel()
	f := described(t)
	f.Subject.Replicas = 2
	one, _ := open(t, f).start(t)
	seen := map[string]int{}
	for range 4 {
		seen[ask(t, one.Address(), "/self")]++
	}
	if len(seen) != 2 {
		t.Errorf("calls went to %v, not to two in turns", seen)
	}
	if got := ask(t, one.Address(), "/starts"); !strings.HasPrefix(got, "volume xx,") {
		t.Errorf("the volume is not shared: %s", got)
	}
}

func TestService_TellsThatItEndedByItself(t *testing.T) {
	t.Parallel()
	one, _ := open(t, described(t)).start(t)
	go func() { _, _ = http.Get(one.Address() + "/die") }()
	<-one.Ended()
	if !strings.Contains(one.Outcome(), "ended by itself: exit status 3") {
		t.Errorf("outcome %q", one.Outcome())
	}
}

func TestService_StartErrors(t *testing.T) {
	t.Parallel()
	s := open(t, described(t))
	for name, c := range map[string]struct {
		change func(*config.File)
		wants  []string
	}{
		"ends at once":    {func(f *config.File) { f.Subject.Env["FAIL"] = "cannot read the key file" }, []string{"ended while it was starting: exit status 7", "cannot read the key file", "docker run passproof-subject:at-test"}},
		"on loopback":     {func(f *config.File) { f.Subject.Env["LISTEN"] = "127.0.0.1:8080" }, []string{"was not ready on port 8080 of its container", "0.0.0.0"}},
		"without a check": {func(f *config.File) { f.Subject.Env["LISTEN"], f.Subject.Ready = "127.0.0.1:8080", "" }, []string{"was not ready on port 8080 of its container"}},
		"no such command": {func(f *config.File) { f.Subject.Files = map[string]string{"/x": "nowhere"} }, []string{"subject.files", "nowhere"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := described(t)
			f.Subject.StartTimeout = 3 * time.Second
			c.change(f)
			p, _ := s.place(t)
			one, err := New(context.Background(), f, subject.Environment{AdobePassURL: "https://api.auth.adobe.com"}, p, nil)
			if err != nil {
				t.Fatal(err)
			}
			err = one.Start(context.Background())
			var start *subject.StartError
			if !errors.As(err, &start) {
				t.Fatalf("error %v is no StartError", err)
			}
			for _, want := range c.wants {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not say %q", err, want)
				}
			}
			if err := one.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestService_AnInterruptIsNotHeldUp(t *testing.T) {
	t.Parallel()
	f := described(t)
	f.Subject.Env["STUBBORN"], f.Subject.StopTimeout = "1", time.Hour
	one, _ := open(t, f).start(t)
	ctx, stop := context.WithCancelCause(context.Background())
	stop(errors.New("somebody pressed a key"))
	for name, err := range map[string]error{"restart": one.Restart(ctx), "start": one.Start(ctx)} {
		if err == nil || !strings.Contains(err.Error(), "cut short: somebody pressed a key") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The service runs with its production configuration: Adobe's name, HTTPS, and an
// authority that it was told of.
func TestService_FindsAdobePassByName(t *testing.T) {
	t.Parallel()
	f := described(t)
	s := open(t, f)
	one, n := s.start(t)
	n.Set(network.Settings{TTL: time.Second, Close: true})
	for range 2 {
		if got := ask(t, one.Address(), "/adobe"); got != "hello at api.auth.adobe.com/there" {
			t.Fatal(got)
		}
	}
	var q *journal.Query
	var c *journal.Connection
	for c == nil {
		switch e := (<-s.entries).(type) {
		case *journal.Query:
			if e.Type == "A" {
				q = e
			}
		case *journal.Connection:
			c = e
		}
	}
	if q == nil || len(q.Addresses) != 1 || q.Addresses[0] != c.To.Addr() || c.Outcome != journal.Ready || c.ServerName != "api.auth.adobe.com" {
		t.Errorf("query %+v and connection %+v do not belong together", q, c)
	}
	_ = n.Ground.Packets.SetReadDeadline(time.Now().Add(-time.Second)) // as when nobody asks for long
	if got := ask(t, one.Address(), "/adobe"); got != "hello at api.auth.adobe.com/there" {
		t.Errorf("later: %s", got)
	}
	if err := n.Present(journal.UnknownAuthority); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, one.Address(), "/adobe"); !strings.Contains(got, "certificate signed by unknown authority") {
		t.Errorf("a stranger's certificate: %s", got)
	}
	if err := n.Present(""); err != nil {
		t.Fatal(err)
	}
	n.Move(network.Refusing)
	if got := ask(t, one.Address(), "/adobe"); got != "hello at api.auth.adobe.com/there" {
		t.Errorf("after the data centre has moved: %s", got)
	}
}

// What a data centre does arrives in the container as it is: a reset as a reset, and
// silence as silence. A reset may come before the client knows that it is connected.
func TestService_MeetsDataCentres(t *testing.T) {
	t.Parallel()
	s := open(t, described(t))
	one, n := s.start(t)
	for _, c := range []struct {
		state     network.State
		long, met string
	}{{network.Refusing, "20s", "connection reset by peer"}, {network.Silent, "500ms", "i/o timeout"}} {
		if got := ask(t, one.Address(), "/adobe"); got != "hello at api.auth.adobe.com/there" {
			t.Fatal(got)
		}
		var at string
		for at == "" {
			if q, ok := (<-s.entries).(*journal.Query); ok && q.Type == "A" {
				at = q.Addresses[0].String()
			}
		}
		n.Move(c.state)
		if got := ask(t, one.Address(), "/dial?at="+at+":443&for="+c.long); !strings.HasSuffix(got, c.met) || c.state == network.Silent && !strings.HasPrefix(got, "read: ") {
			t.Errorf("a data centre that is %s: %s", c.state, got)
		}
	}
}

func TestService_Files(t *testing.T) {
	t.Parallel()
	f := described(t)
	f.Subject.Files = map[string]string{"/etc/deep/service.yaml": "Dockerfile"}
	s := open(t, f)
	one, _ := s.start(t)
	if got := ask(t, one.Address(), "/file?path=/etc/deep/service.yaml"); got != dockerfile {
		t.Errorf("the file is %q", got)
	}
	if got := ask(t, one.Address(), "/file?path=/passproof/ca.pem"); !strings.HasPrefix(got, "-----BEGIN CERTIFICATE-----") {
		t.Errorf("the authority is %q", got)
	}
}

// Nobody but the harness reaches the service: not even the machine of the engine has a
// port for it.
func TestService_PublishesNothing(t *testing.T) {
	t.Parallel()
	s := open(t, described(t))
	s.start(t)
	all, err := s.engine.ContainerList(context.Background(), client.ContainerListOptions{Filters: make(client.Filters).Add("label", Label+"="+s.share.Run)})
	if err != nil || len(all.Items) != 2 {
		t.Fatalf("%d containers, %v", len(all.Items), err)
	}
	for _, c := range all.Items {
		for _, p := range c.Ports {
			if p.PublicPort != 0 {
				t.Errorf("%s has the port %+v", c.Image, p)
			}
		}
		if c.NetworkSettings == nil || len(c.NetworkSettings.Networks) != 1 {
			t.Errorf("%s is in the networks %+v", c.Image, c.NetworkSettings)
		}
	}
	left, err := s.engine.NetworkList(context.Background(), client.NetworkListOptions{Filters: make(client.Filters).Add("name", "reaper_default")})
	if err != nil || len(left.Items) > 0 {
		t.Errorf("a network that nobody removes was made: %+v, %v", left.Items, err)
	}
}

// What a run leaves in the engine whose process was killed is removed by the sweeper.
func TestSweep(t *testing.T) {
	t.Parallel()
	f := described(t)
	s := open(t, f)
	s.start(t)
	if n, err := s.engine.count(context.Background(), s.share.Run); n < 4 || err != nil { // network, companion, service, volume
		t.Fatalf("there are %d things, %v", n, err)
	}
	if n, err := Sweep(context.Background(), s.share.Run); n < 4 || err != nil {
		t.Errorf("%d things were found, %v", n, err)
	}
	if n, err := s.engine.count(context.Background(), s.share.Run); n != 0 || err != nil {
		t.Errorf("%d things are left, %v", n, err)
	}
}

func TestOpen_Errors(t *testing.T) {
	t.Parallel()
	needEngine(t)
	dir, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "Broken"), []byte("FROM scratch\nCOPY nothing /nothing\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(*config.File)
		want   string
	}{
		"no such image": {func(f *config.File) { f.Subject.Dockerfile, f.Subject.Image = "", "localhost:1/nobody/has:this" }, "docker pull localhost:1/nobody/has:this"},
		"cannot build":  {func(f *config.File) { f.Subject.Dockerfile = "Broken" }, "try it by hand: docker build"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := described(t)
			c.change(f)
			_, err := Open(context.Background(), Options{File: f, Program: filepath.Join(dir, "passproof"), Run: begin(t), Log: io.Discard})
			var start *subject.StartError
			if !errors.As(err, &start) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// Images of companions are forgotten in time.
func TestForget(t *testing.T) {
	t.Parallel()
	e := needEngine(t)
	dir, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	archive, err := archiveOf([]file{{"Dockerfile", []byte("FROM scratch\nCOPY file /file\n"), 0o644}, {"file", []byte(dir), 0o644}})
	if err != nil {
		t.Fatal(err)
	}
	const repository = "passproof-test-forget"
	image, err := e.provider.BuildImage(ctx, &testcontainers.ContainerRequest{FromDockerfile: testcontainers.FromDockerfile{
		ContextArchive: bytes.NewReader(archive), Repo: repository, Tag: "old",
	}})
	if err != nil {
		t.Fatal(err)
	}
	e.forget(ctx, repository, time.Now().Add(-time.Hour))
	if _, err := e.ImageInspect(ctx, image); err != nil {
		t.Errorf("it was forgotten at once: %v", err)
	}
	e.forget(ctx, repository, time.Now().Add(time.Hour))
	if _, err := e.ImageInspect(ctx, image); err == nil {
		t.Error("it was not forgotten")
	}
}

func TestProgram(t *testing.T) {
	t.Parallel()
	dir, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	good := filepath.Join(dir, "passproof")
	if got, err := Program(good, runtime.GOARCH); got != good || err != nil {
		t.Errorf("%s, %v", got, err)
	}
	if _, err := Program(good, "s390x"); err == nil || !strings.Contains(err.Error(), "passproof-linux-s390x") {
		t.Errorf("another machine: %v", err)
	}
	other := t.TempDir()
	self := filepath.Join(other, "passproof")
	if err := os.WriteFile(self, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	beside := filepath.Join(other, "passproof-linux-"+runtime.GOARCH)
	if err := os.Link(good, beside); err != nil {
		t.Fatal(err)
	}
	if got, err := Program(self, runtime.GOARCH); got != beside || err != nil {
		t.Errorf("%s, %v", got, err)
	}
}
