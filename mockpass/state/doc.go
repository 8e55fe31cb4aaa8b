// Package state holds what the mock remembers: clients, access tokens,
// authentication sessions, devices with their profiles, and decisions.
//
// A [Store] is five tables; a [Table] loads, saves and changes rows by key. A row
// is an immutable value: whoever changes one makes a new value. Each row is kept
// until a given instant and is gone afterwards, seen from the outside; expiry is a
// comparison with a clock and never a timer.
//
//	store := state.NewMemory(time.Now, 100_000)
//	err := store.Clients().Save(ctx, "c1", state.Client{ID: "c1"}, state.Forever)
//	client, err := store.Clients().Load(ctx, "c1")
//
// What a row means and when it is valid is decided by the mock, not here: a
// session is kept for a while after it has expired, so that late calls can still
// be told apart from calls with an unknown code.
package state
