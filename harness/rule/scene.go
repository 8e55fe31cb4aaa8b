package rule

import (
	"maps"
	"slices"

	"github.com/passproof/passproof/mockpass/journal"
)

// place notes which scenario an exchange belongs to: that of the device that it was made for.
func (ix *index) place(x *journal.Exchange) {
	if who := (&Evidence{run: ix}).Whose(x); who != nil && who.Act != nil {
		ix.scenes[x.ID] = who.Act.Scenario
	}
}

// placeNetworks notes which scenario queries and connections belong to: that of the instance
// in whose network they came about.
func (ix *index) placeNetworks(e *Evidence) {
	of := map[string]string{}
	for _, a := range e.Acts {
		if a.Verb == journal.Start {
			of[a.Text("network")] = a.Scenario
		}
	}
	for _, q := range e.Queries {
		ix.known[q.ID], ix.scenes[q.ID] = true, of[q.Network]
	}
	for _, c := range e.Connections {
		ix.known[c.ID], ix.scenes[c.ID] = true, of[c.Network]
	}
}

// scene is the scenario that has made the evidence of a case: that of the entry that gave
// occasion to it, or else of one after; empty where that cannot be told. What proves at
// last that the service was alive may be any scenario's.
func (ix *index) scene(c Case) string {
	for _, id := range c.Proof {
		if name := ix.scenes[id]; name != "" {
			return name
		}
	}
	return ""
}

// scenes are the scenarios that some of the cases rest on, in the order of the alphabet.
type scenes map[string]bool

func (s scenes) sorted() []string {
	delete(s, "")
	return slices.Sorted(maps.Keys(s))
}
