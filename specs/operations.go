package specs

// Operation IDs of REST API V2, Dynamic Client Registration and the Reset TempPass
// API, in the order of the cookbook. The documents of this package, the mock, the journal and the rules
// all use these names.
const (
	Register       = "register"       // POST /o/client/register
	Token          = "token"          // POST /o/client/token
	Configuration  = "configuration"  // GET  /api/v2/{serviceProvider}/configuration
	CreateSession  = "createSession"  // POST /api/v2/{serviceProvider}/sessions
	ResumeSession  = "resumeSession"  // POST /api/v2/{serviceProvider}/sessions/{code}
	Session        = "session"        // GET  /api/v2/{serviceProvider}/sessions/{code}
	Authenticate   = "authenticate"   // GET  /api/v2/authenticate/{serviceProvider}/{code}
	Profiles       = "profiles"       // GET  /api/v2/{serviceProvider}/profiles
	ProfilesByMVPD = "profilesByMvpd" // GET  /api/v2/{serviceProvider}/profiles/{mvpd}
	ProfilesByCode = "profilesByCode" // GET  /api/v2/{serviceProvider}/profiles/code/{code}
	Preauthorize   = "preauthorize"   // POST /api/v2/{serviceProvider}/decisions/preauthorize/{mvpd}
	Authorize      = "authorize"      // POST /api/v2/{serviceProvider}/decisions/authorize/{mvpd}
	Logout         = "logout"         // GET  /api/v2/{serviceProvider}/logout/{mvpd}
	PartnerSession = "partnerSession" // POST /api/v2/{serviceProvider}/sessions/sso/{partner}
	PartnerProfile = "partnerProfile" // POST /api/v2/{serviceProvider}/profiles/sso/{partner}

	ResetTempPass      = "resetTempPass"      // DELETE /reset-tempass/v3/reset
	ResetTempPassByKey = "resetTempPassByKey" // DELETE /reset-tempass/v3/reset/generic
)

// Operations are all operation IDs in the order of the cookbook.
var Operations = []string{
	Register, Token, Configuration, CreateSession, ResumeSession, Session, Authenticate,
	Profiles, ProfilesByMVPD, ProfilesByCode, Preauthorize, Authorize, Logout, PartnerSession, PartnerProfile,
	ResetTempPass, ResetTempPassByKey,
}
