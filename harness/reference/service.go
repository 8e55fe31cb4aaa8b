package reference

import (
	"context"
	"errors"
	"net"
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
		transport = NewTransport()
	}
	s := &Service{
		config: c, policy: c.Policy, now: c.Clock, store: st,
		http:    &http.Client{Transport: transport, Timeout: 15 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		devices: map[string]*device{}, codes: map[string]*login{}, lists: map[string]*list{},
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

// connectionAge is how long a connection to Adobe Pass is used. Adobe may move its
// host to another data centre; requests must follow within 30 seconds.
const connectionAge = 20 * time.Second

// NewTransport makes a transport that follows a host that moves: a connection ends
// after connectionAge, and the address of the next one is asked for anew.
func NewTransport() http.RoundTripper {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return aged(c), nil
		},
		TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: 10 * time.Second,
		MaxIdleConnsPerHost: 64, IdleConnTimeout: connectionAge / 2,
	}
}

// agedConn refuses to be used for another request once it is old, so that the
// transport gives it up.
type agedConn struct {
	net.Conn
	old time.Time
}

var errOld = errors.New("reference: the connection is old")

func aged(c net.Conn) net.Conn { return &agedConn{c, time.Now().Add(connectionAge)} }

// Write fails on an old connection. A request that was not written at all is sent
// again by the transport on a new one.
func (c *agedConn) Write(p []byte) (int, error) {
	if time.Now().After(c.old) {
		return 0, errOld
	}
	return c.Conn.Write(p)
}
