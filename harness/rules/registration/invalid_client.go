package registration

import (
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// pause is what lies between two attempts to register; schedulers get a little of it.
const (
	pause  = time.Second
	jitter = 50 * time.Millisecond
)

// InvalidClient: dead credentials are replaced, and what is refused for good is left alone.
var InvalidClient = &rule.Rule{
	ID:        "REG-INVALID-CLIENT",
	Phase:     rule.Registration,
	Level:     rule.Must,
	Statement: "When its credentials are no longer known (invalid_client) the service registers again; other refusals of registration are given up after at most 3 attempts, a second apart.",
	Why:       "Dead credentials do not come back to life: without a new registration the device is locked out for good, and a loop is a flood.",
	Remedy:    "On invalid_client register once, get a token and go on; on every other error of registration tell the app and stop.",
	Occasion:  "refusal of credentials or of a registration",
	Missing:   "neither credentials nor a registration were refused",
	Sources: []rule.Source{
		{Page: "dynamic-client-registration-apis-retrieve-access-token", Anchor: "error"},
		{Page: "dynamic-client-registration-flow", Anchor: "workflow-access-adobe-pass-protected-apis"},
		{Page: "enhanced-error-codes", Anchor: "enhanced-error-codes-lists-rest-api-v2"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		cases := lost(e)
		for _, t := range turns(e) {
			if c := rejected(e, t); c != nil {
				cases = append(cases, *c)
			}
		}
		return cases
	},
}

// lost judges what followed the first refusal of each client.
func lost(e *rule.Evidence) []rule.Case {
	var cases []rule.Case
	known, all := map[string]bool{}, e.Operations("register", "token")
	for i, x := range all {
		if refusal(x) != "invalid_client" || x.Client == "" || known[x.Client] {
			continue
		}
		known[x.Client] = true
		if c := recovery(e, x, all[i+1:]); c != nil {
			cases = append(cases, *c)
		}
	}
	return cases
}

// recovery judges what followed the refusal x: nil where that cannot be told, because the
// app had no further wish, or the run ended.
func recovery(e *rule.Evidence, x *journal.Exchange, rest []*journal.Exchange) *rule.Case {
	var tries []*journal.Exchange // with the dead credentials
	var renewed *journal.Exchange
	whole := shared(e, x.Client)
	for _, y := range rest {
		switch {
		case y.Operation == "token" && y.Client == x.Client && renewed == nil:
			tries = append(tries, y)
		case y.Operation == "register" && y.Response.Status/100 == 2 && renewed == nil && (whole || keyOf(y) == keyOf(x)):
			renewed = y
		case y.Operation == "token" && renewed != nil && y.Client == renewed.Client && y.Response.Status/100 == 2:
			if len(tries) <= mostTries {
				c := rule.Prove(nil, x, renewed, y)
				return &c
			}
		}
	}
	if len(tries) > mostTries {
		c := rule.Prove(rule.Complain("a token was asked for %d times more with credentials that Adobe Pass does not know; wanted a new registration", len(tries)), x, tries[len(tries)-1])
		return &c
	}
	wish := next(e, e.Name(x), x.End)
	if renewed != nil || wish.IsZero() {
		return nil
	}
	alive, ok := e.AliveAt(wish.Add(afterglow))
	if !ok {
		return nil
	}
	c := rule.Prove(rule.Complain("the service has not registered again, although its app went on; wanted new credentials"), alive, x)
	return &c
}

// shared tells whether calls for several devices are made with a client.
func shared(e *rule.Evidence, client string) bool {
	device := ""
	for _, x := range e.Operations(personal...) {
		if x.Client != client || x.Device == "" {
			continue
		}
		if device != "" && device != x.Device {
			return true
		}
		device = x.Device
	}
	return false
}

// rejected judges a call of an app during which registration was refused for another
// reason than lost credentials; nil: there was none, or the service ended.
func rejected(e *rule.Evidence, t turn) *rule.Case {
	var tries []*journal.Exchange
	for _, x := range e.Operations("register", "token") {
		if why := refusal(x); t.holds(e, x) && why != "" && why != "invalid_client" {
			tries = append(tries, x)
		}
	}
	for i, x := range tries {
		var c *rule.Complaint
		switch {
		case i > mostTries-1:
			c = rule.Complain("attempt %d after %s was refused with %s; wanted at most %d", i+1, x.Operation, refusal(tries[0]), mostTries)
		case i > 0 && x.Operation == tries[i-1].Operation && x.Start.Sub(tries[i-1].End) < pause-jitter:
			c = rule.Complain("%s was repeated %v after it was refused with %s; wanted a pause of at least %v, if any repeat", x.Operation, x.Start.Sub(tries[i-1].End).Round(time.Millisecond), refusal(tries[i-1]), pause)
		}
		if c != nil {
			out := rule.Prove(c, tries[0], x)
			return &out
		}
	}
	alive, ok := e.AliveAt(t.until)
	if len(tries) == 0 || !ok {
		return nil
	}
	out := rule.Prove(nil, tries[0], alive)
	return &out
}
