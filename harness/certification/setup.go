package certification

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/passproof/passproof/harness/app"
	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/network"
	"github.com/passproof/passproof/harness/subject"
	"github.com/passproof/passproof/harness/world"
)

// Setup is the world in which the scenario of an order is played; file is what its Config
// names. Instances of the subject that the scenario starts for itself write to log.
func (o Order) Setup(file *config.File, log io.Writer) world.Setup {
	setup := world.Setup{
		ControlURL: o.ControlURL, AdobePassURL: o.AdobePassURL, Secure: world.Secure{Address: o.Secure, Authority: o.Authority}, SubjectURL: o.SubjectURL, Seat: o.Seat,
		Scenario: o.Scenario, Depth: world.Depth(o.Depth), ServiceProvider: file.ServiceProvider, Domain: file.Domains[0],
		RefreshMargin: file.Limits.RefreshMargin, TempPass: file.TemporaryAccess, WithoutNetworks: o.WithoutNames, Driver: app.NewMapped(file.App),
	}
	if file.Subject.Starts() {
		setup.Own = ownSubject(file, o, log)
	}
	return setup
}

// ownSubject starts an instance that belongs to one scenario alone, in a network of its own
// where there are some.
func ownSubject(file *config.File, o Order, log io.Writer) func(context.Context, func(context.Context, string) error) (world.OwnSubject, error) {
	return func(ctx context.Context, prepare func(context.Context, string) error) (world.OwnSubject, error) {
		own := &ownInstance{nets: &network.Client{URL: o.ControlURL}}
		env := subject.Environment{AdobePassURL: o.AdobePassURL, SoftwareStatement: o.Statement, Trust: o.Trust, Folder: o.Folder, Mark: o.Mark}
		if o.WithoutNames == "" {
			at, err := own.nets.Open(ctx)
			if err != nil {
				return nil, err
			}
			own.name = at.Network
			env.Network = &subject.Network{Attachment: at, Reach: func(ctx context.Context, address string) (string, error) {
				return own.nets.Reach(ctx, at.Network, address)
			}}
			if err := prepare(ctx, at.Network); err != nil {
				return nil, errors.Join(err, own.leave())
			}
		}
		s, err := newSubject(ctx, file, env, o.Site, log)
		if err != nil {
			return nil, errors.Join(err, own.leave())
		}
		own.Subject = s
		if err := s.Start(ctx); err != nil {
			return nil, errors.Join(err, own.Close())
		}
		return own, nil
	}
}

// ownInstance is an instance with its network.
type ownInstance struct {
	subject.Subject
	nets *network.Client
	name string
}

// Network is the name of its network.
func (o *ownInstance) Network() string { return o.name }

// Close ends the instance, and then its network.
func (o *ownInstance) Close() error { return errors.Join(o.Subject.Close(), o.leave()) }

// leaving bounds how long the end of a network may take.
const leaving = 10 * time.Second

func (o *ownInstance) leave() error {
	if o.name == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), leaving)
	defer cancel()
	return o.nets.Remove(ctx, o.name)
}
