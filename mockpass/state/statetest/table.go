package statetest

import (
	"context"
	"iter"
	"time"

	"github.com/passproof/passproof/mockpass/state"
)

// tables are those of a store, each seen as a table of texts: a text is put into a
// field of the row and read from it again. A store that mixes up tables or loses
// fields of that kind does not pass.
var tables = []struct {
	name string
	of   func(state.Store) state.Table[string]
}{
	{"clients", func(s state.Store) state.Table[string] {
		return view[state.Client]{s.Clients(), func(t string) state.Client { return state.Client{Secret: t} }, func(r state.Client) string { return r.Secret }}
	}},
	{"tokens", func(s state.Store) state.Table[string] {
		return view[state.Token]{s.Tokens(), func(t string) state.Token { return state.Token{Client: t} }, func(r state.Token) string { return r.Client }}
	}},
	{"sessions", func(s state.Store) state.Table[string] {
		return view[state.Session]{s.Sessions(), func(t string) state.Session { return state.Session{Info: []byte(t)} }, func(r state.Session) string { return string(r.Info) }}
	}},
	{"devices", func(s state.Store) state.Table[string] {
		return view[state.Device]{s.Devices(), func(t string) state.Device {
			return state.Device{Profiles: map[string]state.Profile{"mvpd": {Account: t}}}
		}, func(r state.Device) string { return r.Profiles["mvpd"].Account }}
	}},
	{"decisions", func(s state.Store) state.Table[string] {
		return view[state.Decision]{s.Decisions(), func(t string) state.Decision { return state.Decision{Details: t} }, func(r state.Decision) string { return r.Details }}
	}},
	{"identities", func(s state.Store) state.Table[string] {
		return view[state.Identity]{s.Identities(), func(t string) state.Identity {
			return state.Identity{Profiles: map[string]state.Shared{"mvpd": {Holders: []string{t}}}}
		}, func(r state.Identity) string {
			if holders := r.Profiles["mvpd"].Holders; len(holders) > 0 {
				return holders[0]
			}
			return ""
		}}
	}},
	{"trials", func(s state.Store) state.Table[string] {
		return view[state.Trial]{s.Trials(), func(t string) state.Trial { return state.Trial{Resources: []string{t}} }, func(r state.Trial) string {
			if len(r.Resources) > 0 {
				return r.Resources[0]
			}
			return ""
		}}
	}},
	{"partner requests", func(s state.Store) state.Table[string] {
		return view[state.PartnerRequest]{s.PartnerRequests(), func(t string) state.PartnerRequest { return state.PartnerRequest{Holder: t} }, func(r state.PartnerRequest) string { return r.Holder }}
	}},
}

// view shows a table as one of texts.
type view[T any] struct {
	inner state.Table[T]
	wrap  func(string) T
	read  func(T) string
}

// Load implements [state.Table].
func (v view[T]) Load(ctx context.Context, key string) (string, error) {
	row, err := v.inner.Load(ctx, key)
	return v.read(row), err
}

// Save implements [state.Table].
func (v view[T]) Save(ctx context.Context, key, row string, keep time.Time) error {
	return v.inner.Save(ctx, key, v.wrap(row), keep)
}

// Change implements [state.Table].
func (v view[T]) Change(ctx context.Context, key string, change state.Change[string]) (string, error) {
	row, err := v.inner.Change(ctx, key, func(row T, found bool) (T, time.Time, error) {
		changed, keep, err := change(v.read(row), found)
		return v.wrap(changed), keep, err
	})
	return v.read(row), err
}

// Delete implements [state.Table].
func (v view[T]) Delete(ctx context.Context, key string) error { return v.inner.Delete(ctx, key) }

// All implements [state.Table].
func (v view[T]) All(ctx context.Context) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for key, row := range v.inner.All(ctx) {
			if !yield(key, v.read(row)) {
				return
			}
		}
	}
}
