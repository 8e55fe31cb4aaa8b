package journal

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// envelope names the kind of an entry in JSON: {"exchange": …}, {"act": …}, {"query": …} or
// {"connection": …}.
type envelope struct {
	Exchange   *Exchange   `json:"exchange,omitempty"`
	Act        *Act        `json:"act,omitempty"`
	Query      *Query      `json:"query,omitempty"`
	Connection *Connection `json:"connection,omitempty"`
}

// Marshal writes an entry as JSON on one line.
func Marshal(e Entry) ([]byte, error) {
	switch v := e.(type) {
	case *Exchange:
		return json.Marshal(envelope{Exchange: v})
	case *Act:
		return json.Marshal(envelope{Act: v})
	case *Query:
		return json.Marshal(envelope{Query: v})
	case *Connection:
		return json.Marshal(envelope{Connection: v})
	}
	return nil, fmt.Errorf("journal: no JSON for %T", e)
}

// Unmarshal reads what Marshal has written.
func Unmarshal(data []byte) (Entry, error) {
	var v envelope
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("journal: not an entry: %w", err)
	}
	var found []Entry
	if v.Exchange != nil {
		found = append(found, v.Exchange)
	}
	if v.Act != nil {
		found = append(found, v.Act)
	}
	if v.Query != nil {
		found = append(found, v.Query)
	}
	if v.Connection != nil {
		found = append(found, v.Connection)
	}
	if len(found) == 1 {
		return found[0], nil
	}
	return nil, errors.New(`journal: not an entry: want one of "exchange", "act", "query" and "connection"`)
}

// longestLine bounds one line of a journal file: 16 MiB.
const longestLine = 16 << 20

// WriteAll writes entries as JSON, one a line.
func WriteAll(w io.Writer, entries []Entry) error {
	b := bufio.NewWriter(w)
	for _, e := range entries {
		line, err := Marshal(e)
		if err != nil {
			return err
		}
		if _, err := b.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return b.Flush()
}

// ReadAll reads what WriteAll has written. Its errors name the line.
func ReadAll(r io.Reader) ([]Entry, error) {
	s := bufio.NewScanner(r)
	s.Buffer(nil, longestLine)
	var out []Entry
	for n := 1; s.Scan(); n++ {
		if len(bytes.TrimSpace(s.Bytes())) == 0 {
			continue
		}
		e, err := Unmarshal(s.Bytes())
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		out = append(out, e)
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("after %d entries: %w", len(out), err)
	}
	return out, nil
}
