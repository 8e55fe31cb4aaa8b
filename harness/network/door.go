package network

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
)

// A door is a port on loopback that leads into another network.
type door struct {
	net.Listener
	dial     func(ctx context.Context, network, address string) (net.Conn, error)
	to       string
	life     context.Context
	end      context.CancelFunc
	carrying sync.WaitGroup
}

func newDoor(dial func(ctx context.Context, network, address string) (net.Conn, error), to string) (*door, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("network: no port that leads to the subject: %w", err)
	}
	d := &door{Listener: l, dial: dial, to: to}
	d.life, d.end = context.WithCancel(context.Background())
	d.carrying.Go(func() {
		for {
			c, err := l.Accept()
			if err == nil {
				d.carrying.Go(func() { d.carry(c) })
			} else if !temporary(err) {
				return
			}
		}
	})
	return d, nil
}

// carry copies both ways until one side has gone.
func (d *door) carry(c net.Conn) {
	defer func() { _ = c.Close() }()
	to, err := d.dial(d.life, "tcp", d.to)
	if err != nil {
		return
	}
	over := context.AfterFunc(d.life, func() { _, _ = c.Close(), to.Close() })
	defer over()
	var both sync.WaitGroup
	both.Go(func() {
		_, _ = io.Copy(to, c)
		_ = to.Close()
	})
	_, _ = io.Copy(c, to)
	_ = c.Close()
	both.Wait()
}

// Close ends the door and all that goes through it.
func (d *door) Close() error {
	err := d.Listener.Close()
	d.end()
	d.carrying.Wait()
	return err
}
