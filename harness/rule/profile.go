package rule

import (
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// A Profile is one profile of a profiles answer
// (rest-api-v2-profiles-apis-retrieve-profiles#response).
type Profile struct {
	Type       string    // regular, degraded, temporary, appleSSO, platformSSO or serviceTokenSSO
	NotAfter   time.Time // zero where the answer has none
	Attributes map[string]Attribute
}

// An Attribute is one item of user metadata (user-metadata#rest-api-v2).
type Attribute struct {
	Value any    `json:"value"`
	State string `json:"state"` // plain or enc
}

// Profiles are those of a profiles answer by the id of their MVPD: empty where the
// answer says that there is none, nil where it is no profiles answer.
func Profiles(x *journal.Exchange) map[string]Profile {
	var body struct {
		Profiles map[string]struct {
			Type       string               `json:"type"`
			NotAfter   any                  `json:"notAfter"`
			Attributes map[string]Attribute `json:"attributes"`
		} `json:"profiles"`
	}
	if x.Response.Status/100 != 2 || !names(x, "profiles") || x.Response.JSON(&body) != nil || body.Profiles == nil {
		return nil
	}
	out := make(map[string]Profile, len(body.Profiles))
	for mvpd, p := range body.Profiles {
		out[mvpd] = Profile{Type: p.Type, NotAfter: Instant(p.NotAfter), Attributes: p.Attributes}
	}
	return out
}

// HasProfile tells whether an answer holds at least one profile.
func HasProfile(x *journal.Exchange) bool { return len(Profiles(x)) > 0 }
