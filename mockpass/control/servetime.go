package control

import (
	"fmt"
	"net/http"
	"time"
)

// Time is what time it is for a mock.
type Time struct {
	Now   time.Time `json:"now"`
	Ahead string    `json:"ahead"` // how far it was moved, as a Go duration
}

func (h *handler) time(w http.ResponseWriter, r *http.Request) error {
	if err := bare(r); err != nil {
		return err
	}
	reply(w, http.StatusOK, Time{Now: h.mock.Now(), Ahead: h.mock.Ahead().String()})
	return nil
}

func (h *handler) advance(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		By string `json:"by"`
	}
	if err := read(r, &in); err != nil {
		return err
	}
	by, err := time.ParseDuration(in.By)
	if err != nil {
		return &Error{Status: http.StatusBadRequest, Field: "by", Message: fmt.Sprintf("it is %q", in.By), Remedy: "send a duration such as 30m or 12s"}
	}
	now, err := h.mock.Advance(by)
	if err != nil {
		return err
	}
	reply(w, http.StatusOK, Time{Now: now, Ahead: h.mock.Ahead().String()})
	return nil
}
