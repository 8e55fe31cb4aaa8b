package ruletest

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

func (p *reader) query(id journal.ID, at time.Time, all []string) error {
	if len(all) < 2 {
		return fmt.Errorf("a query is: NAME TYPE key=value … -> addresses")
	}
	q := &journal.Query{ID: id, Asked: at, Name: all[0], Type: all[1]}
	for _, w := range all[2:] {
		key, text, isKey := strings.Cut(w, "=")
		switch {
		case w == "->":
		case !isKey:
			for _, a := range strings.Split(w, ",") {
				addr, err := netip.ParseAddr(a)
				if err != nil {
					return err
				}
				q.Addresses = append(q.Addresses, addr)
			}
		case key == "ttl":
			ttl, err := time.ParseDuration(text)
			if err != nil {
				return err
			}
			q.TTL = ttl
		case key == "network":
			q.Network = text
		case key == "dataCentre":
			q.DataCentre = text
		default:
			return fmt.Errorf("a query has no %q", key)
		}
	}
	p.Entries = append(p.Entries, q)
	return nil
}

func (p *reader) connection(id journal.ID, at time.Time, all []string) (err error) {
	if len(all) < 3 || all[len(all)-2] != "->" {
		return fmt.Errorf("a connection is: ADDRESS key=value … -> OUTCOME")
	}
	c := &journal.Connection{ID: id, Opened: at, Settled: at, Outcome: journal.Fate(all[len(all)-1])}
	if c.To, err = address(all[0]); err != nil {
		return err
	}
	for _, pair := range all[1 : len(all)-2] {
		key, raw, _ := strings.Cut(pair, "=")
		v, err := value(raw)
		if err != nil {
			return err
		}
		switch text := fmt.Sprint(v); key {
		case "conn":
			if c.Number, err = strconv.ParseUint(text, 10, 64); err != nil {
				return err
			}
		case "network":
			c.Network = text
		case "dataCentre":
			c.DataCentre = text
		case "certificate":
			c.Certificate = text
		case "protocol":
			c.Protocol = text
		case "reason":
			c.Reason = text
		default:
			return fmt.Errorf("a connection has no %q", key)
		}
	}
	p.last = nil
	p.Entries = append(p.Entries, c)
	return nil
}

// address reads 127.0.0.1, which is port 443, or 127.0.0.1:80.
func address(text string) (netip.AddrPort, error) {
	if a, err := netip.ParseAddr(text); err == nil {
		return netip.AddrPortFrom(a, 443), nil
	}
	return netip.ParseAddrPort(text)
}
