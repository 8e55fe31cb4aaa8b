package control

import (
	"encoding/json"
	"math"
	"net/http"

	"github.com/passproof/passproof/mockpass/journal"
)

// numbered is one line of the journal: the number to go on from, and the entry.
type numbered struct {
	Next  uint64          `json:"next"`
	Entry json.RawMessage `json:"entry"`
}

func line(n uint64, e journal.Entry) ([]byte, error) {
	raw, err := journal.Marshal(e)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(numbered{n, raw})
	return append(text, '\n'), err
}

// wanted is which part of the journal a request asks for.
func wanted(r *http.Request) (n uint64, f journal.Filter, err error) {
	q, err := query(r, append([]string{"since"}, filters...)...)
	if err != nil {
		return 0, f, err
	}
	if n, err = number(q, "since", math.MaxInt64); err != nil {
		return 0, f, err
	}
	f, err = filter(q)
	return n, f, err
}

// since writes what is there, a line each.
func (h *handler) since(w http.ResponseWriter, r *http.Request) error {
	n, f, err := wanted(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/jsonl")
	for next, e := range h.mock.Journal().Since(n) {
		if !f.Picks(e) {
			continue
		}
		text, err := line(next, e)
		if err != nil {
			return err
		}
		if _, err := w.Write(text); err != nil {
			return nil //nolint:nilerr // the reader has gone
		}
	}
	return nil
}

// follow is since that waits for more until the reader goes.
func (h *handler) follow(w http.ResponseWriter, r *http.Request) error {
	n, f, err := wanted(r)
	if err != nil {
		return err
	}
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "application/jsonl")
	w.WriteHeader(http.StatusOK)
	_ = out.Flush()
	if r.Method == http.MethodHead {
		return nil // nobody would ever read a line
	}
	for next, e := range h.mock.Journal().Follow(r.Context(), n) {
		if !f.Picks(e) {
			continue
		}
		text, err := line(next, e)
		if err != nil {
			return nil //nolint:nilerr // the answer has begun; the reader sees it end
		}
		if _, err := w.Write(text); err != nil || out.Flush() != nil {
			return nil //nolint:nilerr // the reader has gone
		}
	}
	return nil
}

func (h *handler) har(w http.ResponseWriter, r *http.Request) error {
	n, f, err := wanted(r)
	if err != nil {
		return err
	}
	var picked []journal.Entry
	for _, e := range h.mock.Journal().Since(n) {
		if f.Picks(e) {
			picked = append(picked, e)
		}
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	_ = journal.WriteHAR(w, journal.NewRedactor("control").Entries(picked), "control") // what is in a journal can be written; a reader that has gone is no failure
	return nil
}
