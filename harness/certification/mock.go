package certification

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/control"
)

// mock is a mockpass with its two listeners.
type mock struct {
	server  *mockpass.Server
	api     *http.Server
	control *http.Server
	apiURL  string
	ctlURL  string
	serving sync.WaitGroup
}

// startMock makes a mockpass that knows the service provider of the file.
func startMock(file *config.File) (*mock, error) {
	server, err := mockpass.New(mockConfig(file))
	if err != nil {
		return nil, fmt.Errorf("mockpass: %w", err)
	}
	m := &mock{server: server}
	m.api = &http.Server{Handler: server.API(), ConnContext: server.ConnContext, ReadHeaderTimeout: 10 * time.Second}
	m.control = &http.Server{Handler: control.NewHandler(server), ReadHeaderTimeout: 10 * time.Second}
	if m.apiURL, err = m.serve(m.api, file.Mockpass.Listen, "mockpass.listen"); err != nil {
		return nil, err
	}
	if m.ctlURL, err = m.serve(m.control, file.Mockpass.Control, "mockpass.control"); err != nil {
		return nil, errors.Join(err, m.api.Close())
	}
	return m, nil
}

func (m *mock) serve(s *http.Server, address, field string) (string, error) {
	if address == "" {
		address = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return "", &config.Error{File: "passproof.yaml", Field: field, What: err.Error(), Remedy: "is the port in use? leave the field out for a free one"}
	}
	m.serving.Go(func() { _ = s.Serve(l) })
	return "http://" + l.Addr().String(), nil
}

// Close ends both listeners and returns when nobody is served any more.
func (m *mock) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	var all []error
	for _, s := range []*http.Server{m.api, m.control} {
		if s.Shutdown(ctx) != nil {
			all = append(all, s.Close()) // streams that follow the journal never end by themselves
		}
	}
	m.serving.Wait()
	return errors.Join(all...)
}
