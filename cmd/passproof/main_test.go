package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts run passproof, and services that are broken in many ways.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"passproof": main,
		"broken":    broken,
	})
}

// broken is a Programmer Service with a fault: broken FAULT LISTEN.
func broken() {
	fault, listen := os.Args[1], os.Args[2]
	switch fault {
	case "at-once":
		fmt.Println("cannot read the signing key")
		os.Exit(7)
	case "deaf":
		select {}
	}
	http.HandleFunc("/healthz", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		switch fault {
		case "dies":
			os.Exit(9)
		case "garbage":
			_, _ = w.Write([]byte("<html>\x00 not what you asked for"))
		case "silent":
			http.Error(w, "", http.StatusServiceUnavailable)
		case "idle":
			_, _ = w.Write([]byte(`{"signedIn":true,"allowed":true,"done":true,"code":"AAAAAA","url":"http://127.0.0.1:1/","providers":[],"decisions":[],"permitted":[]}`))
		}
	})
	fmt.Println(http.ListenAndServe(listen, nil))
}

func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Condition: func(name string) (bool, error) {
			if name != "userns" {
				return false, fmt.Errorf("no condition is named %s", name)
			}
			return exec.Command("unshare", "--user", "--net", "true").Run() == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"awaits": awaits,
		},
	})
}

// exits runs a command and wants its exit code: exits CODE COMMAND ARGS...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	cmdErr := ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(cmdErr, &exit) {
		got = exit.ExitCode()
	} else if cmdErr != nil {
		ts.Fatalf("%s: %v", strings.Join(args[1:], " "), cmdErr)
	}
	if got != want {
		ts.Fatalf("%s: exit code %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// awaits returns when a file is there: awaits FILE.
func awaits(ts *testscript.TestScript, _ bool, args []string) {
	for range 2000 {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		time.Sleep(5 * time.Millisecond) // a look at the disk; nothing tells of a new file
	}
	ts.Fatalf("%s did not come about", args[0])
}
