// Package journal records what passed between a Programmer Service and Adobe
// Pass, and what was done to the Programmer Service meanwhile.
//
// A [Journal] is one sequence of entries with one clock. An [Exchange] is a
// request and its response, an [Act] is something that was done to the subject
// (a verb of its app, a restart, a direction on the stage), a [Query] is one DNS
// question, a [Connection] is one that was opened to Adobe Pass. The mock, the observing proxy and the HAR reader write them; rules,
// reports, the control API and the page read them through [Reader].
//
// The package imports the standard library only, and not net/http.
package journal

import (
	"context"
	"iter"
	"net/netip"
	"time"
)

// ID names one entry within one journal. IDs are given out on arrival and rise;
// an entry is published when it is complete, so readers may see IDs out of order.
type ID uint64

// An Entry is an *Exchange, an *Act, a *Query or a *Connection.
type Entry interface {
	// EntryID is the entry's name within its journal.
	EntryID() ID
	// At is the instant at which the entry began.
	At() time.Time
}

// Party tells who sent a request to Adobe Pass.
type Party string

// The two parties that speak to Adobe Pass.
const (
	Service Party = "service" // the Programmer Service
	Browser Party = "browser" // a user agent: a top-level navigation
)

// An Exchange is one request to Adobe Pass and the response that was given to it.
// All fields between Operation and Address are derived from the messages when the
// exchange is recorded, so that rules need not parse paths and tokens.
type Exchange struct {
	ID              ID             `json:"id"`
	Party           Party          `json:"party"`
	Operation       string         `json:"operation,omitempty"`       // operationId in specs; empty for a path or method that no document has
	ServiceProvider string         `json:"serviceProvider,omitempty"` // decoded path segment
	MVPD            string         `json:"mvpd,omitempty"`            // decoded path segment, or the mvpd of a session
	Code            string         `json:"code,omitempty"`            // authentication code that the exchange speaks of: from the path, or from the answer that created it
	Device          string         `json:"device,omitempty"`          // decoded AP-Device-Identifier; where the operation carries none, the device of the code's session
	Client          string         `json:"client,omitempty"`          // client_id: of the bearer token, or of the registration or token call
	Address         string         `json:"address,omitempty"`         // first element of X-Forwarded-For
	Scheme          string         `json:"scheme,omitempty"`          // "https" or "http"; empty: nobody has told
	Conn            uint64         `json:"conn,omitempty"`            // TCP connection: equal for requests on one connection
	From            netip.AddrPort `json:"from"`                      // peer address of the connection
	To              netip.AddrPort `json:"to"`                        // local address of the connection
	Start           time.Time      `json:"start"`                     // the request header had arrived
	End             time.Time      `json:"end"`                       // the last byte of the response was handed over
	Request         Message        `json:"request"`
	Response        Message        `json:"response"`             // zero Status: the connection was cut before an answer
	Violations      []Violation    `json:"violations,omitempty"` // where the request departs from the OpenAPI documents
	Fault           string         `json:"fault,omitempty"`      // where the mock broke its own contract; never the subject's
	Directed        []string       `json:"directed,omitempty"`   // IDs of the stage directions that shaped the answer
}

// A Violation is one place where a request departs from the OpenAPI documents.
type Violation struct {
	Kind   string `json:"kind"`             // Missing, Invalid or Undocumented
	In     string `json:"in"`               // "path", "method", "query", "header", "body"
	Name   string `json:"name,omitempty"`   // parameter, header, form field or JSON pointer into the body
	Reason string `json:"reason,omitempty"` // one sentence
}

// The kinds of violations.
const (
	Missing      = "missing"      // required and absent
	Invalid      = "invalid"      // present and wrong
	Undocumented = "undocumented" // no document knows it
)

// A Query is one DNS question and the answer given to it.
type Query struct {
	ID         ID             `json:"id"`
	Asked      time.Time      `json:"asked"` // the answer goes out at once, unless it has to be asked for elsewhere
	Name       string         `json:"name"`  // without the dot at the end
	Type       string         `json:"type"`  // "A", "AAAA", …
	Addresses  []netip.Addr   `json:"addresses,omitempty"`
	TTL        time.Duration  `json:"ttl"`
	Network    string         `json:"network,omitempty"`    // the network of the instance that asked
	DataCentre string         `json:"dataCentre,omitempty"` // whose addresses they are
	Transport  string         `json:"transport,omitempty"`  // "udp" or "tcp"
	From       netip.AddrPort `json:"from,omitzero"`        // who asked
	Result     string         `json:"result,omitempty"`     // the response code where it is not NOERROR: "NXDOMAIN", "SERVFAIL"
	Forwarded  bool           `json:"forwarded,omitempty"`  // it is no name of Adobe Pass: somebody else has answered
}

// EntryID implements [Entry].
func (x *Exchange) EntryID() ID { return x.ID }

// At implements [Entry].
func (x *Exchange) At() time.Time { return x.Start }

// EntryID implements [Entry].
func (q *Query) EntryID() ID { return q.ID }

// At implements [Entry].
func (q *Query) At() time.Time { return q.Asked }

// A Reader reads entries in the order in which they were published.
type Reader interface {
	// Since yields what was published after the first n entries, then returns.
	Since(n uint64) iter.Seq2[uint64, Entry]
	// Follow is Since that waits for more until ctx is done. The number that is
	// yielded with an entry is the n to go on from after it.
	Follow(ctx context.Context, n uint64) iter.Seq2[uint64, Entry]
}
