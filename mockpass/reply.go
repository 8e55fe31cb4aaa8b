package mockpass

import "net/http"

// reply is an encoded answer. Status 0: the connection is cut instead.
type reply struct {
	status int
	header http.Header
	body   []byte
	raw    bool // dictated by a direction: not held against the documents
}

// write sends the reply. Without one, it makes the server close the connection.
func (a *reply) write(w http.ResponseWriter) {
	if a.status == 0 {
		panic(http.ErrAbortHandler)
	}
	h := w.Header()
	for name, values := range a.header {
		h[name] = values
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // a client that has left is no failure of ours
}
