package certification

import (
	"context"
	"errors"
	"io"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/subject"
	"github.com/passproof/passproof/harness/subject/container"
)

// openContainers finds a container engine and makes ready what the service of a file needs
// there. What it lacks is no fault of the harness: it is kept for the report.
func openContainers(ctx context.Context, m *mock, file *config.File, on base, log io.Writer) (*names, error) {
	site, err := container.Open(ctx, container.Options{File: file, Program: on.self, Run: on.left, Authority: m.authority.PEM(), Log: log})
	var mistake *config.Error
	switch {
	case errors.As(err, &mistake):
		return nil, err
	case err != nil:
		return &names{without: "the service could not be started in a container", refused: err}, nil //nolint:nilerr // it is in the report
	}
	n := &names{containers: site}
	if err := n.open(m, site); err != nil {
		return nil, errors.Join(err, site.Close())
	}
	return n, nil
}

// share is what workers need to start the service in containers; nil where it runs in none.
func (n *names) share() *container.Share {
	if n.containers == nil {
		return nil
	}
	s := n.containers.Share()
	return &s
}

// newSubject makes an instance of the service of a file: in a container if site says so.
func newSubject(ctx context.Context, file *config.File, env subject.Environment, site *container.Share, log io.Writer) (subject.Subject, error) {
	if site == nil {
		return subject.New(file, env, log)
	}
	return container.New(ctx, file, env, container.Place{Share: *site, At: env.Network.Attachment, Reach: env.Network.Reach}, log)
}
