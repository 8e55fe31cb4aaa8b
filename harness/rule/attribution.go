package rule

import (
	"slices"
	"strconv"
	"strings"

	"github.com/passproof/passproof/mockpass/journal"
)

// meet notes who took part, before anything that they did is read.
func (ix *index) meet(acts []*journal.Act) {
	for _, a := range acts {
		if a.Verb == journal.Appear {
			who := participant(a)
			ix.participants[who.Name] = who
		}
	}
	for _, who := range ix.participants {
		claim(ix.byAddress, who.Address, who)
	}
	ix.relate(acts)
}

// relate notes who has payloads of single sign-on, and makes the devices of each Roku
// subscriber siblings.
func (ix *index) relate(acts []*journal.Act) {
	of := map[string][]*Participant{}
	for _, a := range acts {
		who, subscriber := ix.participants[a.Device], a.Text("user")
		if a.Verb != journal.Payload || who == nil {
			continue
		}
		if who.SSO.IsZero() {
			who.SSO = a.Start
		}
		if a.Text("kind") != "roku" || subscriber == "" || slices.Contains(of[subscriber], who) {
			continue
		}
		for _, other := range of[subscriber] {
			other.Siblings = append(other.Siblings, who)
			who.Siblings = append(who.Siblings, other)
		}
		of[subscriber] = append(of[subscriber], who)
	}
}

func participant(a *journal.Act) *Participant {
	p := &Participant{Name: a.Device, ID: a.Text("id"), Address: a.Text("address"), Info: a.Map("info"), ECID: a.Text("ecid"), Act: a}
	switch port := a.Args["port"].(type) {
	case float64:
		p.Port = int(port)
	case int:
		p.Port = port
	case string: // written evidence
		p.Port, _ = strconv.Atoi(port)
	}
	return p
}

// claim notes whose a key is. One that another device has claimed is nobody's from then on.
func claim(owners map[string]*Participant, key string, who *Participant) {
	if key == "" || who == nil {
		return
	}
	if known, ok := owners[key]; ok && known != who {
		who = nil
	}
	owners[key] = who
}

func (ix *index) learn(x *journal.Exchange) learned {
	return learned{actor: ix.actor(x), token: ix.tokens[bearer(x)]}
}

// of is what is known of an exchange, be it of this run or of another.
func (ix *index) of(x *journal.Exchange) learned {
	if known, ok := ix.learned[x]; ok {
		return known
	}
	return ix.learn(x)
}

// actor works out on whose behalf an exchange was made.
func (ix *index) actor(x *journal.Exchange) *Participant {
	if who := ix.byCode[x.Code]; who != nil {
		return who
	}
	if x.Operation == "authorize" {
		for _, d := range Decisions(x) {
			if who := ix.byMediaToken[d.Token.Serialized]; who != nil {
				return who
			}
		}
	}
	return ix.byIdentifier[x.Device]
}

func bearer(x *journal.Exchange) string {
	v, _ := x.Request.Value("Authorization")
	scheme, token, _ := strings.Cut(v, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
