package network

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"sync"
)

// An Attachment is what whoever starts an instance of the subject has to know of its
// network.
type Attachment struct {
	Network string `json:"network"` // its name
	// Enter begins a command that is to be started in the network; see [Attachment.Command].
	// Nil: nothing is needed.
	Enter []string `json:"enter,omitempty"`
	// Apart tells that addresses of the subject are of another network: [Client.Reach]
	// makes them reachable from here.
	Apart bool `json:"apart,omitempty"`
	// Container is the name of the network in a container engine, and Nameserver the
	// address of its name server: containers are told both. Empty: it is in no engine.
	Container  string     `json:"container,omitempty"`
	Nameserver netip.Addr `json:"nameserver,omitzero"`
}

// Folder stands in [Attachment.Enter] for the folder that a command runs in.
const Folder = "{folder}"

// Command is a command line that runs another in the network, in a folder. The program and
// the folder are to be absolute paths, or a program that is found by its name.
func (a *Attachment) Command(folder string, command []string) []string {
	out := slices.Clone(a.Enter)
	for i, arg := range out {
		if arg == Folder {
			out[i] = folder
		}
	}
	return append(out, command...)
}

// A Site makes grounds for the networks of one run.
type Site interface {
	// Ground makes one more. Attachment.Network is filled in by others.
	Ground(context.Context) (Ground, Attachment, error)
}

// A Registry holds the networks of a run. Its methods may be called concurrently.
type Registry struct {
	site   Site
	config Config // of every network, but for Name and Ground

	mu       sync.Mutex
	made     int
	networks map[string]*Network
	doors    map[string][]*door // by network
	closed   bool
}

// NewRegistry makes an empty one; config is that of every network, but for Name and Ground.
func NewRegistry(site Site, config Config) *Registry {
	return &Registry{site: site, config: config, networks: map[string]*Network{}, doors: map[string][]*door{}}
}

// errClosed tells that the run is over.
var errClosed = errors.New("network: there are no more networks: the run is over")

// Open makes a network for one more instance.
func (r *Registry) Open(ctx context.Context) (*Network, Attachment, error) {
	ground, at, err := r.site.Ground(ctx)
	if err != nil {
		return nil, Attachment{}, err
	}
	r.mu.Lock()
	r.made++
	config := r.config
	config.Name, config.Ground = fmt.Sprintf("network-%d", r.made), ground
	r.mu.Unlock()
	n, err := Open(config)
	if err != nil {
		return nil, Attachment{}, err
	}
	at.Network = config.Name
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil, Attachment{}, errors.Join(errClosed, n.Close())
	}
	r.networks[at.Network] = n
	return n, at, nil
}

// find is the network of that name.
func (r *Registry) find(name string) (*Network, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := r.networks[name]; n != nil {
		return n, nil
	}
	return nil, fmt.Errorf("network: there is no network %q", name)
}

// Reach opens a port on loopback that leads to an address of a network which is apart,
// until that network is closed.
func (r *Registry) Reach(name, address string) (string, error) {
	n, err := r.find(name)
	if err != nil {
		return "", err
	}
	if n.Ground.Dial == nil {
		return address, nil
	}
	d, err := newDoor(n.Ground.Dial, address)
	if err != nil {
		return "", err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.networks[name] == nil {
		return "", errors.Join(errClosed, d.Close())
	}
	r.doors[name] = append(r.doors[name], d)
	return d.Addr().String(), nil
}

// Remove closes one network.
func (r *Registry) Remove(name string) error {
	n, err := r.find(name)
	if err != nil {
		return err
	}
	r.mu.Lock()
	doors := r.doors[name]
	delete(r.networks, name)
	delete(r.doors, name)
	r.mu.Unlock()
	var all []error
	for _, d := range doors {
		all = append(all, d.Close())
	}
	return errors.Join(append(all, n.Close())...)
}

// Close closes all networks, and no more are made.
func (r *Registry) Close() error {
	r.mu.Lock()
	r.closed = true
	names := make([]string, 0, len(r.networks))
	for name := range r.networks {
		names = append(names, name)
	}
	r.mu.Unlock()
	var all []error
	for _, name := range names {
		all = append(all, r.Remove(name))
	}
	return errors.Join(all...)
}
