package mockpass

import (
	"io"
	"log/slog"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/state"
)

// An Option is what a file cannot say.
type Option func(*Server)

// A Clock tells the mock what time it is. Expiry is a comparison, not a timer: one
// method is enough.
type Clock interface {
	// Now is called often and concurrently.
	Now() time.Time
}

// WithClock makes the mock live in the time of c instead of the system's.
func WithClock(c Clock) Option { return func(s *Server) { s.clock = &movableClock{base: c} } }

// WithRandom takes codes, identifiers and secrets from r instead of crypto/rand.
// The mock reads r from one goroutine at a time.
func WithRandom(r io.Reader) Option { return func(s *Server) { s.random = &random{source: r} } }

// WithLogger tells l about the mock's own failures. Usually nobody is told; what
// clients do wrong is in the journal.
func WithLogger(l *slog.Logger) Option { return func(s *Server) { s.logger = l } }

// WithStore remembers things in st instead of the memory of the process.
func WithStore(st state.Store) Option { return func(s *Server) { s.store = st } }

// WithJournal records into j instead of a journal of the mock's own.
func WithJournal(j *journal.Journal) Option { return func(s *Server) { s.journal = j } }

type systemClock struct{}

// Now implements [Clock].
func (systemClock) Now() time.Time { return time.Now() }
