package mockpass

import "net/http"

// reply is an encoded answer. Status 0: the connection is cut instead.
type reply struct {
	status    int
	header    http.Header
	body      []byte
	raw       bool // dictated by a direction: not held against the documents
	pace      int  // bytes of the body per second; 0: all at once
	cut       bool // the connection is cut after the body, which is shorter than announced
	announced int  // length of the body that the head of a cut reply tells
}

// length is the length of the body that the head tells.
func (a *reply) length() int {
	if a.cut {
		return a.announced
	}
	return len(a.body)
}

// head sends status and header; the record has set Content-Length.
func (a *reply) head(w http.ResponseWriter) {
	h := w.Header()
	for name, values := range a.header {
		h[name] = values
	}
	w.WriteHeader(a.status)
}

// write sends the reply. Without one, or after the body of one that is cut, it makes
// the server close the connection.
func (a *reply) write(w http.ResponseWriter) {
	if a.status == 0 {
		panic(http.ErrAbortHandler)
	}
	a.head(w)
	_, _ = w.Write(a.body) // a client that has left is no failure of ours
	if a.cut {
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}
