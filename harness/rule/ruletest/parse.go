package ruletest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/specs"
)

// documents are parsed once for all sections.
var documents = sync.OnceValues(specs.New)

// Written is evidence as a person wrote it.
type Written struct {
	Entries  []journal.Entry
	Declared rule.Declared
	Edition  rule.Edition            // the current one unless a line says otherwise
	Wants    map[journal.ID][]string // regular expressions by the entry that decides
}

// t0 is when written evidence begins.
var t0 = time.Date(2026, 5, 25, 20, 0, 0, 0, time.UTC)

// Parse reads one section. Its lines are
//
//	00.000  METHOD /path  key=value …  -> STATUS     an exchange of the service
//	00.000  act VERB  key=value …  => key=value …    an act: arguments, then answers
//	00.000  query NAME TYPE  key=value … -> addr,addr    a DNS query and its answer
//	00.000  connection ADDRESS  key=value … -> OUTCOME   a connection to an address of Adobe Pass
//	declared key=value …                             what the service declares, and edition=NAME
//	# …                                              nothing
//
// with, below an exchange and indented, "> Name: value" (request header), "> {json}",
// "> form a=b" (request body), "< Name: value", "< {json}", "< text …" (response) and
// "! kind in name "reason"" (a violation). Keys of an exchange: device code mvpd client
// address conn bearer party took directed fault scheme to. Keys of an act: device scenario
// took failure; all others are arguments or answers. Keys of a query: ttl network
// dataCentre; of a connection: conn network dataCentre certificate protocol reason. Values: text, true, false, [a,b], {json},
// or a quoted Go string.
func Parse(text string) (*Written, error) {
	v, err := documents()
	if err != nil {
		return nil, err
	}
	p := &reader{Written: Written{Edition: rule.Current, Wants: map[journal.ID][]string{}}, documents: v}
	for n, line := range strings.Split(text, "\n") {
		if err := p.line(line); err != nil {
			return nil, fmt.Errorf("line %d: %q: %w", n+1, strings.TrimSpace(line), err)
		}
	}
	for _, e := range p.Entries {
		if x, ok := e.(*journal.Exchange); ok {
			p.finish(x)
		}
	}
	return &p.Written, nil
}

type reader struct {
	Written
	documents *specs.Validator
	last      *journal.Exchange
}

var want = regexp.MustCompile("//\\s*want((?:\\s+(?:\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`))+)\\s*$")

func (p *reader) line(line string) error {
	trimmed := strings.TrimSpace(line)
	switch {
	case trimmed == "" || strings.HasPrefix(trimmed, "#"):
		return nil
	case strings.HasPrefix(trimmed, "declared "):
		return p.declared(strings.TrimPrefix(trimmed, "declared "))
	case strings.HasPrefix(trimmed, "> "), strings.HasPrefix(trimmed, "< "), strings.HasPrefix(trimmed, "! "):
		return p.below(trimmed)
	}
	var wants []string
	if m := want.FindStringSubmatchIndex(trimmed); m != nil {
		quoted, err := words(trimmed[m[2]:m[3]])
		if err != nil {
			return err
		}
		for _, q := range quoted {
			s, err := strconv.Unquote(q)
			if err != nil {
				return fmt.Errorf("want %s: %w", q, err)
			}
			wants = append(wants, s)
		}
		trimmed = strings.TrimSpace(trimmed[:m[0]])
	}
	if err := p.entry(trimmed); err != nil {
		return err
	}
	if id := journal.ID(len(p.Entries)); len(wants) > 0 {
		p.Wants[id] = wants
	}
	return nil
}

func (p *reader) entry(text string) error {
	all, err := words(text)
	if err != nil {
		return err
	}
	if len(all) < 3 {
		return fmt.Errorf("want an instant, a method or “act”, and more")
	}
	after, err := time.ParseDuration(all[0] + "s")
	if err != nil {
		return fmt.Errorf("%q is no instant like 03.250", all[0])
	}
	at, id := t0.Add(after), journal.ID(len(p.Entries)+1)
	p.last = nil
	switch all[1] {
	case "act":
		return p.act(id, at, all[2], all[3:])
	case "query":
		return p.query(id, at, all[2:])
	case "connection":
		return p.connection(id, at, all[2:])
	}
	return p.exchange(id, at, all[1], all[2], all[3:])
}

