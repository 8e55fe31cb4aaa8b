package state

import (
	"context"
	"errors"
	"iter"
	"time"
)

// ErrNotFound says that a table has no row of that key.
var ErrNotFound = errors.New("state: no such row")

// ErrFull says that a table holds as many live rows as it may.
var ErrFull = errors.New("state: table is full")

// Forever keeps a row until the store ends.
var Forever = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)

// A Store is the memory of one mock. Its methods may be called concurrently.
type Store interface {
	// Clients are keyed by client_id.
	Clients() Table[Client]
	// Tokens are keyed by [Token.ID].
	Tokens() Table[Token]
	// Sessions are keyed by authentication code.
	Sessions() Table[Session]
	// Devices are keyed by [DeviceKey].
	Devices() Table[Device]
	// Decisions are keyed by [DecisionKey].
	Decisions() Table[Decision]
	// Identities are keyed by [IdentityKey].
	Identities() Table[Identity]
	// Trials are keyed by [TrialKey].
	Trials() Table[Trial]
	// PartnerRequests are keyed by [PartnerRequest.ID].
	PartnerRequests() Table[PartnerRequest]
}

// A Table holds rows of one kind. Rows that were returned must not be written to.
type Table[T any] interface {
	// Load returns the row of key, or ErrNotFound.
	Load(ctx context.Context, key string) (T, error)
	// Save puts a row in place of what was there and keeps it until keep.
	Save(ctx context.Context, key string, row T, keep time.Time) error
	// Change replaces the row of key by what change makes of it, in one step that no
	// other Change or Save of that key can interrupt. change gets the zero row and
	// false when there is none; it may be called again when the store is remote, so
	// it must do nothing but compute. When change returns an error the row stays as
	// it was and Change returns that error.
	Change(ctx context.Context, key string, change Change[T]) (T, error)
	// Delete removes the row of key. That there is none is no error.
	Delete(ctx context.Context, key string) error
	// All yields the rows whose time is not over, with their keys, in no particular
	// order. A row that stays as it is while All runs is yielded exactly once; one that
	// is written meanwhile may be yielded as it was, as it became, or not at all. The
	// loop may read and write the table. When ctx is done the sequence ends early, so
	// whoever must have seen all rows looks at ctx.Err afterwards.
	All(ctx context.Context) iter.Seq2[string, T]
}

// A Change computes the new row and until when it is kept.
type Change[T any] func(row T, found bool) (changed T, keep time.Time, err error)
