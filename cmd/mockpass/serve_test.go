package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/passproof/passproof/mockpass/ca"
)

const refusal = "invalid_access_token_client_application"

func TestServe(t *testing.T) {
	t.Parallel()
	s := serve(t, "--listen", "127.0.0.1:0")
	if status, body := get(t, http.DefaultClient, s.urls[0]+"/api/v2/REF30/configuration"); status != http.StatusUnauthorized || !strings.Contains(body, refusal) {
		t.Errorf("the API: %d %s", status, body)
	}
	if status, body := s.control(t, "/control/v1/health"); status != http.StatusOK || !strings.Contains(body, `"status":"up"`) {
		t.Errorf("the control API: %d %s", status, body)
	}
	if status, body := s.control(t, "/control/v1/ca.pem"); status != http.StatusNotFound || !strings.Contains(body, "--tls") {
		t.Errorf("the certificate of a mock without HTTPS: %d %s", status, body)
	}
	s.await(t, "software statement")
	if err := s.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	for range s.lines { // its output ends when it does
	}
	if err := s.Wait(); err != nil {
		t.Errorf("it did not end politely: %v", err)
	}
}

// trusting is a client that trusts an authority, and finds every host at an address.
func trusting(t testing.TB, pem []byte, address string, http2 bool) *http.Client {
	t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		t.Fatalf("it is not PEM: %s", pem)
	}
	transport := &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: pool},
		ForceAttemptHTTP2: http2,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		},
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// TestServe_HTTPS calls two data centres by Adobe's names, by HTTP/1.1 and HTTP/2,
// beside one that speaks HTTP; the journal tells them apart.
func TestServe_HTTPS(t *testing.T) {
	t.Parallel()
	s := serve(t, "--tls", "--listen", "http://127.0.0.1:0", "--listen", "east=127.0.0.2:0", "--listen", "west=https://127.0.0.3:0", "--tls-name", "pass.internal")
	_, pem := s.control(t, "/control/v1/ca.pem")
	if !strings.HasPrefix(s.urls[0], "http://127.0.0.1:") || !strings.HasPrefix(s.urls[1], "https://127.0.0.2:") || !strings.HasPrefix(s.urls[2], "https://127.0.0.3:") {
		t.Fatalf("listeners are %q", s.urls)
	}
	for _, base := range s.urls[1:3] {
		address := strings.TrimPrefix(base, "https://")
		for _, host := range append(ca.AdobeHosts(), "localhost", "pass.internal", strings.Split(address, ":")[0]) {
			for _, http2 := range []bool{false, true} {
				r, err := trusting(t, []byte(pem), address, http2).Get("https://" + host + "/api/v2/REF30/configuration")
				if err != nil {
					t.Errorf("%s at %s: %v", host, address, err)
					continue
				}
				_ = r.Body.Close()
				if r.StatusCode != http.StatusUnauthorized || (r.ProtoMajor == 2) != http2 {
					t.Errorf("%s at %s: %d by %s", host, address, r.StatusCode, r.Proto)
				}
			}
		}
		if _, journal := s.control(t, "/control/v1/entries"); !strings.Contains(journal, `"to":"`+address+`"`) {
			t.Errorf("the journal does not tell of %s:\n%s", address, journal)
		}
	}
	if _, err := trusting(t, []byte(pem), strings.TrimPrefix(s.urls[1], "https://"), true).Get("https://www.example.com/"); !errors.As(err, new(*tls.CertificateVerificationError)) {
		t.Errorf("a host that is not Adobe's: %v", err)
	}
	if status, _ := get(t, http.DefaultClient, s.urls[0]+"/api/v2/REF30/configuration"); status != http.StatusUnauthorized {
		t.Errorf("HTTP beside it: %d", status)
	}
}

