package subject

import (
	"bytes"
	"io"
	"sync"
)

// maxTail is how much of the service's last output is kept for messages.
const maxTail = 4 << 10

// tail passes output on and keeps the end of it.
type tail struct {
	to io.Writer

	mu  sync.Mutex
	end []byte
}

// Write never fails: a full disk must not stop the service.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end = append(t.end, p...)
	if len(t.end) > maxTail {
		t.end = bytes.Clone(t.end[len(t.end)-maxTail:])
	}
	if t.to != nil {
		_, _ = t.to.Write(p)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.end)
}
