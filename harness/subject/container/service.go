package container

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"sync"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	engines "github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/network"
	"github.com/passproof/passproof/harness/subject"
	"github.com/passproof/passproof/harness/trust"
)

// service is a Programmer Service in a container: one after the other, over restarts, with
// one volume for what outlives them.
type service struct {
	engine  *engine
	share   Share
	file    *config.File
	start   config.Start
	log     *subject.Tail
	volume  string
	in      string     // the network
	dns     netip.Addr // its name server
	address netip.Addr // of the service there
	reached string     // host:port on this machine that leads there

	mu      sync.Mutex
	life    *life
	ended   chan struct{}
	outcome string
}

// A Place is where an instance of the service is started.
type Place struct {
	Share Share
	At    network.Attachment // of a network of the site
	// Reach makes an address of that network reachable from this machine; it returns
	// host:port. The network closes it.
	Reach func(ctx context.Context, address string) (string, error)
}

// New makes the service that a file describes, or its replicas. It is removed with Close,
// and with the site at the latest.
func New(ctx context.Context, file *config.File, env subject.Environment, p Place, log io.Writer) (subject.Subject, error) {
	e, err := connect(ctx)
	if err != nil {
		return nil, err
	}
	volume := name()
	if _, err := e.VolumeCreate(ctx, client.VolumeCreateOptions{Name: volume, Labels: map[string]string{Label: p.Share.Run}}); err != nil {
		return nil, errors.Join(fmt.Errorf("no volume for the service's state: %w", err), e.provider.Close())
	}
	clear := func() error {
		ctx, cancel := context.WithTimeout(context.Background(), sweeping)
		defer cancel()
		_, err := e.VolumeRemove(ctx, volume, client.VolumeRemoveOptions{Force: true})
		return errors.Join(gone(err), e.provider.Close())
	}
	var all []subject.Subject
	for i := range file.Subject.Replicas {
		s := newService(e, file, env, p, volume, log)
		s.address = replica(p.At.Nameserver, i)
		if s.reached, err = p.Reach(ctx, net.JoinHostPort(s.address.String(), s.start.ListenPort)); err != nil {
			return nil, errors.Join(err, clear())
		}
		all = append(all, s)
	}
	if len(all) > 1 {
		return subject.Balance(all, clear)
	}
	return &single{all[0], clear}, nil
}

// single is a service without replicas: its volume goes with it.
type single struct {
	subject.Subject
	clear func() error
}

func (s *single) Close() error { return errors.Join(s.Subject.Close(), s.clear()) }

func newService(e *engine, file *config.File, env subject.Environment, p Place, volume string, log io.Writer) *service {
	port := strconv.Itoa(p.Share.Port)
	return &service{
		engine: e, share: p.Share, file: file, volume: volume, log: subject.NewTail(log), ended: make(chan struct{}),
		in: p.At.Container, dns: p.At.Nameserver,
		start: config.Start{
			Listen: net.JoinHostPort("0.0.0.0", port), ListenHost: "0.0.0.0", ListenPort: port, AdobePassURL: env.AdobePassURL,
			SoftwareStatement: env.SoftwareStatement, ServiceProvider: file.ServiceProvider, StateDir: file.Subject.State,
		},
	}
}

func (s *service) Address() string        { return "http://" + s.reached }
func (s *service) Ended() <-chan struct{} { return s.ended }

func (s *service) Outcome() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.outcome
}

// Start implements [subject.Subject].
func (s *service) Start(ctx context.Context) error {
	if ctx.Err() != nil {
		return &subject.StartError{What: fmt.Sprintf("the start of the service was cut short: %v", context.Cause(ctx))}
	}
	l, err := s.launch(ctx)
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return &subject.StartError{What: fmt.Sprintf("the service cannot be started in a container: %v", err), Log: s.log.String(),
			Remedy: "is subject.command right, and can the image run by itself?"}
	}
	ready, cancel := context.WithTimeout(ctx, s.file.Subject.StartTimeout)
	defer cancel()
	go func() {
		select {
		case <-l.exited:
			cancel()
		case <-ready.Done():
		}
	}()
	if err := s.awaitReady(ready); err != nil {
		return s.notReady(ctx, l, err)
	}
	return nil
}

// awaitReady asks as the file says. The way to the container accepts always: without a
// question in the file, any answer will do.
func (s *service) awaitReady(ctx context.Context) error {
	if s.file.Subject.Ready != "" {
		return subject.AwaitReady(ctx, s.Address(), s.file.Subject.Ready)
	}
	client := &http.Client{
		Timeout: answering, Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return subject.Await(ctx, func() error {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Address()+"/", nil)
		if err != nil {
			return err
		}
		answer, err := client.Do(r)
		if err != nil {
			return err
		}
		return answer.Body.Close()
	})
}

// notReady ends a service that did not become ready and says why it did not.
func (s *service) notReady(ctx context.Context, l *life, err error) error {
	if l.over() {
		<-l.logged
		return &subject.StartError{What: "the service ended while it was starting: " + l.fate, Log: s.log.String(),
			Remedy: "try the image by hand: docker run " + s.imageName()}
	}
	stopErr := s.stop(ctx)
	if ctx.Err() != nil {
		return &subject.StartError{What: fmt.Sprintf("the start of the service was cut short: %v", errors.Join(context.Cause(ctx), stopErr)), Log: s.log.String()}
	}
	return &subject.StartError{What: fmt.Sprintf("the service was not ready on port %s of its container after %v: %v", s.start.ListenPort, s.file.Subject.StartTimeout, err), Log: s.log.String(),
		Remedy: "does it listen on that port on all addresses (0.0.0.0), and is subject.ready right? subject.startTimeout gives it more time"}
}

