package rule

import "github.com/passproof/passproof/mockpass/journal"

// split cuts evidence into the pieces that rules of grain g see.
func (e *Evidence) split(g Grain) []*Evidence {
	switch g {
	case Run:
		return []*Evidence{e}
	case Exchange:
		return e.splitExchanges()
	case Code:
		return e.group(func(x *journal.Exchange) string { return x.Code })
	case Device:
		return e.group(func(x *journal.Exchange) string { return x.Device })
	case Client:
		return e.group(func(x *journal.Exchange) string { return x.Client })
	}
	return nil
}

func (e *Evidence) splitExchanges() []*Evidence {
	out := make([]*Evidence, len(e.Exchanges))
	for i := range e.Exchanges {
		out[i] = e.part()
		out[i].Exchanges = e.Exchanges[i : i+1 : i+1]
	}
	return out
}

// group makes one piece of all exchanges with one key, and gives each piece the
// acts of the devices that take part in it and the acts on the whole subject.
func (e *Evidence) group(key func(*journal.Exchange) string) []*Evidence {
	parts := map[string]*Evidence{}
	seats := seats{}
	var order []*Evidence
	for _, x := range e.Exchanges {
		k := key(x)
		if k == "" {
			continue
		}
		part := parts[k]
		if part == nil {
			part = e.part()
			parts[k] = part
			order = append(order, part)
		}
		part.Exchanges = append(part.Exchanges, x)
		if who := e.Actor(x); who != nil {
			seats.take(who.Name, part)
		}
	}
	for _, a := range e.Acts {
		if a.Device == "" {
			deal(a, order)
			continue
		}
		deal(a, seats.of[a.Device])
		deal(a, []*Evidence{parts[a.Text("code")], parts[textOf(a.Answer["code"])]})
	}
	return order
}

// seats tells in which pieces a device takes part.
type seats struct {
	of    map[string][]*Evidence
	taken map[seat]bool
}

type seat struct {
	device string
	part   *Evidence
}

func (s *seats) take(device string, part *Evidence) {
	if s.taken == nil {
		s.of, s.taken = map[string][]*Evidence{}, map[seat]bool{}
	}
	if !s.taken[seat{device, part}] {
		s.taken[seat{device, part}] = true
		s.of[device] = append(s.of[device], part)
	}
}

// deal gives an act to pieces that do not have it yet. Acts come in order, so a piece
// that has it has it last.
func deal(a *journal.Act, parts []*Evidence) {
	for _, part := range parts {
		if part != nil && (len(part.Acts) == 0 || part.Acts[len(part.Acts)-1] != a) {
			part.Acts = append(part.Acts, a)
		}
	}
}

func textOf(v any) string { s, _ := v.(string); return s }
