package configuration

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// A picker is one opening of the list of TV providers.
type picker struct {
	*journal.Act
	who   *rule.Participant
	shown []string
	own   []*journal.Exchange // configurations that had come for its platform, in order
	other []*journal.Exchange // those that had come for other platforms
}

// pickers are the lists that apps were shown, with the configurations that had come until then.
func pickers(e *rule.Evidence) []picker {
	var out []picker
	fetches := e.Operations("configuration")
	for _, a := range e.Did(journal.Providers) {
		p := picker{Act: a, who: e.Participants()[a.Device], shown: a.List("ids")}
		if p.who == nil || !a.Answered() || len(p.shown) == 0 {
			continue
		}
		for _, x := range fetches {
			switch {
			case rule.Providers(x) == nil || x.End.After(a.End):
			case platform(e, x) == named(p.who.Info):
				p.own = append(p.own, x)
			default:
				p.other = append(p.other, x)
			}
		}
		out = append(out, p)
	}
	return out
}

// fresh tells whether the list was fetched for this very picker.
func (p *picker) fresh() bool {
	return len(p.own) > 0 && !p.own[len(p.own)-1].Start.Before(p.Start)
}

// current are the ids that the service can have for the platform: those of the last
// configuration, and of the ones before it that may still be kept.
func (p *picker) current() []string {
	var out []string
	for i, x := range p.own {
		if i == len(p.own)-1 || x.Start.After(p.Start.Add(-longest)) && !p.fresh() {
			out = append(out, ids(x)...)
		}
	}
	return out
}

// strange is an id that was shown although the platform's own list does not have it and
// that of another platform has, with the configuration that it must come from.
func (p *picker) strange() (string, *journal.Exchange) {
	own := p.current()
	for _, id := range p.shown {
		if slices.Contains(own, id) {
			continue
		}
		for _, x := range p.other {
			if slices.Contains(ids(x), id) {
				return id, x
			}
		}
	}
	return "", nil
}

// apart is a configuration for another platform whose list differs from that of this
// one, so that taking one for the other would show; nil where there is none.
func (p *picker) apart() *journal.Exchange {
	own := p.current()
	slices.Sort(own)
	for _, x := range p.other {
		theirs := ids(x)
		slices.Sort(theirs)
		if !slices.Equal(slices.Compact(own), theirs) {
			return x
		}
	}
	return nil
}

// last is the latest configuration for the platform, or nil.
func (p *picker) last() *journal.Exchange {
	if len(p.own) == 0 {
		return nil
	}
	return p.own[len(p.own)-1]
}

func ids(x *journal.Exchange) []string {
	var out []string
	for _, m := range rule.Providers(x) {
		out = append(out, m.ID)
	}
	return out
}

// perUser is a picker that shows that the list is kept for each device by itself: some
// device opened its list again without a fetch, so there is a cache, while the first list
// of another one costs a fetch. nil: nothing shows that.
func perUser(e *rule.Evidence, next *journal.Exchange) *journal.Act {
	theirs := e.Name(next)
	fetched := map[string]*journal.Exchange{}
	for _, x := range e.Operations("configuration") {
		if who := e.Name(x); who != "" && fetched[who] == nil {
			fetched[who] = x
		}
	}
	if theirs == "" || fetched[theirs] != next {
		return nil
	}
	for _, a := range e.Did(journal.Providers) {
		first := fetched[a.Device]
		if first != nil && first != next && a.Answered() && a.Start.After(first.End) &&
			a.Start.Before(first.Start.Add(shortest)) && len(e.During(a, time.Second, "configuration")) == 0 {
			return a
		}
	}
	return nil
}
