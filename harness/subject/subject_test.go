package subject

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	ossignal "os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/passproof/passproof/harness/config"
)

// TestMain lets the test binary play the service: the subject is then a process like any other.
func TestMain(m *testing.M) {
	switch os.Getenv("SUBJECT_PLAYS") {
	case "":
		os.Exit(m.Run())
	case "broken":
		fmt.Println("cannot read the key file")
		os.Exit(7)
	case "deaf":
		select {}
	case "stubborn":
		ossignal.Ignore(syscall.SIGTERM)
		play(os.Getenv("SUBJECT_LISTEN"), os.Getenv("SUBJECT_STATE"))
	case "parent":
		abandon()
	case "orphan":
		orphan()
	case "service":
		play(os.Getenv("SUBJECT_LISTEN"), os.Getenv("SUBJECT_STATE"))
	}
}

// play counts its starts in the state folder and ends when it is asked to.
func play(listen, state string) {
	file := state + "/starts"
	old, _ := os.ReadFile(file)
	_ = os.WriteFile(file, append(old, 'x'), 0o600)
	http.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("GET /starts", func(w http.ResponseWriter, _ *http.Request) {
		b, _ := os.ReadFile(file)
		_, _ = w.Write(b)
	})
	http.HandleFunc("GET /self", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, os.Getpid()) })
	http.HandleFunc("GET /die", func(http.ResponseWriter, *http.Request) { os.Exit(3) })
	_ = http.ListenAndServe(listen, nil)
}

func file(plays string) *config.File {
	return &config.File{Path: "passproof.yaml", Subject: config.Subject{
		Command: []string{os.Args[0]}, Ready: "GET /healthz", StartTimeout: 20 * time.Second, StopTimeout: 5 * time.Second,
		Env: map[string]string{"SUBJECT_PLAYS": plays, "SUBJECT_LISTEN": "{{.Listen}}", "SUBJECT_STATE": "{{.StateDir}}"},
	}}
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	r, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	b, _ := io.ReadAll(r.Body)
	return string(b)
}

func TestCommand_KeepsStateOverARestartAndLeavesNothing(t *testing.T) {
	t.Parallel()
	s, err := New(file("service"), Environment{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := s.Restart(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := fetch(t, s.Address()+"/starts"); got != "xx" {
		t.Errorf("the state folder saw starts %q, want two", got)
	}
	state := s.(*command).start.StateDir
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(state); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the state folder is still there: %v", err)
	}
	select {
	case <-s.Ended():
		t.Errorf("a wanted end was told as unwanted: %s", s.Outcome())
	default:
	}
}

func TestCommand_TellsThatItEndedByItself(t *testing.T) {
	t.Parallel()
	s, err := New(file("service"), Environment{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = http.Get(s.Address() + "/die") }()
	<-s.Ended()
	if !strings.Contains(s.Outcome(), "exit status 3") {
		t.Errorf("outcome %q does not tell the exit status", s.Outcome())
	}
}

func TestCommand_StartErrors(t *testing.T) {
	t.Parallel()
	missing := file("service")
	missing.Subject.Command = []string{"./no-such-program"}
	deaf := file("deaf")
	deaf.Subject.StartTimeout = 300 * time.Millisecond
	for name, c := range map[string]struct {
		file  *config.File
		wants []string
	}{
		"no such program": {missing, []string{"cannot be started", "no-such-program"}},
		"ends at once":    {file("broken"), []string{"ended while it was starting: exit status 7", "cannot read the key file", "try the command by hand"}},
		"never listens":   {deaf, []string{"was not ready at", "subject.ready"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			s, err := New(c.file, Environment{}, &log)
			if err != nil {
				t.Fatal(err)
			}
			err = s.Start(context.Background())
			var start *StartError
			if !errors.As(err, &start) {
				t.Fatalf("error %v is no StartError", err)
			}
			for _, want := range c.wants {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q does not say %q", err, want)
				}
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestURL(t *testing.T) {
	t.Parallel()
	service := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	f := &config.File{Subject: config.Subject{URL: service.URL + "/", Ready: "GET /healthz", StartTimeout: 5 * time.Second}}
	s, err := New(f, Environment{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(context.Background()); err != nil || s.Address() != service.URL {
		t.Errorf("address %q, error %v", s.Address(), err)
	}
	if err := s.Restart(context.Background()); !errors.Is(err, ErrNotOurs) {
		t.Errorf("restart of a service that is not ours: %v", err)
	}
	service.Close()
	f.Subject.StartTimeout = 100 * time.Millisecond
	if err := s.Start(context.Background()); err == nil || !strings.Contains(err.Error(), "start it first") {
		t.Errorf("nobody answers, yet: %v", err)
	}
}

// A run that is interrupted does not wait for a service that takes its time to end.
func TestCommand_AnInterruptIsNotHeldUp(t *testing.T) {
	t.Parallel()
	f := file("stubborn")
	f.Subject.StopTimeout = time.Hour
	s, err := New(f, Environment{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancelCause(context.Background())
	stop(errors.New("somebody pressed a key"))
	for name, err := range map[string]error{"restart": s.Restart(ctx), "start": s.Start(ctx)} {
		if err == nil || !strings.Contains(err.Error(), "cut short: somebody pressed a key") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestStart_TellsAnInterruptFromATimeout(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]*config.File{
		"command": file("deaf"),
		"url":     {Subject: config.Subject{URL: "http://127.0.0.1:1", StartTimeout: time.Hour}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := New(f, Environment{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithTimeoutCause(context.Background(), 200*time.Millisecond, errors.New("somebody pressed a key"))
			defer stop()
			if err := s.Start(ctx); err == nil || !strings.Contains(err.Error(), "cut short: somebody pressed a key") {
				t.Errorf("error %v", err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
