package control

import (
	"context"
	_ "embed"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
)

// Document is the OpenAPI document of the control API.
//
//go:embed control.yaml
var Document []byte

// A Mock is what the control API needs of a mock; *mockpass.Server has it. Errors
// that are an *inventory.Error are the caller's.
type Mock interface {
	Journal() *journal.Journal
	Record(*journal.Act) journal.ID

	Direct(stage.Direction) (id string, err error)
	Withdraw(id string) bool
	Directions() []stage.Direction

	Complete(code, account string) error
	Decline(code string) error
	SoftwareStatement(name string) (string, error)

	Now() time.Time
	Ahead() time.Duration
	Advance(by time.Duration) (time.Time, error)
	Reset(context.Context, inventory.Reset) (inventory.Removed, error)

	Inspector
	Seeder
	Switcher
	SingleSignOn
}

// An Inspector tells what a mock knows.
type Inspector interface {
	Programmers(context.Context, inventory.Selection) (inventory.List[inventory.Programmer], error)
	ServiceProviders(context.Context, inventory.Selection) (inventory.List[inventory.ServiceProvider], error)
	MVPDs(context.Context, inventory.Selection) (inventory.List[inventory.MVPD], error)
	Integrations(context.Context, inventory.Selection) (inventory.List[inventory.Integration], error)
	Applications(context.Context, inventory.Selection) (inventory.List[inventory.Application], error)
	Clients(context.Context, inventory.Selection) (inventory.List[inventory.Client], error)
	Tokens(context.Context, inventory.Selection) (inventory.List[inventory.Token], error)
	Sessions(context.Context, inventory.Selection) (inventory.List[inventory.Session], error)
	Devices(context.Context, inventory.Selection) (inventory.List[inventory.Device], error)
	Profiles(context.Context, inventory.Selection) (inventory.List[inventory.Profile], error)
	Decisions(context.Context, inventory.Selection) (inventory.List[inventory.Decision], error)
	Trials(context.Context, inventory.Selection) (inventory.List[inventory.Trial], error)
	Identities(context.Context, inventory.Selection) (inventory.List[inventory.Identity], error)
	Rules(context.Context, inventory.Selection) (inventory.List[inventory.Degradation], error)
}

// A Seeder makes what Programmer Services and viewers usually make.
type Seeder interface {
	SeedClient(context.Context, inventory.ClientSeed) (inventory.Client, error)
	SeedToken(context.Context, inventory.TokenSeed) (inventory.Token, error)
	SeedSession(context.Context, inventory.SessionSeed) (inventory.Session, error)
	SeedProfile(context.Context, inventory.ProfileSeed) (inventory.Profile, error)
	SeedDecision(context.Context, inventory.DecisionSeed) (inventory.Decision, error)
	SeedDegradation(context.Context, inventory.DegradationSeed) (inventory.Degradation, error)
}

// A Switcher ends things before their time and puts them out of use.
type Switcher interface {
	ExpireToken(ctx context.Context, id string) error
	RevokeToken(ctx context.Context, id string) error
	RevokeClient(ctx context.Context, id string) error
	ExpireSession(ctx context.Context, code string) error
	ExpireProfile(ctx context.Context, id string) (inventory.Profile, error)
	InvalidateProfile(ctx context.Context, id string) (inventory.Profile, error)
	SwitchApplication(id string, approved bool) error
	SwitchMVPD(id string, on bool) error
	SwitchIntegration(serviceProvider, mvpd string, on bool) error
	Restore(degradation string) bool
}

// SingleSignOn stands in for what gives apps their payloads of single sign-on: an
// identity service, and a partner's framework on a device.
type SingleSignOn interface {
	SeedServiceToken(context.Context, inventory.ServiceTokenSeed) (inventory.ServiceToken, error)
	FrameworkStatus(context.Context, inventory.Framework) (inventory.FrameworkStatus, error)
	FrameworkAnswer(context.Context, inventory.FrameworkRequest) (inventory.FrameworkAnswer, error)
}

// An Option changes a handler.
type Option func(*handler)

// WithToken asks for "Authorization: Bearer <token>" on every request.
func WithToken(token string) Option { return func(h *handler) { h.token = token } }

type handler struct {
	mock  Mock
	token string
	ca    []byte // certificate in PEM; nil: there is none
	mux   *http.ServeMux
}

// NewHandler serves the control API of a mock below /control/v1. Requests that a page
// in a browser makes a person send are refused: those with a foreign Origin, with a
// Host that is a name with a dot (unless a token is asked for), or with a body that
// is not declared as JSON.
func NewHandler(m Mock, options ...Option) http.Handler {
	h := &handler{mock: m, mux: http.NewServeMux()}
	for _, o := range options {
		o(h)
	}
	for _, r := range h.routes() {
		h.mux.HandleFunc(r.method+" /control/v1"+r.path, func(w http.ResponseWriter, q *http.Request) {
			if err := r.serve(w, q); err != nil {
				refuse(w, err)
			}
		})
	}
	return http.HandlerFunc(h.serve)
}

func (h *handler) serve(w http.ResponseWriter, r *http.Request) {
	if err := h.guard(r); err != nil {
		refuse(w, err)
		return
	}
	if _, pattern := h.mux.Handler(r); pattern != "" {
		h.mux.ServeHTTP(w, r)
		return
	}
	refuse(w, h.astray(w, r))
}

// astray is the error for a request that no route is for.
func (h *handler) astray(w http.ResponseWriter, r *http.Request) error {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		other := *r
		other.Method = method
		if _, pattern := h.mux.Handler(&other); pattern != "" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 || slices.Contains(allowed, r.Method) {
		return &Error{Status: http.StatusNotFound, Message: "the control API has no such path", Remedy: "see GET /control/v1/openapi.yaml"}
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	return &Error{Status: http.StatusMethodNotAllowed, Message: "the path does not know this method", Remedy: "use " + strings.Join(allowed, " or ")}
}
