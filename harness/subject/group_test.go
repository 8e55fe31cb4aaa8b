package subject

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"
)

// abandon starts a process, waits until it works and ends without it.
func abandon() {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "SUBJECT_PLAYS=orphan")
	out, err := child.StdoutPipe()
	if err != nil || child.Start() != nil {
		os.Exit(5)
	}
	_, _ = bufio.NewReader(out).ReadString('\n')
	os.Exit(3)
}

// orphan is connected to the test for as long as it lives.
func orphan() {
	c, err := net.Dial("tcp", os.Getenv("SUBJECT_TELLS"))
	if err != nil {
		os.Exit(6)
	}
	fmt.Println("connected")
	_, _ = c.Read(make([]byte, 1))
}

func TestCommand_WhatItLeavesBehindEndsWithIt(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	f := file("parent")
	f.Subject.Env["SUBJECT_TELLS"] = l.Addr().String()
	s, err := New(f, Environment{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Start(context.Background()); err == nil {
		t.Error("a service that ended was ready")
	}
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	_ = c.SetReadDeadline(time.Now().Add(20 * time.Second))
	if _, err := c.Read(make([]byte, 1)); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the process that was left behind goes on: %v", err)
	} else if !errors.Is(err, io.EOF) {
		t.Logf("its connection ended with %v", err)
	}
}
