package specs

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
)

// formOf decodes a form; what cannot be decoded is left to the document's check.
func formOf(body []byte) url.Values {
	values, _ := url.ParseQuery(string(body))
	return values
}

// strictJSON finds what encoding/json lets pass: a member named twice, and text
// after the value. It returns where and what; broken JSON is not its matter.
func strictJSON(body []byte) (pointer, reason string) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	pointer, err := value(d, "", 0)
	var twice *twiceError
	if errors.As(err, &twice) {
		return pointer, twice.Error()
	}
	if err != nil {
		return "", ""
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return "", "there is text after the JSON value"
	}
	return "", ""
}

type twiceError struct{ name string }

func (e *twiceError) Error() string { return fmt.Sprintf("member %q is named twice", e.name) }

// value reads one JSON value and returns where a member is named twice.
func value(d *json.Decoder, at string, depth int) (string, error) {
	token, err := d.Token()
	if err != nil {
		return "", err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return "", nil
	}
	if depth > deepest {
		return "", errors.New("nested too deeply")
	}
	seen := map[string]bool{}
	for i := 0; d.More(); i++ {
		name := fmt.Sprint(i)
		if delim == '{' {
			key, err := d.Token()
			if err != nil {
				return "", err
			}
			name = fmt.Sprint(key)
			if seen[name] {
				return at + "/" + name, &twiceError{name}
			}
			seen[name] = true
		}
		if where, err := value(d, at+"/"+name, depth+1); err != nil {
			return where, err
		}
	}
	_, err = d.Token()
	return "", err
}
