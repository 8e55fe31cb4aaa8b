package reference

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"
)

// A Service is one Programmer Service.
type Service struct {
	config Config
	policy Policy
	now    func() time.Time
	http   *http.Client
	store  *store

	life context.Context // ends with Close: background polls end with it
	end  context.CancelFunc
	all  sync.WaitGroup

	mu      sync.Mutex
	devices map[string]*device
	codes   map[string]*login // second screens find the login by its code
	lists   map[string]*list  // configurations by platform

	registered string // the last client secret, for the defect that shows it
}

// New opens the store and makes a service. It listens on nothing.
func New(c Config) (*Service, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	c.AdobePassURL = strings.TrimRight(c.AdobePassURL, "/")
	if c.Policy.PollInterval == 0 {
		c.Policy = Correct()
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	st, err := openStore(c.State)
	if err != nil {
		return nil, err
	}
	transport := c.Transport
	if transport == nil {
		transport = NewTransport(c.Policy.Line, c.AdobePassURL)
	}
	s := &Service{
		config: c, policy: c.Policy, now: c.Clock, store: st,
		http:    &http.Client{Transport: transport, Timeout: 15 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		devices: map[string]*device{}, codes: map[string]*login{}, lists: map[string]*list{},
	}
	if c.Policy.Line.Endless {
		s.http.Timeout = 0
	}
	s.life, s.end = context.WithCancel(context.Background())
	return s, nil
}

// Close ends all polls and closes the store.
func (s *Service) Close() error {
	s.end()
	s.all.Wait()
	s.http.CloseIdleConnections()
	return s.store.db.Close()
}
