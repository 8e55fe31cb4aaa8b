package rule

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// index holds what is known of the whole run, so that a rule of a fine grain can
// still ask who a device is and whether the subject was alive.
type index struct {
	known        map[journal.ID]bool          // every entry of the run
	participants map[string]*Participant      // by the harness's name
	byAddress    map[string]*Participant      // by public address
	byCode       map[string]*Participant      // who received the code
	byIdentifier map[string]*Participant      // whose sessions carried the identifier
	byMediaToken map[string]*Participant      // who received the media token
	tokens       map[string]*journal.Exchange // bearer value -> token exchange
	alive        []journal.Entry              // signs of life in order of their instant
}

func newIndex(e *Evidence) *index {
	ix := &index{
		known:        map[journal.ID]bool{},
		participants: map[string]*Participant{}, byCode: map[string]*Participant{}, byAddress: map[string]*Participant{}, byIdentifier: map[string]*Participant{},
		byMediaToken: map[string]*Participant{}, tokens: map[string]*journal.Exchange{},
	}
	for _, q := range e.Queries {
		ix.known[q.ID] = true
	}
	ix.readActs(e.Acts)
	ix.readExchanges(e.Exchanges)
	sort.SliceStable(ix.alive, func(i, j int) bool { return lifeAt(ix.alive[i]).Before(lifeAt(ix.alive[j])) })
	return ix
}

func (ix *index) readActs(acts []*journal.Act) {
	for _, a := range acts {
		ix.known[a.ID] = true
		if a.Verb == journal.Appear {
			who := participant(a)
			ix.participants[who.Name], ix.byAddress[who.Address] = who, who
		}
	}
	for _, a := range acts {
		who := ix.participants[a.Device]
		switch a.Verb {
		case journal.Appear, journal.Browse, journal.Direct, journal.Withdraw, journal.Watched, journal.Stop, journal.Died:
			continue
		}
		if a.Answered() {
			ix.alive = append(ix.alive, a)
		}
		if who == nil {
			continue
		}
		if code, ok := a.Answer["code"].(string); ok && code != "" && a.Verb == journal.Login {
			ix.byCode[code] = who
		}
		if token, ok := a.Answer["mediaToken"].(string); ok && token != "" {
			ix.byMediaToken[token] = who
		}
	}
}

func (ix *index) readExchanges(xs []*journal.Exchange) {
	for _, x := range xs {
		ix.known[x.ID] = true
		if x.Party == journal.Browser {
			continue
		}
		ix.alive = append(ix.alive, x)
		if x.Operation == "token" && x.Response.Status/100 == 2 {
			var body struct {
				AccessToken string `json:"access_token"`
			}
			if x.Response.JSON(&body) == nil && body.AccessToken != "" {
				ix.tokens[body.AccessToken] = x
			}
		}
		if x.Operation == "createSession" && x.Code != "" && x.Device != "" {
			ix.learn(x.Device, ix.byCode[x.Code])
		}
	}
}

// learn notes that who's sessions carry the identifier. One that several devices
// share tells nothing about who sent it.
func (ix *index) learn(identifier string, who *Participant) {
	if who == nil {
		return
	}
	if known, ok := ix.byIdentifier[identifier]; ok && known != who {
		who = nil
	}
	ix.byIdentifier[identifier] = who
}

func participant(a *journal.Act) *Participant {
	p := &Participant{Name: a.Device, ID: a.Text("id"), Address: a.Text("address"), Info: a.Map("info"), Act: a}
	switch port := a.Args["port"].(type) {
	case float64:
		p.Port = int(port)
	case int:
		p.Port = port
	}
	return p
}

func (ix *index) actor(x *journal.Exchange) *Participant {
	if who := ix.byCode[x.Code]; who != nil {
		return who
	}
	if x.Operation == "authorize" {
		var body struct {
			Decisions []struct {
				Token struct {
					SerializedToken string `json:"serializedToken"`
				} `json:"token"`
			} `json:"decisions"`
		}
		if x.Response.JSON(&body) == nil {
			for _, d := range body.Decisions {
				if who := ix.byMediaToken[d.Token.SerializedToken]; who != nil {
					return who
				}
			}
		}
	}
	return ix.byIdentifier[x.Device]
}

func (ix *index) aliveAt(t time.Time) (journal.Entry, bool) {
	i := sort.Search(len(ix.alive), func(i int) bool { return !lifeAt(ix.alive[i]).Before(t) })
	if i == len(ix.alive) {
		return nil, false
	}
	return ix.alive[i], true
}

// lifeAt is the instant at which an entry shows the subject alive: a request when
// it came, an act when it was answered.
func lifeAt(e journal.Entry) time.Time {
	if a, ok := e.(*journal.Act); ok {
		return a.End
	}
	return e.At()
}

func bearer(x *journal.Exchange) string {
	v, _ := x.Request.Value("Authorization")
	scheme, token, _ := strings.Cut(v, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// unproven says what is wrong with the proof of a case; empty: nothing.
func (ix *index) unproven(c Case) string {
	if len(c.Proof) == 0 {
		return "the rule made a case without proof"
	}
	for _, id := range c.Proof {
		if !ix.known[id] {
			return fmt.Sprintf("the rule proves a case with entry %d, which is not in the evidence", id)
		}
	}
	return ""
}
