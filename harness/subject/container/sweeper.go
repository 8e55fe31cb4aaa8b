package container

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"

	"github.com/moby/moby/client"
)

// SweepCommand is the command of passproof that waits for the end of a run: "passproof
// sweep RUN".
const SweepCommand = "sweep"

// dismissal is what a sweeper hears of a run that has removed everything itself.
const dismissal = "done"

// A sweeper is a process that outlives the run if need be: it removes what a run has left
// in the engine whose process was killed.
type sweeper struct {
	cmd *exec.Cmd
	in  io.WriteCloser
}

func startSweeper(program, run string) (*sweeper, error) {
	cmd := exec.Command(program, SweepCommand, run)
	aside(cmd)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("what cleans up after the run cannot be started: %w", err)
	}
	return &sweeper{cmd, in}, nil
}

// dismiss ends it: there is nothing left to do.
func (s *sweeper) dismiss() error {
	_, err := io.WriteString(s.in, dismissal)
	return errors.Join(err, s.in.Close(), s.cmd.Wait())
}

// How long a sweeper goes on: workers of a run that was killed may live for some seconds,
// and start containers.
const (
	sweepPause = time.Second
	calm       = 3 // rounds in which nothing was found
	sweepMost  = 2 * time.Minute
)

// Sweep waits for the end of in and, unless the run was dismissed until then, removes what
// the run has in the engine.
func Sweep(ctx context.Context, run string, in io.Reader) error {
	said, err := io.ReadAll(io.LimitReader(in, int64(len(dismissal))))
	if err == nil && string(said) == dismissal {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, sweepMost)
	defer cancel()
	e, err := connect(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = e.provider.Close() }()
	tick := time.NewTicker(sweepPause)
	defer tick.Stop()
	for quiet := 0; ; {
		n, err := e.count(ctx, run)
		if err == nil && n > 0 {
			err = e.sweep(ctx, run)
		}
		if quiet++; n > 0 || err != nil {
			quiet = 0
		}
		if quiet == calm {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("the engine still has things of %s: %w", run, context.Cause(ctx)), err)
		case <-tick.C:
		}
	}
}

// count is how many things of a run the engine has.
func (e *engine) count(ctx context.Context, run string) (int, error) {
	ours := make(client.Filters).Add("label", Label+"="+run)
	containers, err1 := e.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: ours})
	networks, err2 := e.NetworkList(ctx, client.NetworkListOptions{Filters: ours})
	volumes, err3 := e.VolumeList(ctx, client.VolumeListOptions{Filters: ours})
	return len(containers.Items) + len(networks.Items) + len(volumes.Items), errors.Join(err1, err2, err3)
}
