package control

import (
	"context"
	"net/http"
	"time"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
)

// Health is whether a mock is up, and how its journal does.
type Health struct {
	Status  string    `json:"status"`  // up
	Now     time.Time `json:"now"`     // what time it is for the mock
	Entries int       `json:"entries"` // of the journal that can be read
	Dropped uint64    `json:"dropped"` // of the journal that were lost because it was full
}

func (h *handler) health(w http.ResponseWriter, r *http.Request) error {
	if err := bare(r); err != nil {
		return err
	}
	j := h.mock.Journal()
	reply(w, http.StatusOK, Health{Status: "up", Now: h.mock.Now(), Entries: j.Len(), Dropped: j.Dropped()})
	return nil
}

func (h *handler) document(w http.ResponseWriter, r *http.Request) error {
	if err := bare(r); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/yaml")
	_, _ = w.Write(Document) // a client that has left is no failure of ours
	return nil
}

func (h *handler) record(w http.ResponseWriter, r *http.Request) error {
	var a journal.Act
	if err := read(r, &a); err != nil {
		return err
	}
	if a.Verb == "" || a.Start.IsZero() || a.End.Before(a.Start) {
		return &Error{Status: http.StatusBadRequest, Field: "body", Message: "an act needs a verb, a start and an end that is not before it"}
	}
	reply(w, http.StatusCreated, map[string]any{"id": h.mock.Record(&a)})
	return nil
}

func (h *handler) directions(w http.ResponseWriter, r *http.Request) error {
	if err := bare(r); err != nil {
		return err
	}
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
		return &Error{Status: http.StatusBadRequest, Field: "body", Message: err.Error()}
	}
	reply(w, http.StatusCreated, map[string]any{"id": id})
	return nil
}

func (h *handler) withdraw(w http.ResponseWriter, r *http.Request) error {
	if err := bare(r); err != nil {
		return err
	}
	if !h.mock.Withdraw(r.PathValue("id")) {
		return &Error{Status: http.StatusNotFound, Field: "id", Message: "no direction has the id " + r.PathValue("id"), Remedy: "it may have been used up; GET /control/v1/directions lists those in force"}
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (h *handler) restore(_ context.Context, id string) error {
	if !h.mock.Restore(id) {
		return &Error{Status: http.StatusNotFound, Field: "id", Message: "no rule of degraded access has the id " + id, Remedy: "those of the configuration have none and stay; GET /control/v1/degradations lists all"}
	}
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
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (h *handler) statement(w http.ResponseWriter, r *http.Request) error {
	if err := bare(r); err != nil {
		return err
	}
	text, err := h.mock.SoftwareStatement(r.PathValue("id"))
	if err != nil {
		return &Error{Status: http.StatusNotFound, Field: "id", Message: err.Error(), Remedy: "GET /control/v1/applications lists those that there are"}
	}
	reply(w, http.StatusOK, map[string]any{"softwareStatement": text})
	return nil
}

func (h *handler) reset(w http.ResponseWriter, r *http.Request) error {
	var in inventory.Reset
	if err := read(r, &in); err != nil {
		return err
	}
	removed, err := h.mock.Reset(r.Context(), in)
	if err != nil {
		return err
	}
	reply(w, http.StatusOK, removed)
	return nil
}
