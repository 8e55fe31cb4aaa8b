package relay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// free is a port that nobody uses.
func free(t *testing.T, network string) uint16 {
	t.Helper()
	if network == "udp" {
		p, err := net.ListenPacket("udp", ":0")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = p.Close() }()
		return addressOf(p.LocalAddr()).Port()
	}
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return addressOf(l.Addr()).Port()
}

// linked is a relay with those ports, and the link to it. What Serve returned is there
// when the link has ended.
func linked(t *testing.T, ports Ports) (*Link, <-chan error) {
	t.Helper()
	near, far := net.Pipe()
	served := make(chan error, 1)
	go func() { served <- Serve(context.Background(), far, ports) }()
	l, err := Open(context.Background(), near)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l, served
}

// met is a connection to a port of the relay: its end on this side of the link, and there.
func met(t *testing.T, at net.Listener, port uint16) (here, there net.Conn) {
	t.Helper()
	there, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = there.Close() })
	if here, err = at.Accept(); err != nil {
		t.Fatal(err)
	}
	return here, there
}

func TestLink_WhatComesToThePorts(t *testing.T) {
	t.Parallel()
	port := free(t, "tcp")
	l, served := linked(t, Ports{TCP: []uint16{port}})
	at, err := l.Listen(port)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Listen(port); err == nil {
		t.Error("a port was listened to twice")
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		local := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
		_, _ = fmt.Fprintf(w, "%s from %s at %s", r.URL.Path, r.RemoteAddr, local)
	})}
	go func() { _ = server.Serve(at) }()
	// 127.0.0.2 and 127.0.0.3 are one port of the relay, and two addresses.
	for _, host := range []string{"127.0.0.1", "127.0.0.2"} {
		answer, err := http.Get(fmt.Sprintf("http://%s:%d/there", host, port))
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if !strings.HasPrefix(string(text), "/there from 127.0.0.1:") || !strings.HasSuffix(string(text), fmt.Sprintf(" at %s:%d", host, port)) {
			t.Errorf("it saw %s", text)
		}
	}
	if err := at.Close(); err != nil {
		t.Error(err)
	}
	if c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
		if _, err := c.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
			t.Errorf("to whom nobody listens: %v", err)
		}
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if err := <-served; err != nil {
		t.Errorf("the relay ended with %v", err)
	}
	if c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port)); err == nil {
		_ = c.Close()
		t.Error("the port is open after the end")
	}
}

func TestLink_Dials(t *testing.T) {
	t.Parallel()
	l, _ := linked(t, Ports{})
	there, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		c, err := there.Accept()
		if err != nil {
			return
		}
		all, _ := io.ReadAll(io.LimitReader(c, 5))
		_, _ = c.Write([]byte(strings.ToUpper(string(all))))
		_ = c.Close()
	}()
	c, err := l.DialContext(context.Background(), "tcp", there.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if c.RemoteAddr().String() != there.Addr().String() || !strings.HasPrefix(c.LocalAddr().String(), "127.0.0.1:") {
		t.Errorf("from %v to %v", c.LocalAddr(), c.RemoteAddr())
	}
	_, _ = c.Write([]byte("hello"))
	if answer, err := io.ReadAll(c); string(answer) != "HELLO" || err != nil {
		t.Errorf("answer %q, %v", answer, err)
	}
	_ = there.Close()
	if _, err := l.DialContext(context.Background(), "tcp", there.Addr().String()); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("nobody is there: %v", err)
	}
	if _, err := l.DialContext(context.Background(), "tcp", "name:80"); err == nil {
		t.Error("a name was dialed")
	}
	ctx, stop := context.WithCancelCause(context.Background())
	stop(errors.New("enough"))
	if _, err := l.DialContext(ctx, "tcp", "127.0.0.1:1"); err == nil {
		t.Error("dialed after the end")
	}
}

