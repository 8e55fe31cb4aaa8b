package journal

import (
	"net/netip"
	"time"
)

// A Connection is one that was opened to an address of Adobe Pass, with what became of
// it before the first request. Where the address was handed out by the harness's DNS, a
// [Query] of the same Network has it among its Addresses, and no other answer does.
type Connection struct {
	ID          ID             `json:"id"`
	Number      uint64         `json:"number,omitempty"`      // Conn of the exchanges on it; 0: there can be none
	Network     string         `json:"network,omitempty"`     // the network of the instance that opened it
	DataCentre  string         `json:"dataCentre,omitempty"`  // whose address it is
	Opened      time.Time      `json:"opened"`                // it was accepted
	Settled     time.Time      `json:"settled"`               // its outcome was known
	From        netip.AddrPort `json:"from"`                  // peer address
	To          netip.AddrPort `json:"to"`                    // local address
	ServerName  string         `json:"serverName,omitempty"`  // the host that the client asked for in the handshake
	Protocol    string         `json:"protocol,omitempty"`    // "h2" or "http/1.1", as agreed in the handshake
	Certificate string         `json:"certificate,omitempty"` // what is wrong with the certificate that was shown; empty: nothing
	Outcome     Fate           `json:"outcome"`
	Reason      string         `json:"reason,omitempty"` // why the handshake came to nothing
}

// A Fate is what became of a connection before the first request.
type Fate string

// The fates of connections.
const (
	Ready   Fate = "ready"   // requests can come
	Aborted Fate = "aborted" // the client gave up in the handshake
	Refused Fate = "refused" // the data centre reset it
	Silent  Fate = "silent"  // the data centre says nothing on it
)

// What can be wrong with a certificate.
const (
	WrongName        = "wrong-name"        // of an authority that is trusted, for another host
	UnknownAuthority = "unknown-authority" // for the host, of an authority that nobody trusts
	Expired          = "expired"           // for the host, of an authority that is trusted, and over
)

// EntryID implements [Entry].
func (c *Connection) EntryID() ID { return c.ID }

// At implements [Entry].
func (c *Connection) At() time.Time { return c.Opened }
