package registration

import (
	"fmt"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// An instance is who registers: a device, told by its address or else by what
// X-Device-Info says of it, or the whole service where it registers for all.
type instance struct {
	key       string
	registers []*journal.Exchange // granted ones
	tokens    []*token
}

// A token is an access token with its life.
type token struct {
	*journal.Exchange // the answer that issued it
	value             string
	client            string
	ends              time.Time
	life              time.Duration
}

// instances groups registrations and tokens.
func instances(e *rule.Evidence) []*instance {
	known := map[string]*instance{}
	var order []*instance
	for _, x := range e.Operations("register", "token") {
		if x.Response.Status/100 != 2 {
			continue
		}
		key := keyOf(x)
		i := known[key]
		if i == nil {
			i = &instance{key: key}
			known[key] = i
			order = append(order, i)
		}
		if x.Operation == "register" {
			i.registers = append(i.registers, x)
		} else if t := tokenOf(x); t != nil {
			i.tokens = append(i.tokens, t)
		}
	}
	return order
}

func keyOf(x *journal.Exchange) string {
	if x.Address != "" {
		return x.Address
	}
	if info := rule.DeviceInfo(x); info["connectionIp"] != nil {
		return fmt.Sprint(info["connectionIp"])
	}
	v, _ := x.Request.Value("X-Device-Info")
	return v
}

func tokenOf(x *journal.Exchange) *token {
	var body struct {
		Token   string `json:"access_token"`
		Created int64  `json:"created_at"` // milliseconds
		Expires int64  `json:"expires_in"` // seconds
	}
	if x.Response.JSON(&body) != nil || body.Token == "" || body.Expires <= 0 {
		return nil
	}
	created := x.End
	if body.Created > 0 {
		created = time.UnixMilli(body.Created)
	}
	life := time.Duration(body.Expires) * time.Second
	return &token{Exchange: x, value: body.Token, client: x.Client, ends: created.Add(life), life: life}
}

// excused tells whether Adobe Pass, or a restart, gave reason for a new registration
// or token between two exchanges.
func excused(e *rule.Evidence, prev, next *journal.Exchange, codes ...string) bool {
	from, to := prev.End, next.Start
	if restarted(e, next, from, to) {
		return true
	}
	for _, x := range e.Operations() {
		mine := same(x.Address, next.Address) || same(x.Client, prev.Client)
		if !mine || !x.End.After(from) || !x.End.Before(to.Add(time.Millisecond)) {
			continue
		}
		for _, code := range codes {
			var dcr struct {
				Error string `json:"error"`
			}
			_ = x.Response.JSON(&dcr)
			if rule.Refused(x).Code == code || dcr.Error == code {
				return true
			}
		}
	}
	return false
}

// same tells whether two values are known and equal.
func same(a, b string) bool { return a != "" && a == b }

// restarted tells whether what serves x was started anew in between. Without an address
// a start of another instance looks the same from here, and is held against nobody.
func restarted(e *rule.Evidence, x *journal.Exchange, from, to time.Time) bool {
	for _, a := range e.Did(journal.Start) {
		if x.Address == "" && a.End.After(from) && a.Start.Before(to) {
			return true
		}
	}
	return e.Restarted(e.Name(x), from, to)
}