func (s *service) imageName() string {
	if s.file.Subject.Image != "" {
		return s.file.Subject.Image
	}
	return built + ":" + tagOf(s.file.Subject.Name)
}

// launch makes a container and starts it.
func (s *service) launch(ctx context.Context) (*life, error) {
	request, err := s.request()
	if err != nil {
		return nil, err
	}
	files, err := s.files()
	if err != nil {
		return nil, err
	}
	c, err := s.engine.provider.CreateContainer(ctx, request)
	if err != nil {
		return nil, err
	}
	l := &life{engine: s.engine, id: c.GetContainerID(), exited: make(chan struct{}), logged: make(chan struct{})}
	if _, err := s.engine.CopyToContainer(ctx, l.id, client.CopyToContainerOptions{DestinationPath: "/", Content: files}); err != nil {
		return nil, errors.Join(fmt.Errorf("its files cannot be put into it: %w", err), l.discard())
	}
	if err := l.begin(ctx, s.log); err != nil {
		return nil, errors.Join(err, l.discard())
	}
	s.mu.Lock()
	s.life = l
	s.mu.Unlock()
	go s.watch(l)
	return l, nil
}

// request is what the engine is asked for.
func (s *service) request() (testcontainers.ContainerRequest, error) {
	env, err := s.environment()
	if err != nil {
		return testcontainers.ContainerRequest{}, err
	}
	var command []string
	for _, text := range s.file.Subject.Command {
		arg, err := config.Render(text, s.start)
		if err != nil {
			return testcontainers.ContainerRequest{}, err
		}
		command = append(command, arg)
	}
	var host *container.HostConfig
	// testcontainers publishes all ports of an image on the machine of the engine.
	unpublish := testcontainers.ContainerLifecycleHooks{PreCreates: []testcontainers.ContainerRequestHook{
		func(context.Context, testcontainers.ContainerRequest) error {
			host.PortBindings = nil
			return nil
		},
	}}
	return testcontainers.ContainerRequest{
		LifecycleHooks: []testcontainers.ContainerLifecycleHooks{unpublish},
		Image:          s.share.Image, Cmd: command, Env: env, Networks: []string{s.in}, Labels: map[string]string{Label: s.share.Run},
		EndpointSettingsModifier: func(all map[string]*engines.EndpointSettings) {
			all[s.in].IPAMConfig = &engines.EndpointIPAMConfig{IPv4Address: s.address}
		},
		HostConfigModifier: func(h *container.HostConfig) {
			host = h
			h.DNS = append(h.DNS, s.dns)
			h.Mounts = append(h.Mounts, mount.Mount{Type: mount.TypeVolume, Source: s.volume, Target: s.file.Subject.State})
		},
	}, nil
}

// environment is that of the file, with what announces the authority.
func (s *service) environment() (map[string]string, error) {
	env := map[string]string{}
	for name, text := range s.file.Subject.Env {
		value, err := config.Render(text, s.start)
		if err != nil {
			return nil, err
		}
		env[name] = value
	}
	trust.Announce(trustFolder, env)
	return env, nil
}

// files is the archive of what is put into each container. Everybody may write to the
// state folder: the image may run the service as anybody.
func (s *service) files() (io.Reader, error) {
	files := []file{{path: s.file.Subject.State[1:] + "/", mode: 0o777}}
	for _, name := range []string{trust.Authority, trust.Bundle, trust.JavaStore} {
		text, err := os.ReadFile(filepath.Join(s.share.Trust, name))
		if err != nil {
			return nil, err
		}
		files = append(files, file{path.Join(trustFolder, name)[1:], text, 0o644})
	}
	for to, from := range maps.All(s.file.Subject.Files) {
		text, err := os.ReadFile(s.file.Beside(from))
		if err != nil {
			return nil, fmt.Errorf("subject.files: %w", err)
		}
		mode := int64(0o644)
		if info, err := os.Stat(s.file.Beside(from)); err == nil && info.Mode()&0o111 != 0 {
			mode = 0o755
		}
		files = append(files, file{to[1:], text, mode})
	}
	archive, err := archiveOf(files)
	return bytes.NewReader(archive), err
}

// watch tells when the container has ended without having been asked to.
func (s *service) watch(l *life) {
	<-l.exited
	<-l.logged
	s.mu.Lock()
	defer s.mu.Unlock()
	if !l.wanted && s.outcome == "" {
		s.outcome = "the service ended by itself: " + l.fate
		close(s.ended)
	}
}

// stop ends the container, politely at first, and removes it.
func (s *service) stop(ctx context.Context) error {
	s.mu.Lock()
	l := s.life
	s.life = nil
	if l != nil {
		l.wanted = l.wanted || !l.over()
	}
	s.mu.Unlock()
	if l == nil {
		return nil
	}
	return l.end(ctx, s.file.Subject.StopTimeout)
}

// Restart implements [subject.Subject]: the new container has the volume of the old one,
// and nothing else, as after a deployment.
func (s *service) Restart(ctx context.Context) error {
	if err := s.stop(ctx); err != nil {
		return err
	}
	return s.Start(ctx)
}

// Close implements [subject.Subject].
func (s *service) Close() error {
	return s.stop(context.Background())
}
