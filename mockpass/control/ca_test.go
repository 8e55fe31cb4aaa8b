package control_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/passproof/passproof/mockpass/control"
)

func TestCA(t *testing.T) {
	t.Parallel()
	const pem = "-----BEGIN CERTIFICATE-----\n"
	if got, err := start(t, control.WithCA([]byte(pem))).client().CA(t.Context()); err != nil || string(got) != pem {
		t.Errorf("got %q, %v", got, err)
	}
	var refused *control.Error
	if _, err := start(t).client().CA(t.Context()); !errors.As(err, &refused) || refused.Status != http.StatusNotFound || refused.Remedy == "" {
		t.Errorf("without one: %v", err)
	}
}
