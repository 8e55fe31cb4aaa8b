package container

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/moby/moby/client"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/dns"
	"github.com/passproof/passproof/harness/leftovers"
	"github.com/passproof/passproof/harness/subject"
)

// Options say what a site is made of.
type Options struct {
	File      *config.File
	Program   string // passproof itself
	Run       *leftovers.Run
	Authority []byte    // whom the service is to trust, in PEM
	Log       io.Writer // what pulling and building say
}

// A Share is what other processes need to run the service in a site.
type Share struct {
	Run   string `json:"run"`
	Image string `json:"image"`
	Port  int    `json:"port"`  // on which the service listens
	Trust string `json:"trust"` // folder on this machine with the files of package trust
}

// A Site is what one run has in a container engine. It is a [network.Site].
type Site struct {
	engine    *engine
	share     Share
	run       *leftovers.Run
	folder    string // for files of the run; removed with it
	companion string // the image
	about     string
	starting  chan struct{} // seats

	mu   sync.Mutex
	made int // networks
}

// Open prepares everything but networks and the service itself. Its error says what to
// do; it is a *[subject.StartError] or a [config.Error].
func Open(ctx context.Context, o Options) (site *Site, err error) {
	e, err := connect(ctx)
	var unanswered *Unanswered
	if errors.As(err, &unanswered) {
		return nil, unanswered.failure()
	}
	if err != nil {
		return nil, err
	}
	s := &Site{engine: e, run: o.Run, starting: make(chan struct{}, max(2, runtime.NumCPU()/2)), share: Share{Run: o.Run.Name}, folder: filepath.Join(o.Run.Folder, "trust")}
	defer func() {
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			err = &subject.StartError{What: fmt.Sprintf("the start of the service was cut short: %v", context.Cause(ctx))}
		}
		err = errors.Join(err, s.Close())
		site = nil
	}()
	if err = errors.Join(o.Run.InEngine(), os.Mkdir(s.folder, 0o700)); err != nil {
		return nil, fmt.Errorf("the folder of the run cannot be used: %w", err)
	}
	info, err := e.Info(ctx, client.InfoOptions{})
	if err != nil {
		return nil, fmt.Errorf("the container engine says nothing of itself: %w", err)
	}
	s.about = fmt.Sprintf("%s on %s/%s", info.Info.ServerVersion, info.Info.OSType, info.Info.Architecture)
	program, err := Program(o.Program, architectureOf(info.Info.Architecture))
	if err != nil {
		return nil, err
	}
	if s.companion, err = e.companionImage(ctx, program); err != nil {
		return nil, err
	}
	if err := s.findImage(ctx, o.File, subject.NewTail(o.Log)); err != nil {
		return nil, err
	}
	return s, s.layTrust(ctx, o.Authority)
}

// name makes a name for something in the engine: "passproof-1f2e3d4c5b6a".
func name() string {
	b := make([]byte, 6)
	_, _ = rand.Read(b) // never fails
	return "passproof-" + hex.EncodeToString(b)
}

// About says which image runs on which engine.
func (s *Site) About() string {
	return fmt.Sprintf("image %.19s, container engine %s", s.share.Image, s.about)
}

// Resolver is whom this machine asks for names: containers get its answers for all names
// that are not Adobe's.
func (s *Site) Resolver() dns.Resolver {
	f, err := os.Open("/etc/resolv.conf")
	if err != nil {
		return dns.Resolver{} // other names are then unknown
	}
	defer func() { _ = f.Close() }()
	r, err := dns.ReadResolver(f)
	if err != nil {
		return dns.Resolver{}
	}
	return r
}

// Share is what [New] wants.
func (s *Site) Share() Share { return s.share }

// sweeping bounds how long removing may take: an engine under load takes seconds.
const sweeping = time.Minute

// Close removes all that the run has in the engine, instances of the service included. It
// does not ask how the run has ended.
func (s *Site) Close() error {
	var errs []error
	ctx, cancel := context.WithTimeout(context.Background(), sweeping)
	defer cancel()
	if err := s.engine.sweep(ctx, s.share.Run); err != nil {
		s.run.Keep()
		errs = append(errs, fmt.Errorf("not everything could be removed from the container engine: %w; the next run removes what has the label %s=%s", err, Label, s.share.Run))
	}
	return errors.Join(append(errs, s.engine.provider.Close())...)
}

// write puts a file of the run into its folder.
func (s *Site) write(name string, text []byte) error {
	return os.WriteFile(filepath.Join(s.folder, name), text, 0o644)
}
