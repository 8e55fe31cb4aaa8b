package mockpass

import (
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/mockpass/state"
	"github.com/passproof/passproof/specs"
)

// call is one request on its way through the pipeline and what is known of it.
type call struct {
	request  *http.Request
	body     []byte // whole, unless tooLong
	tooLong  bool   // the body is longer than bodyLimit
	exchange *journal.Exchange
	now      time.Time // one instant for all that happens in the call
	settings *settings // one configuration likewise

	route    *specs.Route // nil: a page of an MVPD, or nowhere
	lost     error        // why the request leads nowhere: a *specs.RouteError
	endpoint endpoint

	// What the request says, as far as it can be understood.
	serviceProvider string
	mvpd            string // of the path, of the form, or of the session
	code            string
	partner         string
	device          string // decoded AP-Device-Identifier; empty: absent or unusable
	address         string // first element of X-Forwarded-For
	form            url.Values
	resources       []string      // nil: absent or unusable
	bearer          accessClaims  // zero: no access token of this server
	session         state.Session // zero: the code has none, or had none

	// What was found out on the way.
	cue         stage.Cue
	deviceOn    string     // see platform; empty until it is asked for
	chance      *rand.Rand // see dice; nil until it is asked for
	client      state.Client
	provider    *provider
	integration Integration
	elsewhere   []string // mean mode, logout: MVPDs at which there was nothing to log out of
}

// bodyLimit is how long a request body may be.
const bodyLimit = 1 << 20

// param is a parameter of the form; empty and absent are the same.
func (c *call) param(name string) string { return c.form.Get(name) }

// holder is the key under which the call's own device is remembered.
func (c *call) holder() string {
	return state.DeviceKey(c.client.ID, c.serviceProvider, c.device)
}

// lifetime is the one that a direction wants for what the call creates, or the usual one.
func (c *call) lifetime(usual Duration) time.Duration {
	if c.cue.Lifetime > 0 {
		return c.cue.Lifetime
	}
	return time.Duration(usual)
}

// fault marks the exchange: the mock broke its own contract.
func (c *call) fault(what string) {
	if c.exchange.Fault == "" {
		c.exchange.Fault = what
	}
}

// violations notes where the request departs from the documents.
func (c *call) violations(found []specs.Violation) {
	for _, v := range found {
		c.exchange.Violations = append(c.exchange.Violations, journal.Violation(v))
	}
}
