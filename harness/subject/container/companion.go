package container

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/api/pkg/stdcopy"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"

	"github.com/passproof/passproof/harness/relay"
	"github.com/passproof/passproof/harness/subject"
)

// Command is the command of passproof that is a relay: in the companion it runs
// "passproof relay --tcp 443 …".
const Command = "relay"

// ports are those that the companion has open for the harness.
var ports = relay.Ports{TCP: []uint16{53, 80, 443}, UDP: []uint16{53}}

// startCompanion starts the relay in a network. The id is there as soon as there is a
// container.
func (s *Site) startCompanion(ctx context.Context, in string, at stretch) (id string, link *relay.Link, err error) {
	open := ports
	open.Claim = at.adobe
	c, err := s.engine.provider.CreateContainer(ctx, testcontainers.ContainerRequest{
		Image: s.companion, Cmd: commandOf(open), Networks: []string{in}, Labels: map[string]string{Label: s.share.Run},
		ConfigModifier: func(c *container.Config) {
			c.OpenStdin, c.StdinOnce, c.AttachStdin, c.AttachStdout, c.AttachStderr = true, true, true, true, true
		},
		HostConfigModifier: func(h *container.HostConfig) {
			h.AutoRemove, h.ReadonlyRootfs = true, true
			h.CapDrop, h.CapAdd = []string{"ALL"}, []string{"NET_BIND_SERVICE", "NET_ADMIN"} // ports below 1024; addresses
			h.LogConfig.Type = "none"                                                        // its output is the link
		},
		EndpointSettingsModifier: func(all map[string]*network.EndpointSettings) {
			all[in].IPAMConfig = &network.EndpointIPAMConfig{IPv4Address: at.companion}
		},
	})
	if err != nil {
		return id, nil, fmt.Errorf("the companion cannot be made: %w", err)
	}
	id = c.GetContainerID()
	attached, err := s.engine.ContainerAttach(ctx, id, client.ContainerAttachOptions{Stream: true, Stdin: true, Stdout: true, Stderr: true})
	if err != nil {
		return id, nil, fmt.Errorf("the companion cannot be spoken to: %w", err)
	}
	said := subject.NewTail(nil)
	stream := attach(attached.HijackedResponse, said)
	if err := c.Start(ctx); err != nil {
		return id, nil, errors.Join(fmt.Errorf("the companion cannot be started: %w", err), stream.Close())
	}
	if link, err = relay.Open(ctx, stream); err != nil {
		return id, nil, fmt.Errorf("the companion does not work: %w\n%s", err, said)
	}
	return id, link, nil
}

// commandOf is the command line of the companion.
func commandOf(ports relay.Ports) []string {
	line := []string{Command, "--claim", ports.Claim.String()}
	for _, p := range ports.TCP {
		line = append(line, "--tcp", strconv.Itoa(int(p)))
	}
	for _, p := range ports.UDP {
		line = append(line, "--udp", strconv.Itoa(int(p)))
	}
	return line
}

// attached is the standard input and output of a container as one stream.
type attached struct {
	client.HijackedResponse
	out *io.PipeReader
}

// attach takes the two outputs apart, which come as one; what goes to the standard error
// goes to said.
func attach(r client.HijackedResponse, said io.Writer) attached {
	out, in := io.Pipe()
	go func() {
		_, err := stdcopy.StdCopy(in, said, r.Reader)
		_ = in.CloseWithError(err) // nil: the end
	}()
	return attached{r, out}
}

func (a attached) Read(p []byte) (int, error)  { return a.out.Read(p) }
func (a attached) Write(p []byte) (int, error) { return a.Conn.Write(p) }

// Close ends both directions: the companion ends with its input.
func (a attached) Close() error {
	return errors.Join(a.Conn.Close(), a.out.Close())
}

// companions is the repository of their images.
const companions = "passproof-companion"

// companionImage is the image with nothing but passproof in it. It is made once for each
// passproof there is and kept.
func (e *engine) companionImage(ctx context.Context, program string) (string, error) {
	text, err := os.ReadFile(program)
	if err != nil {
		return "", fmt.Errorf("passproof cannot be put into a container: %w", err)
	}
	sum := sha256.Sum256(text)
	image := companions + ":" + hex.EncodeToString(sum[:6])
	if _, err := e.ImageInspect(ctx, image); err == nil || !cerrdefs.IsNotFound(err) {
		return image, err
	}
	archive, err := archiveOf([]file{
		{"Dockerfile", []byte("FROM scratch\nCOPY passproof /passproof\nENTRYPOINT [\"/passproof\"]\n"), 0o644},
		{"passproof", text, 0o755},
	})
	if err != nil {
		return "", err
	}
	log := subject.NewTail(nil)
	_, err = e.provider.BuildImage(ctx, &testcontainers.ContainerRequest{FromDockerfile: testcontainers.FromDockerfile{
		ContextArchive: bytes.NewReader(archive), Repo: companions, Tag: hex.EncodeToString(sum[:6]), BuildLogWriter: log,
		BuildOptionsModifier: func(o *client.ImageBuildOptions) { o.Remove, o.ForceRemove, o.Labels = true, true, kept("companion") },
	}})
	if err != nil {
		return "", fmt.Errorf("the companion's image cannot be built: %w\n%s", err, log)
	}
	e.forget(ctx, companions, time.Now().Add(-keeping))
	return image, nil
}

// keeping is how long the image of a passproof that has been replaced may still be wanted by
// a run that has just begun.
const keeping = 24 * time.Hour

// forget removes images of a repository that were made before an instant and that nobody
// uses.
func (e *engine) forget(ctx context.Context, repository string, before time.Time) {
	all, err := e.ImageList(ctx, client.ImageListOptions{Filters: make(client.Filters).Add("reference", repository)})
	if err != nil {
		return // they take some room, and the next run tries again
	}
	for _, i := range all.Items {
		if time.Unix(i.Created, 0).Before(before) {
			_, _ = e.ImageRemove(ctx, i.ID, client.ImageRemoveOptions{PruneChildren: true})
		}
	}
}

// A file goes into a container or an image. A path that ends in a slash is a folder.
type file struct {
	path string
	text []byte
	mode int64
}

// archiveOf is what engines take files in.
func archiveOf(files []file) ([]byte, error) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, f := range files {
		if err := w.WriteHeader(&tar.Header{Name: f.path, Mode: f.mode, Size: int64(len(f.text))}); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.text); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}
