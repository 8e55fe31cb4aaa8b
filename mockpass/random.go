package mockpass

import (
	"encoding/hex"
	"fmt"
	"io"
	"sync"
)

// random is a source of randomness that may be used concurrently.
type random struct {
	mu     sync.Mutex
	source io.Reader
}

// read gives n bytes.
func (r *random) read(n int) ([]byte, error) {
	b := make([]byte, n)
	r.mu.Lock()
	defer r.mu.Unlock()
	_, err := io.ReadFull(r.source, b)
	return b, err
}

// bytes gives n bytes. A source that fails ends the request with an internal error.
func (r *random) bytes(n int) []byte {
	b, err := r.read(n)
	if err != nil {
		panic(fmt.Errorf("the source of randomness failed: %w", err))
	}
	return b
}

// uuid is a random UUID.
func (r *random) uuid() string { return formatUUID(r.bytes(16)) }

// trace is a random UUID for an error, and zeros when the error is that the source
// has failed.
func (r *random) trace() string {
	b, _ := r.read(16)
	return formatUUID(b)
}

// formatUUID writes 16 bytes as a UUID of version 4.
func formatUUID(b []byte) string {
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	var out [36]byte
	hex.Encode(out[:8], b[:4])
	hex.Encode(out[9:13], b[4:6])
	hex.Encode(out[14:18], b[6:8])
	hex.Encode(out[19:23], b[8:10])
	hex.Encode(out[24:], b[10:])
	out[8], out[13], out[18], out[23] = '-', '-', '-', '-'
	return string(out[:])
}

// What authentication codes are made of.
const (
	digits       = "0123456789"
	codeAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + digits
)

// code is an authentication code of n characters of an alphabet.
func (r *random) code(n int, alphabet string) string {
	b := r.bytes(n)
	for i, v := range b {
		b[i] = alphabet[int(v)%len(alphabet)]
	}
	return string(b)
}
