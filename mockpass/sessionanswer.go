package mockpass

import (
	"net/url"
	"strconv"
	"time"

	"github.com/passproof/passproof/mockpass/state"
)

// sessionAnswer tells what to do next
// (rest-api-v2-sessions-apis-create-authentication-session).
type sessionAnswer struct {
	ActionName        string   `json:"actionName"`
	ActionType        string   `json:"actionType"`
	ReasonType        string   `json:"reasonType"`
	MissingParameters []string `json:"missingParameters,omitempty"`
	URL               string   `json:"url"` // relative to the host
	Code              string   `json:"code,omitempty"`
	SessionID         string   `json:"sessionId"`
	MVPD              string   `json:"mvpd,omitempty"`
	ServiceProvider   string   `json:"serviceProvider"`
	NotBefore         string   `json:"notBefore,omitempty"` // milliseconds, as text
	NotAfter          string   `json:"notAfter,omitempty"`

	AuthenticationRequest *authenticationRequest `json:"authenticationRequest,omitempty"`
}

// authenticationRequest is what the device hands to its partner's framework.
type authenticationRequest struct {
	Type            string   `json:"type"`    // saml
	Request         string   `json:"request"` // the XML in base64
	AttributesNames []string `json:"attributesNames"`
}

// The reasons of a session answer.
const (
	reasonNone                  = "none"
	reasonAuthenticated         = "authenticated"
	reasonAuthenticatedSSO      = "authenticatedSSO"
	reasonDegraded              = "degraded"
	reasonTemporary             = "temporary"
	reasonPartnerFallback       = "pfs_fallback"
	reasonConfigurationFallback = "configuration_fallback"
	reasonMissingFallback       = "missing_parameters_fallback"
)

// interactive sends the viewer to the login page.
func interactive(v state.Session, reason string) sessionAnswer {
	a := describe(v, "authenticate", "interactive", reason)
	a.URL = apiPath("authenticate", v.ServiceProvider, v.Code)
	return a
}

// incomplete asks for the missing parameters; action is resume or retry.
func (s *Server) incomplete(v state.Session, action, reason string) sessionAnswer {
	a := describe(v, action, "direct", reason)
	a.MissingParameters = s.missing(v)
	a.URL = apiPath(v.ServiceProvider, "sessions", v.Code)
	return a
}

// authorized says that the viewer need not sign in.
func authorized(id, serviceProvider, mvpd, reason string) sessionAnswer {
	return sessionAnswer{
		ActionName: "authorize", ActionType: "direct", ReasonType: reason,
		URL:       apiPath(serviceProvider, "decisions", "authorize", mvpd),
		SessionID: id, MVPD: mvpd, ServiceProvider: serviceProvider,
	}
}

func describe(v state.Session, action, kind, reason string) sessionAnswer {
	return sessionAnswer{
		ActionName: action, ActionType: kind, ReasonType: reason,
		Code: v.Code, SessionID: v.ID, MVPD: v.MVPD, ServiceProvider: v.ServiceProvider,
		NotBefore: millisText(v.NotBefore), NotAfter: millisText(v.NotAfter),
	}
}

// missing are the parameters that a session still lacks.
func (s *Server) missing(v state.Session) []string {
	domain := "domain"
	if s.settings().Switches.MissingDomainName {
		domain = "domainName"
	}
	var out []string
	if v.MVPD == "" {
		out = append(out, "mvpd")
	}
	if v.DomainName == "" {
		out = append(out, domain)
	}
	if v.RedirectURL == "" {
		out = append(out, "redirectUrl")
	}
	return out
}

// apiPath is a path below /api/v2 with each segment escaped.
func apiPath(segments ...string) string {
	p := "/api/v2"
	for _, s := range segments {
		p += "/" + url.PathEscape(s)
	}
	return p
}

func millisText(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }
