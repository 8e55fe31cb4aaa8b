package control

import (
	"encoding/json"
	"net/http"

	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
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

func (h *handler) health(w http.ResponseWriter, _ *http.Request) error {
	j := h.mock.Journal()
	reply(w, http.StatusOK, map[string]any{"status": "up", "entries": j.Len(), "dropped": j.Dropped()})
	return nil
}

// entries writes what is there, a line each.
func (h *handler) entries(w http.ResponseWriter, r *http.Request) error {
	n, err := since(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/jsonl")
	for next, e := range h.mock.Journal().Since(n) {
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

// follow is entries that waits for more until the reader goes.
func (h *handler) follow(w http.ResponseWriter, r *http.Request) error {
	n, err := since(r)
	if err != nil {
		return err
	}
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "application/jsonl")
	w.WriteHeader(http.StatusOK)
	_ = out.Flush()
	for next, e := range h.mock.Journal().Follow(r.Context(), n) {
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

func (h *handler) har(w http.ResponseWriter, _ *http.Request) error {
	var all []journal.Entry
	for _, e := range h.mock.Journal().Since(0) {
		all = append(all, e)
	}
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	return journal.WriteHAR(w, journal.NewRedactor("control").Entries(all), "control")
}

func (h *handler) record(w http.ResponseWriter, r *http.Request) error {
	var a journal.Act
	if err := read(r, &a); err != nil {
		return err
	}
	if a.Verb == "" || a.Start.IsZero() || a.End.Before(a.Start) {
		return &Error{Status: http.StatusBadRequest, Message: "an act needs a verb, a start and an end that is not before it"}
	}
	reply(w, http.StatusCreated, map[string]any{"id": h.mock.Record(&a)})
	return nil
}

func (h *handler) directions(w http.ResponseWriter, _ *http.Request) error {
	list := h.mock.Directions()
	if list == nil {
		list = []stage.Direction{}
	}
	reply(w, http.StatusOK, map[string]any{"directions": list})
	return nil
}

func (h *handler) direct(w http.ResponseWriter, r *http.Request) error {
	var d stage.Direction
	if err := read(r, &d); err != nil {
		return err
	}
	id, err := h.mock.Direct(d)
	if err != nil {
		return &Error{Status: http.StatusBadRequest, Message: err.Error()}
	}
	reply(w, http.StatusCreated, map[string]any{"id": id})
	return nil
}

func (h *handler) withdraw(w http.ResponseWriter, r *http.Request) error {
	if !h.mock.Withdraw(r.PathValue("id")) {
		return &Error{Status: http.StatusNotFound, Message: "no direction has the id " + r.PathValue("id"), Remedy: "it may have been used up; GET /control/v1/directions lists those in force"}
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (h *handler) complete(w http.ResponseWriter, r *http.Request) error {
	var body struct {
		Account string `json:"account"`
	}
	if err := read(r, &body); err != nil {
		return err
	}
	if err := h.mock.Complete(r.PathValue("code"), body.Account); err != nil {
		return &Error{Status: http.StatusConflict, Message: err.Error()}
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (h *handler) decline(w http.ResponseWriter, r *http.Request) error {
	if err := h.mock.Decline(r.PathValue("code")); err != nil {
		return &Error{Status: http.StatusConflict, Message: err.Error()}
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (h *handler) statement(w http.ResponseWriter, r *http.Request) error {
	text, err := h.mock.SoftwareStatement(r.PathValue("id"))
	if err != nil {
		return &Error{Status: http.StatusNotFound, Message: err.Error()}
	}
	reply(w, http.StatusOK, map[string]any{"softwareStatement": text})
	return nil
}

func (h *handler) document(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "application/yaml")
	_, err := w.Write(Document)
	return err
}
