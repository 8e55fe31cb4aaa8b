package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// An engine is a container engine, by its command line.
type engine struct {
	t       *testing.T
	program string
}

// needEngine skips a test where no container engine answers, unless .ci/engine has
// started one: then there is none to be missing.
func needEngine(t *testing.T) engine {
	t.Helper()
	why := "there is no docker"
	program, err := exec.LookPath("docker")
	if err == nil {
		var out []byte
		if out, err = exec.Command(program, "info").CombinedOutput(); err == nil {
			return engine{t, program}
		}
		why = string(out)
	}
	if os.Getenv("PASSPROOF_ENGINE") == "required" {
		t.Fatalf("no container engine answers: %v: %s", err, why)
	}
	t.Skipf("no container engine answers; .ci/engine go test ./cmd/mockpass starts one: %v: %s", err, why)
	return engine{}
}

// run runs a command of the engine and returns what it answers. Some engines also
// write warnings, which are no part of the answer.
func (e engine) run(args ...string) string {
	e.t.Helper()
	out, _ := e.ask(args...)
	return out
}

// logs are what a container has written, to either stream.
func (e engine) logs(id string) string {
	e.t.Helper()
	out, other := e.ask("logs", id)
	return out + "\n" + other
}

func (e engine) ask(args ...string) (out, other string) {
	e.t.Helper()
	cmd := exec.Command(e.program, args...)
	cmd.Env = append(os.Environ(), "DOCKER_BUILDKIT=0") // the builder of every engine, without an image of its own
	var answer, warnings strings.Builder
	cmd.Stdout, cmd.Stderr = &answer, &warnings
	if err := cmd.Run(); err != nil {
		e.t.Fatalf("docker %s: %v\n%s%s", strings.Join(args, " "), err, answer.String(), warnings.String())
	}
	return strings.TrimSpace(answer.String()), warnings.String()
}

// image builds the image of the Dockerfile from a folder that has only what it needs. The
// label makes it this test's own: equal images are one, and nobody can remove that while a
// container of another test runs.
func (e engine) image() string {
	e.t.Helper()
	dir := e.t.TempDir()
	e.copy(filepath.Join("..", "..", "Dockerfile"), filepath.Join(dir, "Dockerfile"))
	e.copy(filepath.Join("..", "..", ".dockerignore"), filepath.Join(dir, ".dockerignore"))
	e.copy(build(e.t, "linux"), filepath.Join(dir, "bin", "image", "mockpass"))
	id := e.run("build", "--quiet", "--label", "org.passproof.test="+dir, dir)
	e.t.Cleanup(func() { e.run("rmi", "--force", id) })
	return id
}

func (e engine) copy(from, to string) {
	e.t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		e.t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		e.t.Fatal(err)
	}
	if err := os.WriteFile(to, text, 0o755); err != nil {
		e.t.Fatal(err)
	}
}

// start runs the image in the background, with as few rights as can be, and waits
// until its health check says healthy.
func (e engine) start(image string, options []string, args ...string) (id string) {
	e.t.Helper()
	create := append([]string{"create", "--network", "none", "--read-only", "--cap-drop", "ALL", "--health-interval", "200ms", "--health-retries", "100"}, options...)
	id = e.run(append(append(create, image), args...)...)
	e.t.Cleanup(func() { e.run("rm", "--force", id) })
	events := exec.Command(e.program, "events", "--filter", "container="+id, "--since", "0", "--format", "{{.Status}}")
	out, err := events.StdoutPipe()
	if err != nil {
		e.t.Fatal(err)
	}
	if err := events.Start(); err != nil {
		e.t.Fatal(err)
	}
	defer func() {
		_ = events.Process.Kill()
		_ = events.Wait()
	}()
	e.run("start", id)
	for in := bufio.NewScanner(out); in.Scan(); {
		switch {
		case in.Text() == "health_status: healthy":
			return id
		case in.Text() == "die", strings.HasPrefix(in.Text(), "health_status:"):
			e.t.Fatalf("%s: %s", in.Text(), e.logs(id))
		}
	}
	e.t.Fatal("no word of its health")
	return ""
}

func TestImage(t *testing.T) {
	t.Parallel()
	e := needEngine(t)
	image := e.image()
	if size := e.run("image", "inspect", "--format", "{{.Size}}", image); len(size) > 8 || len(size) == 8 && size > "25000000" {
		t.Errorf("the image has %s bytes", size)
	}
	if user := e.run("image", "inspect", "--format", "{{.Config.User}}", image); user != "65532:65532" {
		t.Errorf("it runs as %q", user)
	}
	id := e.start(image, nil)
	if logs := e.logs(id); !strings.Contains(logs, "Adobe Pass at http://0.0.0.0:8080") {
		t.Errorf("it wrote %s", logs)
	}
	// A second container in the same network asks from outside.
	asked := e.run("run", "--rm", "--network", "container:"+id, image, "health")
	if !strings.Contains(asked, "is up") {
		t.Errorf("the answer was %s", asked)
	}
	e.run("stop", "--time", "20", id)
	if code := e.run("inspect", "--format", "{{.State.ExitCode}}", id); code != "0" {
		t.Errorf("it ended with %s", code)
	}
}

// TestImage_SecretsAndHTTPS: the health check finds the token where serve does, and an
// authority can live where only memory can be written.
func TestImage_SecretsAndHTTPS(t *testing.T) {
	t.Parallel()
	e := needEngine(t)
	image := e.image()
	id := e.start(image, []string{"--env", tokenVariable + "=secret", "--tmpfs", "/ca:uid=65532"}, "serve", "--listen", "0.0.0.0:8443", "--tls", "--ca", "/ca")
	if logs := e.logs(id); !strings.Contains(logs, "Adobe Pass at https://0.0.0.0:8443") || !strings.Contains(logs, "trust: /ca/ca.pem") {
		t.Errorf("it wrote %s", logs)
	}
	if out, err := exec.Command(e.program, "run", "--rm", "--network", "container:"+id, image, "health").CombinedOutput(); err == nil || !strings.Contains(string(out), "401") {
		t.Errorf("without the token: %v %s", err, out)
	}
}
