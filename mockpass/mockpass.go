package mockpass

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/passproof/passproof/mockpass/apple"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/mockpass/state"
	"github.com/passproof/passproof/specs"
)

// A Server is one Adobe Pass with its state, its stage and its journal. Its
// methods may be called concurrently. There is nothing to close.
type Server struct {
	current   atomic.Pointer[settings]
	keys      *keys
	documents *specs.Validator
	endpoints map[string]endpoint

	clock   *movableClock
	random  *random
	logger  *slog.Logger
	store   state.Store
	journal *journal.Journal
	stage   *stage.Stage

	degraded   degradations
	samlSigner func() (*apple.Signer, error)    // made when it is first needed: that takes a while
	buckets    *state.MemoryTable[bucket]       // of the throttle, by address
	verified   *state.MemoryTable[accessClaims] // access tokens whose signature was checked
	conns      atomic.Uint64
	closing    closing

	switched  integrationSwitch
	approvals overlay[string] // id of an application -> approved at run time
}

// documents are parsed once for all mocks of the process: they are the same for each,
// and take longer than all else that makes a mock.
var documents = sync.OnceValues(specs.New)

// New makes a mock of a configuration. It starts nothing and listens on nothing.
// What is wrong with the configuration comes as a [*ConfigError], or several joined.
func New(c Config, options ...Option) (*Server, error) {
	s := &Server{
		endpoints: make(map[string]endpoint, len(endpoints)),
		clock:     &movableClock{base: systemClock{}},
		random:    &random{source: rand.Reader},
		logger:    slog.New(slog.DiscardHandler),
		stage:     stage.New(c.Limits.filled().Directions),
	}
	for _, o := range options {
		o(s)
	}
	for _, e := range endpoints {
		s.endpoints[e.operation] = e
	}
	var err error
	if s.keys, err = newKeys(c.Key); err != nil {
		return nil, err
	}
	s.samlSigner = sync.OnceValues(func() (*apple.Signer, error) { return apple.NewSigner(s.keys.rsa, "mockpass") })
	settings, err := newSettings(c, s.keys, s.clock.Now())
	if err != nil {
		return nil, err
	}
	s.current.Store(settings)
	if s.documents, err = documents(); err != nil {
		return nil, fmt.Errorf("mockpass: the embedded API documents cannot be read: %w", err)
	}
	rows := c.Limits.filled().Rows
	if s.store == nil {
		s.store = state.NewMemory(s.clock.Now, rows)
	}
	if s.journal == nil {
		s.journal = journal.New(c.Limits.filled().Entries)
	}
	s.buckets = state.NewMemoryTable[bucket](s.clock.Now, rows)
	s.verified = state.NewMemoryTable[accessClaims](s.clock.Now, rows)
	return s, nil
}

// API serves REST API V2, Dynamic Client Registration and, for browsers, the login
// and logout pages of the MVPDs.
func (s *Server) API() http.Handler { return http.HandlerFunc(s.serve) }

// Journal is where every exchange is recorded.
func (s *Server) Journal() *journal.Journal { return s.journal }

// Record gives an act of somebody else its ID, publishes it in the journal and
// returns the ID. The act must not be changed afterwards.
func (s *Server) Record(a *journal.Act) journal.ID {
	a.ID = s.journal.NextID()
	s.journal.Publish(a)
	return a.ID
}
