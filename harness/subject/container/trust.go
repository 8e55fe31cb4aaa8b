package container

import (
	"archive/tar"
	"context"
	"fmt"
	"io"

	"github.com/moby/moby/client"
	"github.com/testcontainers/testcontainers-go"

	"github.com/passproof/passproof/harness/trust"
)

// trustFolder is where the files of package trust are in containers.
const trustFolder = "/passproof"

// mostTrust bounds what is read of a bundle: the usual ones have a quarter of it.
const mostTrust = 1 << 20

// layTrust writes the files by which the service trusts the authority, and all whom its
// image trusts anyway.
func (s *Site) layTrust(ctx context.Context, authority []byte) error {
	others, err := s.trusted(ctx)
	if err != nil {
		return fmt.Errorf("whom the image trusts cannot be read: %w", err)
	}
	store, err := trust.New(authority, others)
	if err != nil {
		return err
	}
	for name, text := range store.Files() {
		if err := s.write(name, text); err != nil {
			return err
		}
	}
	s.share.Trust = s.folder
	return nil
}

// trusted is the bundle of the image; empty if it has none. It is read from a container
// that is never started, and that stays until the end of the run: engines keep an image
// which somebody uses, whatever other runs do with its name.
func (s *Site) trusted(ctx context.Context) ([]byte, error) {
	c, err := s.engine.provider.CreateContainer(ctx, testcontainers.ContainerRequest{
		Image: s.share.Image, Labels: map[string]string{Label: s.share.Run},
		Entrypoint: []string{"/never-started"}, // images without a command are refused
	})
	if err != nil {
		return nil, err
	}
	id := c.GetContainerID()
	for _, file := range trust.Bundles {
		if text := s.read(ctx, id, file); len(text) > 0 {
			return text, nil
		}
	}
	return nil, nil
}

// read reads a file of a container, through links; empty if there is none.
func (s *Site) read(ctx context.Context, id, file string) []byte {
	for range 4 {
		r, err := s.engine.CopyFromContainer(ctx, id, client.CopyFromContainerOptions{SourcePath: file})
		if err != nil {
			return nil
		}
		archive := tar.NewReader(r.Content)
		head, err := archive.Next()
		if err == nil && head.Typeflag == tar.TypeSymlink && r.Stat.LinkTarget != "" && r.Stat.LinkTarget != file {
			_ = r.Content.Close()
			file = r.Stat.LinkTarget
			continue
		}
		var text []byte
		if err == nil && head.Typeflag == tar.TypeReg {
			text, _ = io.ReadAll(io.LimitReader(archive, mostTrust))
		}
		_ = r.Content.Close()
		return text
	}
	return nil
}
