package mockpass

import (
	"maps"
	"sync"
	"sync/atomic"
)

// overlay is what was switched at run time, on top of a configuration that does not
// change: some keys have a value, the others are as configured. Every call of the API
// reads it, hardly any writes it.
type overlay[K comparable] struct {
	mu  sync.Mutex // held by writers
	now atomic.Pointer[map[K]bool]
}

// get is the value that was set for a key.
func (o *overlay[K]) get(key K) (value, set bool) {
	m := o.now.Load()
	if m == nil {
		return false, false
	}
	value, set = (*m)[key]
	return value, set
}

// set gives a key a value.
func (o *overlay[K]) set(key K, value bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	next := map[K]bool{}
	if m := o.now.Load(); m != nil {
		next = maps.Clone(*m)
	}
	next[key] = value
	o.now.Store(&next)
}

// clear lets everything be as configured again.
func (o *overlay[K]) clear() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now.Store(nil)
}
