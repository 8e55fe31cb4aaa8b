package network

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"
)

// prefix is where the API of networks is.
const prefix = "/network/v1"

// settings are [Settings] as JSON.
type settings struct {
	TTL   int  `json:"ttl"` // seconds
	Close bool `json:"close"`
}

type (
	moving     struct{ State State }
	moved      struct{ From, To string }
	presenting struct{ Fault string }
	reaching   struct{ Address string }
)

// Handler lets scenarios, which play in processes of their own, make and steer networks.
// It is for loopback: who can call it can change what the subject sees.
func (r *Registry) Handler() http.Handler {
	mux := http.NewServeMux()
	at := func(method, path string, do func(*http.Request) (any, error)) {
		mux.HandleFunc(method+" "+prefix+path, func(w http.ResponseWriter, q *http.Request) {
			answer, err := do(q)
			tell(w, answer, err)
		})
	}
	at("POST", "/networks", func(q *http.Request) (any, error) {
		var in struct{}
		if err := read(q, &in); err != nil {
			return nil, err
		}
		_, attachment, err := r.Open(q.Context())
		return attachment, err
	})
	at("DELETE", "/networks/{name}", func(q *http.Request) (any, error) { return struct{}{}, r.Remove(q.PathValue("name")) })
	at("POST", "/networks/{name}/settings", steer(r, func(n *Network, in settings) (any, error) {
		n.Set(Settings{TTL: time.Duration(in.TTL) * time.Second, Close: in.Close})
		return struct{}{}, nil
	}))
	at("POST", "/networks/{name}/move", steer(r, func(n *Network, in moving) (any, error) {
		if in.State != Healthy && in.State != Refusing && in.State != Silent {
			return nil, errors.New("network: a data centre cannot be " + string(in.State))
		}
		from, to := n.Move(in.State)
		return moved{from, to}, nil
	}))
	at("POST", "/networks/{name}/certificate", steer(r, func(n *Network, in presenting) (any, error) { return struct{}{}, n.Present(in.Fault) }))
	at("POST", "/networks/{name}/reach", steer(r, func(n *Network, in reaching) (any, error) {
		address, err := r.Reach(n.Name, in.Address)
		return reaching{address}, err
	}))
	return mux
}

// steer reads what is asked of the network that the path names.
func steer[T any](r *Registry, do func(*Network, T) (any, error)) func(*http.Request) (any, error) {
	return func(q *http.Request) (any, error) {
		n, err := r.find(q.PathValue("name"))
		if err != nil {
			return nil, err
		}
		var in T
		if err := read(q, &in); err != nil {
			return nil, err
		}
		return do(n, in)
	}
}

// most bounds a body: 64 KiB.
const most = 64 << 10

// read wants JSON by name: a page in somebody's browser cannot send that unasked.
func read(q *http.Request, into any) error {
	if kind, _, _ := mime.ParseMediaType(q.Header.Get("Content-Type")); kind != "application/json" {
		return errors.New("network: the body is to be application/json")
	}
	d := json.NewDecoder(io.LimitReader(q.Body, most))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// told is a refusal.
type told struct {
	Error string `json:"error"`
}

func tell(w http.ResponseWriter, answer any, err error) {
	w.Header().Set("Content-Type", "application/json")
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		answer = told{err.Error()}
	}
	_ = json.NewEncoder(w).Encode(answer) // who has gone needs no answer
}
