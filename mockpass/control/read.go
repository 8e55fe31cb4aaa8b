package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/journal"
)

// maxBody bounds the body of a request: 1 MiB.
const maxBody = 1 << 20

// read decodes a body strictly: what is not known is a mistake worth telling.
func read(r *http.Request, into any) error {
	if err := bare(r); err != nil {
		return err
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		return &Error{Status: http.StatusUnsupportedMediaType, Field: "Content-Type", Message: "the body is not declared as JSON", Remedy: "send Content-Type: application/json"}
	}
	d := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxBody))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if err == nil {
		if _, err = d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err == nil {
			err = errors.New("there is text after the JSON value")
		}
	}
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return &Error{Status: http.StatusRequestEntityTooLarge, Field: "body", Message: fmt.Sprintf("it is longer than %d bytes", maxBody)}
	}
	return &Error{Status: http.StatusBadRequest, Field: "body", Message: err.Error(), Remedy: "see GET /control/v1/openapi.yaml"}
}

// bare refuses a query where there should be none.
func bare(r *http.Request) error {
	_, err := query(r)
	return err
}

// query reads the parameters of a request, each of which may stand once.
func query(r *http.Request, known ...string) (map[string]string, error) {
	all, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, &Error{Status: http.StatusBadRequest, Field: "query", Message: err.Error()}
	}
	out := map[string]string{}
	for name, values := range all {
		if !slices.Contains(known, name) {
			return nil, &Error{Status: http.StatusBadRequest, Field: "query", Message: fmt.Sprintf("there is no parameter %q here", name), Remedy: fmt.Sprintf("there are %q", known)}
		}
		if len(values) != 1 || values[0] == "" {
			return nil, &Error{Status: http.StatusBadRequest, Field: name, Message: "it is empty, or there more than once", Remedy: "send it once with a value, or leave it out"}
		}
		out[name] = values[0]
	}
	return out, nil
}

// number reads a parameter that is a number from 0 to most.
func number(q map[string]string, name string, most uint64) (uint64, error) {
	text, sent := q[name]
	if !sent {
		return 0, nil
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n > most {
		return 0, &Error{Status: http.StatusBadRequest, Field: name, Message: fmt.Sprintf("it is %q", text), Remedy: fmt.Sprintf("send a number from 0 to %d", most)}
	}
	return n, nil
}

// selection reads the parameters of a list.
func selection(r *http.Request) (sel inventory.Selection, err error) {
	q, err := query(r, "serviceProvider", "mvpd", "device", "client", "application", "code", "limit", "secrets")
	if err != nil {
		return sel, err
	}
	limit, err := number(q, "limit", inventory.MaxLimit)
	if err != nil {
		return sel, err
	}
	if text, sent := q["secrets"]; sent && text != "true" && text != "false" {
		return sel, &Error{Status: http.StatusBadRequest, Field: "secrets", Message: fmt.Sprintf("it is %q", text), Remedy: "send true or false"}
	}
	return inventory.Selection{
		ServiceProvider: q["serviceProvider"], MVPD: q["mvpd"], Device: q["device"], Client: q["client"],
		Application: q["application"], Code: q["code"], Limit: int(limit), Secrets: q["secrets"] == "true",
	}, nil
}

// filters are the parameters of a journal.Filter.
var filters = []string{"device", "operation", "code", "client", "status", "party", "network"}

func filter(q map[string]string) (journal.Filter, error) {
	f := journal.Filter{
		Device: q["device"], Operation: q["operation"], Code: q["code"], Client: q["client"], Status: q["status"], Party: journal.Party(q["party"]), Network: q["network"],
	}
	if err := f.Check(); err != nil {
		return f, &Error{Status: http.StatusBadRequest, Field: "query", Message: err.Error()}
	}
	return f, nil
}
