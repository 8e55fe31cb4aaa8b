package control

import "net/http"

// WithCA lets clients fetch the certificate, in PEM, of the authority that has issued
// the mock's own: GET /control/v1/ca.pem.
func WithCA(certificate []byte) Option { return func(h *handler) { h.ca = certificate } }

func (h *handler) authority(w http.ResponseWriter, r *http.Request) error {
	if err := bare(r); err != nil {
		return err
	}
	if h.ca == nil {
		return &Error{Status: http.StatusNotFound, Message: "the mock has no listener for HTTPS", Remedy: "start it with mockpass serve --tls"}
	}
	w.Header().Set("Content-Type", "application/x-pem-file")
	_, _ = w.Write(h.ca) // a client that has left is no failure of ours
	return nil
}
