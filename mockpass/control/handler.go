package control

import (
	"crypto/subtle"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
)

// Document is the OpenAPI document of the control API.
//
//go:embed control.yaml
var Document []byte

// A Mock is what the control API needs of a mock; *mockpass.Server has it.
type Mock interface {
	Journal() *journal.Journal
	Record(*journal.Act) journal.ID
	Direct(stage.Direction) (id string, err error)
	Withdraw(id string) bool
	Directions() []stage.Direction
	Complete(code, account string) error
	Decline(code string) error
	SoftwareStatement(name string) (string, error)
}

// maxBody bounds the body of a request: 1 MiB.
const maxBody = 1 << 20

// An Option changes a handler.
type Option func(*handler)

// WithToken asks for "Authorization: Bearer <token>" on every request.
func WithToken(token string) Option { return func(h *handler) { h.token = token } }

type handler struct {
	mock  Mock
	token string
}

// NewHandler serves the control API of a mock.
func NewHandler(m Mock, options ...Option) http.Handler {
	h := &handler{mock: m}
	for _, o := range options {
		o(h)
	}
	mux := http.NewServeMux()
	for pattern, serve := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /control/v1/health":                   h.health,
		"GET /control/v1/entries":                  h.entries,
		"GET /control/v1/entries/follow":           h.follow,
		"GET /control/v1/har":                      h.har,
		"POST /control/v1/acts":                    h.record,
		"GET /control/v1/directions":               h.directions,
		"POST /control/v1/directions":              h.direct,
		"DELETE /control/v1/directions/{id}":       h.withdraw,
		"POST /control/v1/logins/{code}/complete":  h.complete,
		"POST /control/v1/logins/{code}/decline":   h.decline,
		"GET /control/v1/software-statements/{id}": h.statement,
		"GET /control/v1/openapi.yaml":             h.document,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := serve(w, r); err != nil {
				refuse(w, err)
			}
		})
	}
	return h.guard(mux)
}

// guard turns away who does not know the token.
func (h *handler) guard(next http.Handler) http.Handler {
	if h.token == "" {
		return next
	}
	want := []byte("Bearer " + h.token)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("Authorization")), want) != 1 {
			refuse(w, &Error{Status: http.StatusUnauthorized, Message: "the control API wants a token", Remedy: "send Authorization: Bearer with the token that mockpass was started with"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

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

func refuse(w http.ResponseWriter, err error) {
	var e *Error
	if !errors.As(err, &e) {
		e = &Error{Status: http.StatusBadRequest, Message: err.Error()}
	}
	reply(w, e.Status, map[string]any{"error": e})
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// read decodes a body strictly: what is not known is a mistake worth telling.
func read(r *http.Request, into any) error {
	d := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxBody))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return &Error{Status: http.StatusBadRequest, Field: "body", Message: err.Error(), Remedy: "see GET /control/v1/openapi.yaml"}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return &Error{Status: http.StatusBadRequest, Field: "body", Message: "there is text after the JSON value"}
	}
	return nil
}

func since(r *http.Request) (uint64, error) {
	text := r.URL.Query().Get("since")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, &Error{Status: http.StatusBadRequest, Field: "since", Message: fmt.Sprintf("%q is not a number", text), Remedy: "send the number that came with the last entry"}
	}
	return n, nil
}
