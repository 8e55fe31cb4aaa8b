package rule

import (
	"fmt"
	"slices"
	"sort"

	"github.com/passproof/passproof/mockpass/journal"
)

// index holds what is known of the whole run, so that a rule of a fine grain can
// still ask who a device is and whether the subject was alive. A key that several
// devices share leads to nil: it tells nothing about who it was.
type index struct {
	known        map[journal.ID]bool           // every entry of the run
	scenes       map[journal.ID]string         // the scenario that an entry belongs to, where that can be told
	participants map[string]*Participant       // by the harness's name
	byAddress    map[string]*Participant       // by public address
	byCode       map[string]*Participant       // who received the code
	byIdentifier map[string]*Participant       // whose sessions carried the identifier
	byMediaToken map[string]*Participant       // who received the media token
	learned      map[*journal.Exchange]learned // what is asked of an exchange again and again
	tokens       map[string]*journal.Exchange  // bearer value -> token exchange
	restarts     []*journal.Act
	loose        map[string]bool     // directions that have answers written in another way
	alive        []journal.Entry     // signs of life in order of their instant
	taken        map[journal.ID]bool // calls of apps that ended with the subject
}

// learned is what the run tells about one exchange.
type learned struct {
	actor *Participant      // nil where nobody can be told
	token *journal.Exchange // nil where nobody saw its token issued
}

func newIndex(e *Evidence) *index {
	ix := &index{
		known: map[journal.ID]bool{}, scenes: map[journal.ID]string{}, loose: map[string]bool{}, participants: map[string]*Participant{}, byAddress: map[string]*Participant{},
		byCode: map[string]*Participant{}, byIdentifier: map[string]*Participant{}, byMediaToken: map[string]*Participant{},
		learned: make(map[*journal.Exchange]learned, len(e.Exchanges)), tokens: map[string]*journal.Exchange{},
	}
	ix.placeNetworks(e)
	ix.taken = taken(e.Acts)
	ix.meet(e.Acts)
	for _, a := range e.Acts {
		ix.readAct(a)
	}
	for _, x := range e.Exchanges {
		ix.readExchange(x)
	}
	for _, x := range e.Exchanges { // now that all identifiers and tokens are known
		ix.learned[x] = ix.learn(x)
		ix.place(x)
	}
	sort.SliceStable(ix.alive, func(i, j int) bool { return lifeAt(ix.alive[i]).Before(lifeAt(ix.alive[j])) })
	return ix
}

func (ix *index) readAct(a *journal.Act) {
	ix.known[a.ID], ix.scenes[a.ID] = true, a.Scenario
	switch a.Verb {
	case journal.Restart:
		ix.restarts = append(ix.restarts, a)
	case journal.Direct:
		ix.loosens(a)
	}
	if silent[a.Verb] {
		return
	}
	if a.Answered() {
		ix.alive = append(ix.alive, a)
	}
	who := ix.participants[a.Device]
	if who == nil {
		return
	}
	if code := textOf(a.Answer["code"]); code != "" && (a.Verb == journal.Login || a.Verb == journal.Partner) {
		ix.byCode[code] = who
	}
	if token := textOf(a.Answer["mediaToken"]); token != "" {
		claim(ix.byMediaToken, token, who) // a token that two devices got tells nothing
	}
}

func (ix *index) readExchange(x *journal.Exchange) {
	ix.known[x.ID] = true
	if x.Party == journal.Browser {
		return
	}
	ix.alive = append(ix.alive, x)
	switch x.Operation {
	case "token":
		var body struct {
			AccessToken string `json:"access_token"`
		}
		if x.Response.Status/100 == 2 && x.Response.JSON(&body) == nil && body.AccessToken != "" {
			ix.tokens[body.AccessToken] = x
		}
	case "createSession", "partnerSession":
		who := ix.byCode[x.Code]
		claim(ix.byIdentifier, x.Device, who)
		if who != nil && len(who.Siblings) > 0 {
			claim(ix.byIdentifier, x.Device, who.Siblings[0]) // theirs alike, so nobody's
		}
	}
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

// mourned tells whether a broken case rests on a call that ended with the subject.
func (ix *index) mourned(c Case) bool {
	return c.Complaint != nil && slices.ContainsFunc(c.Proof, func(id journal.ID) bool { return ix.taken[id] })
}
