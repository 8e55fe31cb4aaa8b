package config

import (
	"time"

	"github.com/goccy/go-yaml/ast"
)

// A File is passproof.yaml.
type File struct {
	Path            string   `yaml:"-"` // where it was read from
	Subject         Subject  `yaml:"subject"`
	ServiceProvider string   `yaml:"serviceProvider"` // as in Adobe's dashboard; default REF30
	Domains         []string `yaml:"domains"`         // domain names registered for the service provider; default example.com
	Features        []string `yaml:"features"`        // what the service has; the names of [Features]
	Limits          Limits   `yaml:"limits"`
	TemporaryAccess TempPass `yaml:"temporaryAccess"`
	Mockpass        Mockpass `yaml:"mockpass"`
	App             App      `yaml:"app"`

	Attest map[string]Attestation `yaml:"attest"` // by rule: what traffic cannot decide
	Waive  map[string]Waiver      `yaml:"waive"`  // by rule: what is excused for a while

	tree *ast.File // knows the lines
}

// A Subject tells how to get at the Programmer Service: Command starts it, Image or
// Dockerfile start it in a container, URL names one that runs. The elements of Command and
// Env are templates over [Start].
type Subject struct {
	Name         string   `yaml:"name"`    // as it appears in reports
	Command      []string `yaml:"command"` // program and arguments, not a shell line; of a container: in place of the image's own
	Container    `yaml:",inline"`
	Dir          string            `yaml:"dir"`          // working directory, relative to the file; default: the file's folder
	Env          map[string]string `yaml:"env"`          // added to the environment
	URL          string            `yaml:"url"`          // base URL of a running service, instead of Command
	Ready        string            `yaml:"ready"`        // "GET /healthz": answers 2xx once the service can be used; default: it accepts connections, in a container: it answers something
	StartTimeout time.Duration     `yaml:"startTimeout"` // how long until it must be ready; default 30s
	StopTimeout  time.Duration     `yaml:"stopTimeout"`  // how long it may take to end after SIGTERM; default 5s
	Replicas     int               `yaml:"replicas"`     // how many of it stand behind one address and share one state folder; default 1
}

// Start is what the templates of a command and its environment can name.
type Start struct {
	Listen            string // host:port on which the service must listen
	ListenHost        string
	ListenPort        string
	AdobePassURL      string // base URL of Adobe Pass: mockpass, in a container by Adobe's own name
	SoftwareStatement string
	ServiceProvider   string
	StateDir          string // an empty folder that is kept over restarts and removed after the run
}

// Limits are numbers that were agreed with Adobe or that describe the service.
type Limits struct {
	PreauthorizeResources int           `yaml:"preauthorizeResources"` // most resources of one preauthorize request; default 5
	AuthorizeResources    int           `yaml:"authorizeResources"`    // most resources of one authorize request; default 1
	RefreshMargin         time.Duration `yaml:"refreshMargin"`         // how long before its end the service replaces an access token; default 0s
}

// Mockpass says where mockpass listens during a run. The default is a free port on
// loopback, which a command learns through {{.AdobePassURL}}; a subject that runs
// already needs an address that it knows.
type Mockpass struct {
	Listen  string `yaml:"listen"`
	Control string `yaml:"control"`

	// Names tells whether a command finds mockpass under Adobe's own names over HTTPS, by a
	// resolver of its own: "auto", the default, where this machine can do that with nothing
	// else changed for the service; "isolated" in a network of its own, which needs no rights
	// and cuts the service off from everything but mockpass; "off" never.
	Names string `yaml:"names"`
	Host  string `yaml:"host"` // the one of Adobe's names that {{.AdobePassURL}} has then; default api.auth.adobe.com
}

// What Mockpass.Names can be.
const (
	NamesAuto     = "auto"
	NamesIsolated = "isolated"
	NamesOff      = "off"
)

// App describes the subject's own API towards its apps.
type App struct {
	Headers map[string]string `yaml:"headers"` // sent with every verb
	Timeout time.Duration     `yaml:"timeout"` // longest wait for an answer; default 30s
	Verbs   map[string]Verb   `yaml:"verbs"`
}

// A Verb carries one verb of the app. All texts are templates over [Verbal]. An
// entry of JSON, Form, Query or Headers whose text comes out empty is left out; the
// text {{.Resources}} alone becomes a JSON list.
type Verb struct {
	Request string            `yaml:"request"` // "POST /v1/login"
	Query   map[string]string `yaml:"query"`
	Headers map[string]string `yaml:"headers"`
	JSON    map[string]any    `yaml:"json"` // body as JSON; texts inside are templates
	Form    map[string]string `yaml:"form"` // body as a form, instead of JSON
	Returns map[string]Return `yaml:"returns"`
}

// A Return finds a value in the JSON answer: a JSONPath, or a JSONPath and the value
// that means yes.
//
//	allowed: $.allowed
//	allowed: { path: $.decision, equals: PERMIT }
type Return struct {
	Path   string `yaml:"path"`
	Equals any    `yaml:"equals"`
}

// UnmarshalYAML reads both forms.
func (r *Return) UnmarshalYAML(decode func(any) error) error {
	if err := decode(&r.Path); err == nil {
		return nil
	}
	type plain Return
	return decode((*plain)(r))
}

// Verbal is what the templates of a verb can name.
type Verbal struct {
	Device      VerbalDevice
	MVPD        string   // chosen MVPD; empty when none is
	Screen      string   // login: "primary", "secondary" or "partner": by Apple's framework
	RedirectURL string   // final page of a login or logout
	Code        string   // authentication code
	Resource    string   // play, heartbeat, event, entitled
	Event       string   // event: "pause", "resume", "ad-break" or "asset-change"
	Resources   []string // preauthorize
	// SAMLResponse is the XML that a partner's framework has answered, line breaks and
	// all; SAMLResponseBase64 is the same as the cookbook wants it: white space shortened,
	// then Base64.
	SAMLResponse, SAMLResponseBase64 string
	User                             string // what the user of a free preview has told of himself: an e-mail address
}

// VerbalDevice is the device that calls.
type VerbalDevice struct {
	ID    string         // stable hardware id
	IP    string         // public address
	Port  int            // source port of its connection
	Name  string         // the harness's name of it
	Info  string         // X-Device-Info as the device would send it: Base64 of a JSON object
	Facts map[string]any // the same facts one by one: {{.Device.Facts.model}}
	ECID  string         // Experience Cloud ID of the user, for AP-Visitor-Identifier

	// Payloads of single sign-on; empty where the device has none.
	SubjectToken   string // Amazon's SSO token
	RokuToken      string // what Roku OS adds as X-Roku-Reserved-Roku-Connect-Token
	RokuSubscriber string // the Roku subscriber id that comes along
	ServiceToken   string // JWS of the Programmer's identity service, for AD-Service-Token
	User           string // whom that token is about
	PartnerStatus  string // of Apple's framework: value of AP-Partner-Framework-Status
	PartnerMVPD    string // the MVPD that the app finds by its platformMappingId
}
