package container

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	cerrdefs "github.com/containerd/errdefs"
	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/subject"
)

// built is the repository of images that are built from a Dockerfile. They are kept: the
// next build is then quick.
const built = "passproof-subject"

// KeptLabel is on the images that runs build and keep, so that the next one need not: one
// for each name of a service, and one for each passproof, for a day after it was replaced.
const KeptLabel = "org.passproof.image"

func kept(of string) map[string]string { return map[string]string{KeptLabel: of} }

// findImage pulls or builds the image of the service and reads its port.
func (s *Site) findImage(ctx context.Context, f *config.File, log *subject.Tail) error {
	image := f.Subject.Image
	var err error
	if f.Subject.Dockerfile != "" {
		image, err = s.engine.build(ctx, f, log)
	} else {
		err = s.engine.pull(ctx, image, log)
	}
	if err != nil {
		return err
	}
	found, err := s.engine.ImageInspect(ctx, image)
	if err != nil {
		return fmt.Errorf("the image %s cannot be looked at: %w", image, err)
	}
	s.share.Image = found.ID
	if s.share.Port = f.Subject.Port; s.share.Port != 0 {
		return nil
	}
	var ports []int
	if found.Config != nil {
		for text := range found.Config.ExposedPorts {
			number, kind, _ := strings.Cut(text, "/")
			if n, err := strconv.Atoi(number); err == nil && (kind == "" || kind == "tcp") {
				ports = append(ports, n)
			}
		}
	}
	if slices.Sort(ports); len(ports) != 1 {
		return &config.Error{File: f.Path, Field: "subject.port", What: fmt.Sprintf("the image exposes the ports %v, so it does not tell where the service listens", ports), Remedy: "write port: and the one that your app calls"}
	}
	s.share.Port = ports[0]
	return nil
}

// build builds the image of a Dockerfile.
func (e *engine) build(ctx context.Context, f *config.File, log *subject.Tail) (string, error) {
	folder, dockerfile, err := f.BuildContext()
	if err != nil {
		return "", err
	}
	request := &testcontainers.ContainerRequest{FromDockerfile: testcontainers.FromDockerfile{
		Context: folder, Dockerfile: dockerfile, Repo: built, Tag: tagOf(f.Subject.Name), BuildLogWriter: log,
		BuildOptionsModifier: func(o *client.ImageBuildOptions) { o.Remove, o.ForceRemove, o.Labels = true, true, kept("subject") },
	}}
	before, known := e.ImageInspect(ctx, built+":"+tagOf(f.Subject.Name))
	image, err := e.provider.BuildImage(ctx, request)
	if now, lookErr := e.ImageInspect(ctx, image); err == nil && known == nil && lookErr == nil && now.ID != before.ID {
		// The one that has lost its name. While another run uses it, it stays.
		_, _ = e.ImageRemove(ctx, before.ID, client.ImageRemoveOptions{PruneChildren: true})
	}
	if err != nil {
		if ctx.Err() != nil {
			return "", &subject.StartError{What: fmt.Sprintf("building the image was cut short: %v", context.Cause(ctx)), Log: log.String()}
		}
		return "", &subject.StartError{What: fmt.Sprintf("the image of %s cannot be built: %v", f.Subject.Dockerfile, err), Log: log.String(),
			Remedy: fmt.Sprintf("try it by hand: docker build --file %s %s", f.Beside(f.Subject.Dockerfile), folder)}
	}
	return image, nil
}

// tagOf is a name as a tag can be.
func tagOf(name string) string {
	tag := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(name))
	return "at-" + tag[:min(len(tag), 100)] // a tag begins with a letter and has at most 128
}

// pull gets an image unless it is there.
func (e *engine) pull(ctx context.Context, image string, log io.Writer) error {
	_, err := e.ImageInspect(ctx, image)
	if err == nil {
		return nil
	}
	if !cerrdefs.IsNotFound(err) {
		return fmt.Errorf("the image %s cannot be looked at: %w", image, err)
	}
	if err = e.provider.PullImage(ctx, image); err == nil {
		return nil
	}
	_, _ = fmt.Fprintln(log, err)
	if ctx.Err() != nil {
		return &subject.StartError{What: fmt.Sprintf("pulling %s was cut short: %v", image, context.Cause(ctx))}
	}
	return &subject.StartError{What: fmt.Sprintf("the image %s is not there and cannot be pulled: %v", image, err),
		Remedy: fmt.Sprintf("try it by hand: docker pull %s", image)}
}

// gone leaves out that something is not there any more, or is being removed already.
func gone(err error) error {
	if cerrdefs.IsNotFound(err) || err != nil && cerrdefs.IsConflict(err) && strings.Contains(err.Error(), "already in progress") {
		return nil
	}
	return err
}
