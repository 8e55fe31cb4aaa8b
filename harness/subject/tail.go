package subject

import (
	"bytes"
	"io"
	"sync"
)

// maxTail is how much of the service's last output is kept for messages.
const maxTail = 4 << 10

// A Tail passes output on and keeps the end of it.
type Tail struct {
	to io.Writer

	mu  sync.Mutex
	end []byte
}

// NewTail passes output on to a writer; nil: to nobody.
func NewTail(to io.Writer) *Tail { return &Tail{to: to} }

// Write never fails: a full disk must not stop the service.
func (t *Tail) Write(p []byte) (int, error) {
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

// String is the end: the last 4 KiB.
func (t *Tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.end)
}
