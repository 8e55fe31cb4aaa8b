//go:build !linux

package ground

import (
	"context"
	"errors"
	"io"

	"github.com/passproof/passproof/harness/dns"
	"github.com/passproof/passproof/harness/network"
)

// errNotHere tells that a process cannot be given a resolver of its own.
var errNotHere = errors.New("only Linux can give a process a resolver of its own; run the service in a container")

// Host is a site on the machine's own network.
type Host struct{ nowhere }

// Apart is a site of networks that have nothing in common with the machine's.
type Apart struct{ nowhere }

type nowhere struct{}

// NewHost tells that there is none.
func NewHost(context.Context, []string, string) (*Host, error) { return nil, errNotHere }

// NewApart tells that there is none.
func NewApart(context.Context, []string, string) (*Apart, error) { return nil, errNotHere }

// Resolver is nobody.
func (nowhere) Resolver() dns.Resolver { return dns.Resolver{} }

// Ground tells that there is none.
func (nowhere) Ground(context.Context) (network.Ground, network.Attachment, error) {
	return network.Ground{}, network.Attachment{}, errNotHere
}

// Within tells that it cannot be.
func Within(string, []string) error { return errNotHere }

// Hold tells that it cannot be.
func Hold(context.Context, string, io.ReadCloser, io.WriteCloser) error { return errNotHere }
