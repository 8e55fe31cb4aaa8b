package control

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/passproof/passproof/mockpass/inventory"
)

// An Error is a refusal of the control API.
type Error struct {
	Status  int    `json:"-"`
	Message string `json:"message"`
	Field   string `json:"field,omitempty"`  // which part of the request
	Remedy  string `json:"remedy,omitempty"` // what to send instead
}

// Error puts it in one line.
func (e *Error) Error() string {
	text := e.Message
	if e.Field != "" {
		text = e.Field + ": " + text
	}
	if e.Remedy != "" {
		text += "; " + e.Remedy
	}
	return text
}

// statuses are those of the reasons for which a mock refuses something.
var statuses = map[inventory.Reason]int{
	inventory.Invalid:  http.StatusBadRequest,
	inventory.Unknown:  http.StatusNotFound,
	inventory.Conflict: http.StatusConflict,
	inventory.Full:     http.StatusConflict,
}

// refuse answers with an error. One that is nobody's refusal is a failure of the mock
// or of its store.
func refuse(w http.ResponseWriter, err error) {
	var e *Error
	var refused *inventory.Error
	switch {
	case errors.As(err, &e):
	case errors.As(err, &refused):
		e = &Error{Status: statuses[refused.Reason], Message: refused.Message, Field: refused.Field, Remedy: refused.Remedy}
	case errors.Is(err, context.Canceled):
		e = &Error{Status: http.StatusServiceUnavailable, Message: "the request was given up"}
	default:
		e = &Error{Status: http.StatusInternalServerError, Message: err.Error()}
	}
	if e.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	reply(w, e.Status, e)
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // a client that has left is no failure of ours
}