func TestLink_Datagrams(t *testing.T) {
	t.Parallel()
	port := free(t, "udp")
	l, served := linked(t, Ports{UDP: []uint16{port}})
	p, err := l.ListenPacket(context.Background(), port)
	if err != nil {
		t.Fatal(err)
	}
	client, err := net.Dial("udp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	// A deadline that has passed is an error of its own and loses nothing.
	_ = p.SetReadDeadline(time.Now().Add(-time.Second))
	_, _, err = p.ReadFrom(make([]byte, 10))
	if temporary, ok := err.(interface{ Temporary() bool }); !ok || !temporary.Temporary() || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("after the deadline: %v", err)
	}
	_ = p.SetReadDeadline(time.Time{})
	for _, text := range []string{"one", "", strings.Repeat("long ", 1000)} {
		if _, err := client.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		buffer := make([]byte, most)
		n, from, err := p.ReadFrom(buffer)
		if err != nil || string(buffer[:n]) != text || from.String() != client.LocalAddr().String() {
			t.Fatalf("%q from %v, %v", buffer[:n], from, err)
		}
		if _, err := p.WriteTo([]byte("back "+text), from); err != nil {
			t.Fatal(err)
		}
		if n, err := client.Read(buffer); err != nil || string(buffer[:n]) != "back "+text {
			t.Fatalf("%q, %v", buffer[:n], err)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := l.ListenPacket(ctx, port+1); err == nil {
		t.Error("a port that the relay has not was opened")
	}
	_ = l.Close()
	if _, _, err := p.ReadFrom(make([]byte, 1)); err == nil {
		t.Error("it reads after the end")
	}
	if err := <-served; err != nil {
		t.Errorf("the relay ended with %v", err)
	}
}

func TestOpen_Refuses(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	near, far := net.Pipe()
	served := make(chan error, 1)
	go func() {
		served <- Serve(context.Background(), far, Ports{TCP: []uint16{addressOf(taken.Addr()).Port()}})
	}()
	if _, err := Open(context.Background(), near); err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("a port that is taken: %v", err)
	}
	if err := <-served; err == nil {
		t.Error("the relay went on without its port")
	}
	silent, _ := net.Pipe()
	ctx, stop := context.WithCancelCause(context.Background())
	stop(errors.New("enough"))
	if _, err := Open(ctx, silent); err == nil || !strings.Contains(err.Error(), "enough") {
		t.Errorf("nobody there: %v", err)
	}
	ended, gone := net.Pipe()
	_ = gone.Close()
	if _, err := Open(context.Background(), ended); err == nil {
		t.Error("the stream has ended")
	}
}

// Serve ends with its context, and what was carried with it.
func TestServe_Ends(t *testing.T) {
	t.Parallel()
	port := free(t, "tcp")
	near, far := net.Pipe()
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- Serve(ctx, far, Ports{TCP: []uint16{port}}) }()
	l, err := Open(context.Background(), near)
	if err != nil {
		t.Fatal(err)
	}
	at, err := l.Listen(port)
	if err != nil {
		t.Fatal(err)
	}
	_, c := met(t, at, port)
	stop()
	if err := <-served; err != nil {
		t.Error(err)
	}
	if _, err := c.Read(make([]byte, 1)); err == nil {
		t.Error("a connection goes on")
	}
	<-l.Done()
	if _, err := at.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("accepting after the end: %v", err)
	}
}

// A deadline that has passed ends nothing: TLS goes on over such a connection.
func TestLink_Deadlines(t *testing.T) {
	t.Parallel()
	port := free(t, "tcp")
	l, _ := linked(t, Ports{TCP: []uint16{port}})
	at, err := l.Listen(port)
	if err != nil {
		t.Fatal(err)
	}
	here, there := met(t, at, port)
	_ = here.SetReadDeadline(time.Now().Add(-time.Second))
	if _, err := here.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("after the deadline: %v", err)
	}
	_ = here.SetReadDeadline(time.Time{})
	_, _ = there.Write([]byte("x"))
	if n, err := here.Read(make([]byte, 1)); n != 1 || err != nil {
		t.Errorf("then: %d bytes, %v", n, err)
	}
}

// A connection that is reset ends as one that somebody knows nothing of.
func TestLink_Resets(t *testing.T) {
	t.Parallel()
	port := free(t, "tcp")
	l, _ := linked(t, Ports{TCP: []uint16{port}})
	at, err := l.Listen(port)
	if err != nil {
		t.Fatal(err)
	}
	for _, abrupt := range []bool{true, false} {
		here, there := met(t, at, port)
		if abrupt {
			if err := here.(interface{ SetLinger(int) error }).SetLinger(0); err != nil {
				t.Error(err)
			}
		}
		if err := here.Close(); err != nil {
			t.Error(err)
		}
		_, err = there.Read(make([]byte, 1))
		if errors.Is(err, syscall.ECONNRESET) != abrupt || errors.Is(err, io.EOF) == abrupt {
			t.Errorf("abrupt %v: the other side sees %v", abrupt, err)
		}
	}
}

func TestLink_ManyAtOnce(t *testing.T) {
	t.Parallel()
	l, _ := linked(t, Ports{})
	echo, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = echo.Close() }()
	go func() {
		for {
			c, err := echo.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(c, c); _ = c.Close() }()
		}
	}()
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			c, err := l.DialContext(context.Background(), "tcp", echo.Addr().String())
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = c.Close() }()
			text := strings.Repeat(fmt.Sprint(i, " "), 30_000) // more than a window
			go func() { _, _ = c.Write([]byte(text)) }()
			back := make([]byte, len(text))
			if _, err := io.ReadFull(c, back); err != nil || string(back) != text {
				t.Errorf("number %d: %d bytes, %v", i, len(back), err)
			}
		})
	}
	all.Wait()
}

// FuzzDatagram: what cannot be read is an error, what can is what was written.
func FuzzDatagram(f *testing.F) {
	f.Add([]byte{0, 8, 6, 127, 0, 0, 1, 53, 0, 'x'})
	f.Add([]byte{0, 0})
	f.Add([]byte{0, 3, 9, 1, 2})
	f.Fuzz(func(t *testing.T, text []byte) {
		peer, got, err := getDatagram(strings.NewReader(string(text)))
		if err != nil {
			return
		}
		var again strings.Builder
		if err := putDatagram(&again, peer, got); err != nil {
			t.Fatal(err)
		}
		to, same, err := getDatagram(strings.NewReader(again.String()))
		if err != nil || to != peer || string(same) != string(got) {
			t.Errorf("%v %q became %v %q, %v", peer, got, to, same, err)
		}
	})
}