func (p *reader) act(id journal.ID, at time.Time, verb string, pairs []string) error {
	a := &journal.Act{ID: id, Verb: verb, Start: at, End: at, Args: map[string]any{}, Answer: map[string]any{}}
	into := a.Args
	for _, pair := range pairs {
		if pair == "=>" {
			into = a.Answer
			continue
		}
		key, raw, ok := strings.Cut(pair, "=")
		v, err := value(raw)
		if !ok || err != nil {
			return fmt.Errorf("%q is not key=value: %w", pair, err)
		}
		switch text := fmt.Sprint(v); key {
		case "device":
			a.Device = text
		case "scenario":
			a.Scenario = text
		case "failure":
			a.Failure = text
		case "took":
			took, err := time.ParseDuration(text)
			if err != nil {
				return err
			}
			a.End = at.Add(took)
		default:
			into[key] = v
		}
	}
	p.Entries = append(p.Entries, a)
	return nil
}

func (p *reader) declared(text string) error {
	all, err := words(text)
	if err != nil {
		return err
	}
	for _, pair := range all {
		key, raw, _ := strings.Cut(pair, "=")
		v, err := value(raw)
		if err != nil {
			return err
		}
		text, d := fmt.Sprint(v), &p.Declared
		switch key {
		case "serviceProvider":
			d.ServiceProvider = text
		case "softwareStatement":
			d.SoftwareStatement = text
		case "preauthorizeResources":
			d.PreauthorizeResources, err = strconv.Atoi(text)
		case "authorizeResources":
			d.AuthorizeResources, err = strconv.Atoi(text)
		case "devicePort":
			d.DevicePort = v == true
		case "tempPass":
			d.TempPass.Basic = text
		case "promotional":
			d.TempPass.Promotional = text
		case "identityKey":
			d.TempPass.IdentityKey = text
		case "refreshMargin":
			d.RefreshMargin, err = time.ParseDuration(text)
		case "attested":
			d.Attestations = map[string]rule.Attestation{text: {By: "somebody", Note: "something", On: t0}}
		case "edition":
			var ok bool
			if p.Edition, ok = rule.EditionNamed(text); !ok {
				return fmt.Errorf("there is no edition %q", text)
			}
		case "features":
			list, _ := v.([]any)
			for _, f := range list {
				d.Features = append(d.Features, rule.Feature(fmt.Sprint(f)))
			}
		default:
			return fmt.Errorf("nothing is declared as %q", key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// value reads the right side of key=value.
func value(raw string) (any, error) {
	switch {
	case raw == "true", raw == "false":
		return raw == "true", nil
	case strings.HasPrefix(raw, `"`), strings.HasPrefix(raw, "`"):
		return strconv.Unquote(raw)
	case strings.HasPrefix(raw, "{"):
		var m map[string]any
		err := json.Unmarshal([]byte(raw), &m)
		return m, err
	case strings.HasPrefix(raw, "["):
		list := []any{}
		for _, item := range strings.Split(strings.Trim(raw, "[]"), ",") {
			if item != "" {
				list = append(list, strings.TrimSpace(item))
			}
		}
		return list, nil
	}
	return raw, nil
}

// words splits at white space outside quotes and braces.
func words(text string) ([]string, error) {
	var out []string
	var word strings.Builder
	depth, quote := 0, rune(0)
	escaped := false
	for _, r := range text {
		switch {
		case escaped:
			escaped = false
		case quote != 0:
			escaped = r == '\\' && quote == '"'
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '`':
			quote = r
		case r == '{' || r == '[':
			depth++
		case r == '}' || r == ']':
			depth--
		case (r == ' ' || r == '\t') && depth == 0:
			if word.Len() > 0 {
				out = append(out, word.String())
				word.Reset()
			}
			continue
		}
		word.WriteRune(r)
	}
	if quote != 0 || depth != 0 {
		return nil, fmt.Errorf("a quote or brace is open")
	}
	if word.Len() > 0 {
		out = append(out, word.String())
	}
	return out, nil
}

// identifier is a device id as AP-Device-Identifier carries it.
func identifier(device string) string {
	return "fingerprint " + base64.StdEncoding.EncodeToString([]byte(device))
}
