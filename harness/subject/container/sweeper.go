package container

import (
	"context"
	"errors"

	"github.com/moby/moby/client"
)

// Sweep removes what a run has in the engine whose process was killed, and returns how many
// things there were. It is a [leftovers.Emptier].
func Sweep(ctx context.Context, run string) (int, error) {
	e, err := connect(ctx)
	if err != nil {
		return 0, err
	}
	defer func() { _ = e.provider.Close() }()
	n, err := e.count(ctx, run)
	if err == nil && n > 0 {
		err = e.sweep(ctx, run)
	}
	return n, err
}

// count is how many things of a run the engine has.
func (e *engine) count(ctx context.Context, run string) (int, error) {
	ours := make(client.Filters).Add("label", Label+"="+run)
	containers, err1 := e.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: ours})
	networks, err2 := e.NetworkList(ctx, client.NetworkListOptions{Filters: ours})
	volumes, err3 := e.VolumeList(ctx, client.VolumeListOptions{Filters: ours})
	return len(containers.Items) + len(networks.Items) + len(volumes.Items), errors.Join(err1, err2, err3)
}
