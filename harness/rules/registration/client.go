package registration

import (
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// personal are the operations that are made with the credentials of the device that they
// are for. A code may be asked about by a second screen, and the configuration belongs
// to no device.
var personal = []string{
	"createSession", "profiles", "profilesByMvpd", "preauthorize", "authorize", "logout", "partnerSession", "partnerProfile",
}

// owners tells to which device a client belongs: the one that made at least three in four of its
// calls, so that a call that mixes two devices does not hide it. A client that devices
// share is nobody's.
func owners(e *rule.Evidence) map[string]*rule.Participant {
	calls := map[string]map[*rule.Participant]int{}
	for _, x := range e.Operations(personal...) {
		who := e.Actor(x)
		if who == nil || x.Client == "" {
			continue
		}
		if calls[x.Client] == nil {
			calls[x.Client] = map[*rule.Participant]int{}
		}
		calls[x.Client][who]++
	}
	out := map[string]*rule.Participant{}
	for client, by := range calls {
		all := 0
		for _, n := range by {
			all += n
		}
		for who, n := range by {
			if 4*n >= 3*all {
				out[client] = who
			}
		}
	}
	return out
}

// places are the devices that were played, by an address that is theirs alone.
func places(e *rule.Evidence) map[string]*rule.Participant {
	out := map[string]*rule.Participant{}
	for _, p := range e.Participants() {
		at := rule.PlainAddress(p.Address)
		if known, ok := out[at]; ok && known != p {
			p = nil
		}
		out[at] = p
	}
	return out
}

// forwarded is the first address of X-Forwarded-For; empty where there is none.
func forwarded(x *journal.Exchange) string {
	value, _ := x.Request.Value("X-Forwarded-For")
	first, _, _ := strings.Cut(value, ",")
	return rule.PlainAddress(strings.TrimSpace(first))
}
