package subject

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"sync"
	"time"
)

// balanced are replicas of one service behind one address: each connection goes to the
// next of them, as with a load balancer that knows no sessions.
type balanced struct {
	members []Subject
	door    net.Listener
	clear   func() error // what they shared is removed by it

	ended    chan struct{}
	closing  chan struct{}
	once     sync.Once
	watching sync.WaitGroup
	carrying sync.WaitGroup

	mu      sync.Mutex
	next    int
	outcome string
	lines   map[net.Conn]bool
}

// Balance puts replicas behind one address. They must not have been started; they are
// closed with it, and then clear is called.
func Balance(members []Subject, clear func() error) (Subject, error) {
	door, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("no port for the replicas' common address: %w", err)
	}
	b := &balanced{members: members, door: door, clear: clear, ended: make(chan struct{}), closing: make(chan struct{}), lines: map[net.Conn]bool{}}
	b.carrying.Go(b.accept)
	for i, m := range members {
		b.watching.Go(func() { b.watch(i, m) })
	}
	return b, nil
}

func (b *balanced) Address() string        { return "http://" + b.door.Addr().String() }
func (b *balanced) Ended() <-chan struct{} { return b.ended }

func (b *balanced) Outcome() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.outcome
}

// watch tells when a replica has ended by itself: the others do not make up for it.
func (b *balanced) watch(i int, m Subject) {
	select {
	case <-b.closing:
	case <-m.Ended():
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.outcome == "" {
			b.outcome = fmt.Sprintf("replica %d of %d: %s", i+1, len(b.members), m.Outcome())
			close(b.ended)
		}
	}
}

// Start starts all at once, as a deployment does.
func (b *balanced) Start(ctx context.Context) error {
	errs := make([]error, len(b.members))
	var all sync.WaitGroup
	for i, m := range b.members {
		all.Go(func() { errs[i] = m.Start(ctx) })
	}
	all.Wait()
	for i, err := range errs {
		var start *StartError
		if errors.As(err, &start) {
			one := *start
			one.What = fmt.Sprintf("replica %d of %d: %s", i+1, len(b.members), one.What)
			return &one
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Restart restarts one after the other, as deployments do that keep serving.
func (b *balanced) Restart(ctx context.Context) error {
	for _, m := range b.members {
		if err := m.Restart(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (b *balanced) Close() error {
	var errs []error
	b.once.Do(func() {
		close(b.closing)
		errs = append(errs, b.door.Close())
		b.mu.Lock()
		for c := range b.lines {
			_ = c.Close()
		}
		b.mu.Unlock()
		b.carrying.Wait()
		b.watching.Wait()
		for _, m := range b.members {
			errs = append(errs, m.Close())
		}
		errs = append(errs, b.clear())
	})
	return errors.Join(errs...)
}

// patience bounds how long a replica may take to accept a connection.
const patience = 5 * time.Second

func (b *balanced) accept() {
	for {
		c, err := b.door.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			time.Sleep(between)
			continue
		}
		b.carrying.Go(func() { b.carry(c) })
	}
}

// carry connects a caller to the next replica that accepts.
func (b *balanced) carry(c net.Conn) {
	defer func() { _ = c.Close() }()
	if !b.hold(c) {
		return
	}
	defer b.drop(c)
	to := b.dial()
	if to == nil {
		return
	}
	defer func() { _ = to.Close() }()
	if !b.hold(to) {
		return
	}
	defer b.drop(to)
	var both sync.WaitGroup
	both.Go(func() {
		_, _ = io.Copy(to, c)
		_ = to.(*net.TCPConn).CloseWrite()
	})
	_, _ = io.Copy(c, to)
	_ = c.Close()
	both.Wait()
}

// dial tries every replica once, beginning with the one whose turn it is.
func (b *balanced) dial() net.Conn {
	b.mu.Lock()
	first := b.next
	b.next++
	b.mu.Unlock()
	for i := range b.members {
		u, err := url.Parse(b.members[(first+i)%len(b.members)].Address())
		if err != nil {
			continue
		}
		if c, err := net.DialTimeout("tcp", u.Host, patience); err == nil {
			return c
		}
	}
	return nil
}

// hold remembers an open connection for Close; false after it.
func (b *balanced) hold(c net.Conn) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	select {
	case <-b.closing:
		return false
	default:
		b.lines[c] = true
		return true
	}
}

func (b *balanced) drop(c net.Conn) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.lines, c)
}
