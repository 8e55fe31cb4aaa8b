package ruletest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

func (p *reader) exchange(id journal.ID, at time.Time, method, target string, rest []string) error {
	x := &journal.Exchange{ID: id, Party: journal.Service, Start: at, End: at.Add(40 * time.Millisecond)}
	x.Request.Method, x.Request.Target = method, target
	p.route(x)
	if len(rest) < 2 || rest[len(rest)-2] != "->" {
		return fmt.Errorf("an exchange ends in -> STATUS")
	}
	status, err := strconv.Atoi(rest[len(rest)-1])
	if err != nil {
		return fmt.Errorf("status: %w", err)
	}
	x.Response.Status = status
	for _, pair := range rest[:len(rest)-2] {
		key, raw, ok := strings.Cut(pair, "=")
		v, err := value(raw)
		if !ok || err != nil {
			return fmt.Errorf("%q is not key=value", pair)
		}
		if err := p.key(x, key, fmt.Sprint(v)); err != nil {
			return err
		}
	}
	p.last = x
	p.Entries = append(p.Entries, x)
	return nil
}

// route fills in what the path says.
func (p *reader) route(x *journal.Exchange) {
	route, err := p.documents.Route(x.Request.Method, x.Request.Path())
	if err != nil {
		return // a path that no document knows: Operation stays empty
	}
	x.Operation = route.Operation
	x.ServiceProvider, x.MVPD, x.Code = route.Params["serviceProvider"], route.Params["mvpd"], route.Params["code"]
}

func (p *reader) key(x *journal.Exchange, key, text string) (err error) {
	switch key {
	case "device":
		x.Device = text
	case "code":
		x.Code = text
	case "mvpd":
		x.MVPD = text
	case "client":
		x.Client = text
	case "address":
		x.Address = text
	case "conn":
		x.Conn, err = strconv.ParseUint(text, 10, 64)
	case "bearer":
		add(&x.Request, "Authorization", "Bearer "+text)
	case "party":
		x.Party = journal.Party(text)
	case "directed":
		x.Directed = []string{text}
	case "fault":
		x.Fault = text
	case "scheme":
		x.Scheme = text
	case "to":
		x.To, err = address(text)
	case "took":
		var took time.Duration
		took, err = time.ParseDuration(text)
		x.End = x.Start.Add(took)
	default:
		err = fmt.Errorf("an exchange has no %q", key)
	}
	return err
}

func add(m *journal.Message, name, value string) {
	m.Header = append(m.Header, journal.Field{Name: name, Value: value})
}

// below reads a line that belongs to the exchange above it.
func (p *reader) below(line string) error {
	if p.last == nil {
		return fmt.Errorf("there is no exchange above")
	}
	sign, text := line[0], strings.TrimSpace(line[1:])
	if sign == '!' {
		all, err := words(text)
		if err != nil || len(all) < 3 {
			return fmt.Errorf("a violation is: kind in name \"reason\"")
		}
		v := journal.Violation{Kind: all[0], In: all[1], Name: all[2]}
		if len(all) > 3 {
			reason, err := value(all[3])
			if err != nil {
				return err
			}
			v.Reason = fmt.Sprint(reason)
		}
		p.last.Violations = append(p.last.Violations, v)
		return nil
	}
	m := &p.last.Request
	if sign == '<' {
		m = &p.last.Response
	}
	form, isForm := strings.CutPrefix(text, "form ")
	page, isPage := strings.CutPrefix(text, "text ")
	switch {
	case strings.HasPrefix(text, "{"), strings.HasPrefix(text, "["):
		content(m, "application/json", text)
	case isForm:
		content(m, "application/x-www-form-urlencoded", form)
	case isPage:
		content(m, "text/html", page)
	default:
		name, v, ok := strings.Cut(text+" ", ": ") // a value may be empty
		if !ok {
			return fmt.Errorf("want a header, JSON, form or text")
		}
		add(m, name, strings.TrimSpace(v))
	}
	return nil
}

func content(m *journal.Message, mediaType, body string) {
	m.Body = []byte(body)
	if _, ok := m.Value("Content-Type"); !ok {
		add(m, "Content-Type", mediaType)
	}
}

// finish adds the headers that keys imply, unless a line has set them.
func (p *reader) finish(x *journal.Exchange) {
	if _, ok := x.Request.Value("AP-Device-Identifier"); !ok && x.Device != "" && p.lists(x.Operation, "Ap-Device-Identifier") {
		add(&x.Request, "AP-Device-Identifier", identifier(x.Device))
	}
	if _, ok := x.Request.Value("X-Forwarded-For"); !ok && x.Address != "" {
		add(&x.Request, "X-Forwarded-For", x.Address)
	}
}

// lists tells whether the API reference lists a header for an operation as required.
func (p *reader) lists(operation, header string) bool { return p.documents.Headers(operation)[header] }
