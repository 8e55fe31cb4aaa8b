package relay

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/netip"
	"time"

	"github.com/hashicorp/yamux"
)

// The kinds of streams, by what opens them.
const (
	hello  = "hello"  // the relay: its ports are open
	came   = "came"   // the relay: somebody has connected
	packet = "packet" // the relay: datagrams of one port, both ways
	dial   = "dial"   // the harness: connect to somebody
	reset  = "reset"  // the harness: end a connection that came, as a machine does that knows nothing of it
)

// most bounds a header and a datagram.
const most = 64 << 10

// A header begins every stream.
type header struct {
	Kind   string         `json:"kind"`
	Port   uint16         `json:"port,omitempty"`  // came, packet
	Local  netip.AddrPort `json:"local,omitzero"`  // came, reset: the address that was called
	Remote netip.AddrPort `json:"remote,omitzero"` // came, reset: who called; dial: whom to call
	Error  string         `json:"error,omitempty"` // hello, and the answer to dial: what went wrong
}

// settings are those of both sides. A loaded machine may let a write wait for long.
func settings() *yamux.Config {
	c := yamux.DefaultConfig()
	c.LogOutput = io.Discard
	c.AcceptBacklog = 1024
	c.ConnectionWriteTimeout = time.Minute
	c.StreamCloseTimeout = time.Minute
	return c
}

// put writes a header.
func put(w io.Writer, h header) error {
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return putFrame(w, text)
}

// get reads a header.
func get(r io.Reader) (header, error) {
	var h header
	text, err := getFrame(r)
	if err != nil {
		return h, err
	}
	if err := json.Unmarshal(text, &h); err != nil {
		return h, fmt.Errorf("relay: not a header: %w", err)
	}
	return h, nil
}

// putFrame writes text with its length in front, in one piece.
func putFrame(w io.Writer, text []byte) error {
	if len(text) >= most {
		return fmt.Errorf("relay: %d bytes are more than a frame holds", len(text))
	}
	frame := binary.BigEndian.AppendUint16(make([]byte, 0, 2+len(text)), uint16(len(text)))
	_, err := w.Write(append(frame, text...))
	return err
}

// getFrame reads what putFrame has written.
func getFrame(r io.Reader) ([]byte, error) {
	var length [2]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	text := make([]byte, binary.BigEndian.Uint16(length[:]))
	_, err := io.ReadFull(r, text)
	return text, err
}

// A datagram is what a stream of packets carries: whom it comes from or goes to, and what
// it says.
func putDatagram(w io.Writer, peer netip.AddrPort, text []byte) error {
	address, err := peer.MarshalBinary()
	if err != nil {
		return err
	}
	frame := append([]byte{byte(len(address))}, address...)
	return putFrame(w, append(frame, text...))
}

func getDatagram(r io.Reader) (peer netip.AddrPort, text []byte, err error) {
	frame, err := getFrame(r)
	if err != nil {
		return peer, nil, err
	}
	if len(frame) == 0 || len(frame) < 1+int(frame[0]) {
		return peer, nil, fmt.Errorf("relay: a datagram of %d bytes has no address", len(frame))
	}
	end := 1 + int(frame[0])
	return peer, frame[end:], peer.UnmarshalBinary(frame[1:end])
}
