package reference

import (
	"errors"
	"net/http"
	"time"
)

// Config says where Adobe Pass is and who the service is.
type Config struct {
	AdobePassURL      string // base URL, without a path
	SoftwareStatement string // of the registered application
	ServiceProvider   string // "REF30"
	Domain            string // a domain name registered for the service provider
	TempPasses        TempPasses
	State             string // file of the embedded store; it is made when it is not there
	Policy            Policy // zero: Correct()
	Clock             func() time.Time
	Transport         http.RoundTripper // nil: connections of limited age
}

func (c Config) check() error {
	for what, value := range map[string]string{
		"the base URL of Adobe Pass": c.AdobePassURL, "a software statement": c.SoftwareStatement,
		"a service provider": c.ServiceProvider, "a domain": c.Domain, "a file for the state": c.State,
	} {
		if value == "" {
			return errors.New("reference: the service needs " + what)
		}
	}
	return nil
}

// A Policy holds the decisions that the documentation asks a service to take. The
// right ones are [Correct]; every defect changes one.
type Policy struct {
	Premium  // degraded and temporary access
	Identity // logins and profiles

	PollInterval      time.Duration                          // between the answer to a poll and the next one
	PollAfterSuccess  int                                    // so many polls follow the one that brought the profile
	PollAfterExpiry   bool                                   // polls go on when the code has expired
	PollAfterNewCode  bool                                   // polls for an old code go on beside the new one
	PollByMVPD        bool                                   // polls ask profiles/{mvpd} in place of profiles/code/{code}
	PollWithoutWait   bool                                   // primary screen: polls start before the browser is back
	ConfigurationTTL  time.Duration                          // how long the list of MVPDs is kept
	ConfigureOnStatus bool                                   // the list is fetched when an app opens
	OneList           bool                                   // one list for all platforms
	ListPerDevice     bool                                   // a list for each device
	OwnList           []string                               // shown in place of Adobe's
	ListTempPass      bool                                   // free previews stand among the TV providers
	ClingToMVPD       bool                                   // the MVPD of last time is remembered when it is no longer integrated
	NoLookup          bool                                   // sessions are created without looking for a profile
	PatchedSession    bool                                   // sessions are created with the MVPD alone and completed by a second call
	Prefetch          bool                                   // the service opens the login page itself
	BatchLimit        int                                    // resources of one preauthorize request
	Playback          PlaybackPolicy                         // what else can be wrong with playback
	SigningOut        LogoutPolicy                           // what else can be wrong with a logout
	Catalogue         CataloguePolicy                        // what else can be wrong with a catalogue
	ForgetPermits     bool                                   // permits are not kept
	PlayOnPermit      bool                                   // a preauthorization permit starts playback
	ReuseDecision     bool                                   // a play reuses the decision of the one before
	PlayOnAnyAnswer   bool                                   // HTTP 200 starts playback, whatever the decision
	ConfessOnDeny     bool                                   // a deny tells the app what the service last registered
	FailOnDeny        bool                                   // a deny reaches the app as HTTP 500
	ExtraResources    []string                               // asked for along with the one that is played
	Retries           int                                    // repeats after the first attempt
	RetryPause        time.Duration                          // before the first repeat; the next ones double it
	RetryEverything   bool                                   // whatever the action says
	Insist            func(path string, e Trouble) int       // how often a call of that path is repeated at once; nil: never
	SignsOutOn        string                                 // an error code of a decision after which the user counts as signed out
	VagueOn           string                                 // an error code that the app never hears of where it is that of a whole answer
	PollDiesOnPage    bool                                   // an answer to a poll that cannot be read ends the loop
	Cooldown          time.Duration                          // after a 429
	TokenFor          func(life time.Duration) time.Duration // how long a token of that life is used
	TokenCalls        int                                    // a token is replaced after so many calls; 0: when it ends
	RegisterOn        map[string]bool                        // registers again on a "login" that is not the first, or to "refresh" a token
	Refreshes         int                                    // new tokens for one call that is answered 401
	KeepProfile       bool                                   // the profile outlives the credentials that it belongs to
	DeadCredentials   int                                    // so many more token calls with credentials that Adobe Pass does not know
	LosesAtStart      string                                 // what a restart loses: "credentials", and all that comes with them, the "token", the "profile" or the "selection"
	AllProfiles       bool                                   // a lookup asks for all profiles, whichever MVPD was used last
	SharedCredentials bool                                   // one pair of client credentials for all devices
	LocalLogout       bool                                   // logout forgets the profile here only
	SwallowLogoutURL  bool                                   // the app never gets the url of a logout
	LogoutOnDeny      bool                                   // a deny ends in a logout
	Lowercase         bool                                   // MVPD ids are made lower case
	SSO               SSOPolicy                              // what can be wrong with single sign-on
	UnknownProbe      bool                                   // looks for a profile of an MVPD that does not exist
	Line              Line                                   // the way to Adobe Pass
}

// Trouble is what a call met that was not answered well.
type Trouble struct {
	Status       int // 0: no answer
	Code, Action string
}

// Correct is the policy that follows the documentation.
func Correct() Policy {
	return Policy{
		PollInterval:     4 * time.Second,
		Line:             Line{Age: connectionAge},
		ConfigurationTTL: 3 * time.Minute,
		BatchLimit:       5,
		Retries:          2,
		Refreshes:        1,
		RetryPause:       1200 * time.Millisecond,
		Cooldown:         1500 * time.Millisecond,
		TokenFor:         func(life time.Duration) time.Duration { return life - min(life/5, 5*time.Minute) },
	}
}
