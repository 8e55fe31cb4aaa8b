package mockpass

import (
	"encoding/json"
	"sync"
)

// mostSealed bounds how many values of one service provider are remembered.
const mostSealed = 1000

// sealed are values that were encrypted for a service provider: encrypting the zip
// code of the same viewer again on each poll would cost more than all the rest of the
// answer. It ends with the settings, so with the certificate.
type sealed struct {
	mu   sync.Mutex
	text map[string]string // JSON of the value -> as it is sent
}

// of is the value as it was encrypted before, or as seal encrypts it now.
func (s *sealed) of(value any, seal func() (string, error)) (string, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if text, ok := s.text[string(plain)]; ok {
		return text, nil
	}
	text, err := seal()
	if err != nil {
		return "", err
	}
	if s.text == nil || len(s.text) >= mostSealed {
		s.text = map[string]string{}
	}
	s.text[string(plain)] = text
	return text, nil
}
