package container

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/client"
)

// life is one container from its start to its end.
type life struct {
	engine *engine
	id     string
	wanted bool // its end was asked for; guarded by the service

	exited chan struct{} // closed when it has ended; then fate tells how
	fate   string        // "exit status 3"
	logged chan struct{} // closed when all that it wrote has been read
}

// begin starts the container. What it writes goes to log.
func (l *life) begin(ctx context.Context, log io.Writer) error {
	// The end is waited for before there can be one. It may come long after the start.
	after := context.WithoutCancel(ctx)
	ended := l.engine.ContainerWait(after, l.id, client.ContainerWaitOptions{Condition: "next-exit"})
	if _, err := l.engine.ContainerStart(ctx, l.id, client.ContainerStartOptions{}); err != nil {
		return err
	}
	go l.await(ended)
	out, err := l.engine.ContainerLogs(after, l.id, client.ContainerLogsOptions{ShowStdout: true, ShowStderr: true, Follow: true})
	if err != nil {
		close(l.logged)
		return fmt.Errorf("what the service writes cannot be read: %w", err)
	}
	go func() {
		defer close(l.logged)
		defer func() { _ = out.Close() }()
		_, _ = stdcopy.StdCopy(log, log, out)
	}()
	return nil
}

// await waits for the end.
func (l *life) await(ended client.ContainerWaitResult) {
	defer close(l.exited)
	select {
	case r := <-ended.Result:
		l.fate = fmt.Sprintf("exit status %d", r.StatusCode)
		ctx, cancel := context.WithTimeout(context.Background(), answering)
		defer cancel()
		found, err := l.engine.ContainerInspect(ctx, l.id, client.ContainerInspectOptions{})
		if err == nil && found.Container.State != nil && found.Container.State.OOMKilled {
			l.fate += ", for want of memory"
		}
	case err := <-ended.Error:
		l.fate = fmt.Sprintf("the engine lost sight of it: %v", err)
	}
}

// over tells whether the container has ended.
func (l *life) over() bool {
	select {
	case <-l.exited:
		return true
	default:
		return false
	}
}

// flushing bounds how long the last words of a container are waited for.
const flushing = 5 * time.Second

// end stops the container: politely, and with force after the timeout or when ctx is
// done. Then it removes it.
func (l *life) end(ctx context.Context, timeout time.Duration) error {
	if !l.over() && ctx.Err() == nil {
		stopping, cancel := context.WithTimeout(ctx, timeout+answering)
		defer cancel()
		seconds := int(math.Ceil(timeout.Seconds())) // engines know whole seconds
		_, _ = l.engine.ContainerStop(stopping, l.id, client.ContainerStopOptions{Timeout: &seconds})
	}
	if !l.over() {
		now, cancel := context.WithTimeout(context.WithoutCancel(ctx), answering)
		defer cancel()
		_, _ = l.engine.ContainerKill(now, l.id, client.ContainerKillOptions{Signal: "KILL"})
	}
	last := time.NewTimer(flushing)
	defer last.Stop()
	select {
	case <-l.logged:
	case <-last.C:
	}
	return l.discard()
}

// discard removes the container, whatever it does.
func (l *life) discard() error {
	ctx, cancel := context.WithTimeout(context.Background(), sweeping)
	defer cancel()
	if err := l.engine.remove(ctx, l.id); err != nil {
		return errors.Join(fmt.Errorf("the container %.12s cannot be removed: %w", l.id, err))
	}
	return nil
}