// TestServe_OneAuthority: two processes with one folder are trusted by one file.
func TestServe_OneAuthority(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "authority")
	for range 2 {
		s := serve(t, "--listen", "https://127.0.0.1:0", "--ca", dir)
		pem, err := os.ReadFile(filepath.Join(dir, ca.CertificateFile))
		if err != nil {
			t.Fatal(err)
		}
		if status, _ := get(t, trusting(t, pem, strings.TrimPrefix(s.urls[0], "https://"), true), s.urls[0]+"/api/v2/REF30/configuration"); status != http.StatusUnauthorized {
			t.Errorf("status %d", status)
		}
		if line := s.await(t, "trust:"); !strings.Contains(line, dir) {
			t.Errorf("it wrote %s", line)
		}
	}
}

const acme = "programmers:\n- serviceProviders: [{id: ACME}]\n  applications: [{id: acme}]\n"

// TestServe_ReadsItsFileAgain changes the file, by SIGHUP and by waiting.
func TestServe_ReadsItsFileAgain(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "mockpass.yaml")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("mean: false\n")
	s := serve(t, "--listen", "127.0.0.1:0", "--config", file)
	s.await(t, "software statement")
	knows := func(application string, want int) {
		t.Helper()
		if status, body := s.control(t, "/control/v1/software-statements/"+application); status != want {
			t.Errorf("%s: %d %s, want %d", application, status, body, want)
		}
	}
	knows("acme", http.StatusNotFound)
	write(acme)
	if err := s.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	s.await(t, file+" was read again")
	knows("acme", http.StatusOK)
	knows("ref30-application", http.StatusNotFound)

	write(acme + "mvpds:\n- idd: Example\n")
	if err := s.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	write("lifetimes: {session: 5m}\n") // nobody sends a signal
	s.await(t, file+" was read again")
	knows("ref30-application", http.StatusOK)
}

// TestServe_KeepsWhatWasGood: a mistake is told with its line and changes nothing.
func TestServe_KeepsWhatWasGood(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "mockpass.yaml")
	if err := os.WriteFile(file, []byte(acme), 0o600); err != nil {
		t.Fatal(err)
	}
	s := serve(t, "--listen", "127.0.0.1:0", "--config", file)
	s.await(t, "software statement")
	if err := os.WriteFile(file, []byte("mean: false\nmvpds:\n- idd: Example\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{file + ":3: mvpds[0].idd: no such key; did you mean id?", "mockpass: the configuration from before stays"} {
		if err := s.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		if line := s.mistake.next(t); line != want {
			t.Errorf("it wrote %q, want %q", line, want)
		}
	}
	if status, _ := s.control(t, "/control/v1/software-statements/acme"); status != http.StatusOK {
		t.Errorf("acme is gone: %d", status)
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	s := serve(t, "--listen", "127.0.0.1:0", "--control-token", "secret")
	mockpass, err := exec.LookPath("mockpass")
	if err != nil {
		t.Fatal(err)
	}
	up := s.urls[len(s.urls)-1]
	for _, row := range []struct {
		args []string
		env  string
		code int
		want string
	}{
		{[]string{up, "--token", "secret"}, "", 0, up + "/control/v1/health is up"},
		{[]string{up + "/"}, tokenVariable + "=secret", 0, "is up"},
		{[]string{up}, "HTTP_PROXY=http://127.0.0.1:1", 1, "answers 401"},
		{[]string{up + "/elsewhere", "--token", "secret"}, "", 1, "answers 404"},
		{nil, "MOCKPASS_CONTROL=" + up, 1, up + "/control/v1/health answers 401"},
		{[]string{"http://127.0.0.1:1"}, "", 1, "does not answer"},
		{[]string{"127.0.0.1:8081"}, "", 2, "write http://host:port"},
	} {
		cmd := exec.Command(mockpass, append([]string{"health"}, row.args...)...)
		cmd.Env = append(os.Environ(), row.env)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		_ = cmd.Run()
		if cmd.ProcessState.ExitCode() != row.code || !strings.Contains(out.String(), row.want) {
			t.Errorf("health %q: %d %s", row.args, cmd.ProcessState.ExitCode(), out.String())
		}
	}
}
