package container

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/log"
)

// Label is on all that a run has in an engine; its value is the name of the run.
const Label = "org.passproof.run"

// answering bounds how long an engine may take to say that it is there.
const answering = 10 * time.Second

// engine is a container engine that answers.
type engine struct {
	provider *testcontainers.DockerProvider
	client.APIClient
}

// prepare is done once, before testcontainers reads its settings.
var prepare = sync.OnceFunc(func() {
	// Its reaper is an image that must be pulled, and is given the engine's socket. The
	// sweeper does the same without.
	_ = os.Setenv("TESTCONTAINERS_RYUK_DISABLED", "true")
	log.SetDefault(quiet{})
})

// quiet keeps testcontainers from writing between the lines of the harness.
type quiet struct{}

func (quiet) Printf(string, ...any) {}

// connect finds the engine: where DOCKER_HOST, the docker context or
// ~/.testcontainers.properties say, else at the usual sockets. Its error is an
// *[Unanswered].
func connect(ctx context.Context) (*engine, error) {
	prepare()
	ctx, cancel := context.WithTimeoutCause(ctx, answering, fmt.Errorf("nothing was heard for %v", answering))
	defer cancel()
	found := make(chan *testcontainers.DockerProvider, 1)
	failed := make(chan error, 1)
	go func() { // it takes no context; whoever waits for an engine that says nothing is left behind
		p, err := find(ctx)
		if err != nil {
			failed <- err
			return
		}
		found <- p
	}()
	select {
	case p := <-found:
		return &engine{provider: p, APIClient: p.Client()}, nil
	case err := <-failed:
		return nil, &Unanswered{err}
	case <-ctx.Done():
		return nil, &Unanswered{context.Cause(ctx)}
	}
}

// find asks testcontainers for an engine that answers.
func find(ctx context.Context) (*testcontainers.DockerProvider, error) {
	// Asked for like this, it knows the name of the engine's own network, and makes none.
	found, err := testcontainers.ProviderDefault.GetProvider(testcontainers.WithLogger(quiet{}))
	if err != nil {
		return nil, err
	}
	provider, ok := found.(*testcontainers.DockerProvider)
	if !ok {
		return nil, fmt.Errorf("%T is none that can be used", found)
	}
	if _, err := provider.Client().Ping(ctx, client.PingOptions{}); err != nil {
		return nil, errors.Join(err, provider.Close())
	}
	return provider, nil
}

// sweep removes all that carries the label of a run, and tries on when something cannot be
// removed.
func (e *engine) sweep(ctx context.Context, run string) error {
	ours := make(client.Filters).Add("label", Label+"="+run)
	var errs []error
	containers, err := e.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: ours})
	errs = append(errs, err)
	var all sync.WaitGroup
	var mu sync.Mutex
	for _, c := range containers.Items {
		all.Go(func() {
			err := e.remove(ctx, c.ID)
			mu.Lock()
			defer mu.Unlock()
			errs = append(errs, err)
		})
	}
	all.Wait()
	networks, err := e.NetworkList(ctx, client.NetworkListOptions{Filters: ours})
	errs = append(errs, err)
	for _, n := range networks.Items {
		_, err := e.NetworkRemove(ctx, n.ID, client.NetworkRemoveOptions{})
		errs = append(errs, gone(err))
	}
	volumes, err := e.VolumeList(ctx, client.VolumeListOptions{Filters: ours})
	errs = append(errs, err)
	for _, v := range volumes.Items {
		_, err := e.VolumeRemove(ctx, v.Name, client.VolumeRemoveOptions{Force: true})
		errs = append(errs, gone(err))
	}
	return errors.Join(errs...)
}

// remove kills a container and removes it. It returns when the container is gone, also
// when somebody else removes it: its network cannot go before.
func (e *engine) remove(ctx context.Context, id string) error {
	removed := e.ContainerWait(ctx, id, client.ContainerWaitOptions{Condition: "removed"})
	_, err := e.ContainerRemove(ctx, id, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
	if err = gone(err); err != nil {
		return err
	}
	select {
	case <-removed.Result:
	case err := <-removed.Error:
		return gone(err)
	}
	return nil
}
