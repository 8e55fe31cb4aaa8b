package reference

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"time"
)

// Identity are the decisions about who the user is and how a login goes. None of them
// is right: a service that follows the documentation has the zero value.
type Identity struct {
	PlaySignedOut   bool // play starts for users who have never signed in
	RelativeURL     bool // primary screen: the url of a session is handed out as it came
	WaitAnyway      bool // a session that needs no login is waited for
	HalfSession     bool // a browser is sent to sessions that lack parameters
	AnyCode         bool // a browser is sent to whatever code was typed
	LateOnWebOS     bool // webOS televisions poll half a minute late
	KeepOldMVPD     bool // the MVPD of last time is used, whoever has authenticated
	LookupPerPlay   bool // every press of play looks for the profile
	EternalProfile  bool // profiles do not end
	KeepGoneProfile bool // a profile that Adobe Pass has taken back is kept
	OneProfile      bool // more than one profile is an error
	RegularOnly     bool // other types of profiles are no profiles
	MetadataCall    bool // metadata is asked for each time
	StaleMetadata   bool // metadata is never looked at again
}

// late is when a service begins to poll that begins too late.
const late = 25 * time.Second

// pollLate begins to poll when the user has long signed in.
func (s *Service) pollLate(l *login) {
	s.all.Go(func() {
		if sleep(s.life, late) && s.now().Before(l.notAfter) {
			s.poll(l)
		}
	})
}

// strange is the error of a service that has not thought of more than one profile.
func (w *wireProfiles) strange() error {
	return &refusal{Status: http.StatusOK, Code: "unexpected_profiles", Message: "there is more than one profile"}
}

// refresh looks at the profile once more after its first authorization: some MVPDs tell
// metadata such as householdID only then. What goes wrong can wait.
func (s *Service) refresh(ctx context.Context, d *device, p *profile) {
	if s.policy.StaleMetadata || p.Refreshed || p.Type != "regular" {
		return
	}
	fresh := *p
	fresh.Refreshed = true
	var answer wireProfiles
	if s.do(ctx, d, call{method: http.MethodGet, path: "/profiles/" + s.segment(p.MVPD), once: true}, &answer) == nil {
		if now := answer.pick(); now != nil && now.MVPD == p.MVPD {
			fresh.Attributes = maps.Clone(now.Attributes)
		}
	}
	_ = s.change(d, func(r *record) {
		if r.Profile == p { // nobody has signed out or in meanwhile
			r.Profile = &fresh
		}
	})
}

// loginPage is where a browser goes with a code.
func (s *Service) loginPage(code string) string {
	return s.absolute("/api/v2/authenticate/" + url.PathEscape(s.config.ServiceProvider) + "/" + url.PathEscape(code))
}

// letsStrangersIn tells whether somebody who has never signed in may play, which is wrong.
func (s *Service) letsStrangersIn(d *device) bool {
	_, r := d.look()
	return s.policy.PlaySignedOut && r.MVPD == ""
}
