package reference

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// facts are what an app tells of its device with every call. Background polls use the
// ones that came last.
type facts struct {
	ID      string
	Address string
	Port    int
	Info    map[string]any
	ECID    string // Experience Cloud ID of the user
	SSO     sso
}

// readFacts takes them from the headers of the app's request. The front proxy is
// trusted to have set X-Forwarded-For to the address it saw.
func readFacts(r *http.Request) (facts, error) {
	f := facts{ID: r.Header.Get("Device-Id"), ECID: r.Header.Get("Visitor-Id"), SSO: readSSO(r.Header), Info: map[string]any{}}
	if f.ID == "" {
		return f, errors.New("header Device-Id is missing")
	}
	address, _, _ := strings.Cut(r.Header.Get("X-Forwarded-For"), ",")
	f.Address = strings.TrimSpace(address)
	host, port, _ := net.SplitHostPort(r.RemoteAddr)
	if f.Address == "" {
		f.Address = host
	}
	if forwarded := r.Header.Get("Device-Port"); forwarded != "" {
		port = forwarded
	}
	f.Port, _ = strconv.Atoi(port)
	if text := r.Header.Get("Device-Info"); text != "" {
		raw, err := base64.StdEncoding.DecodeString(text)
		if err != nil || json.Unmarshal(raw, &f.Info) != nil {
			return f, errors.New("header Device-Info is not Base64 of a JSON object")
		}
	}
	return f, nil
}

// headers are what every call for the device carries.
func (f facts) headers() http.Header {
	info := map[string]any{}
	maps.Copy(info, f.Info)
	info["connectionIp"], info["connectionPort"] = f.Address, f.Port
	text, _ := json.Marshal(info) // strings and numbers cannot fail
	id := f.ID
	if f.SSO.subscriber != "" { // devices of one Roku subscriber share a login
		id = f.SSO.subscriber
	}
	sum := sha256.Sum256([]byte(id))
	return http.Header{
		"Ap-Device-Identifier": {"fingerprint " + base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(sum[:])))},
		"X-Device-Info":        {base64.StdEncoding.EncodeToString(text)},
		"X-Forwarded-For":      {f.Address},
		"Accept":               {"application/json"},
		"User-Agent":           {"reference-programmer-service"},
	}
}

// platform is what configurations are cached by, together with the service provider.
func (f facts) platform() string {
	text := func(key string) string { s, _ := f.Info[key].(string); return s }
	return text("osName") + "/" + text("primaryHardwareType")
}

// A device is what the service knows of one streaming device.
type device struct {
	id string

	credentials sync.Mutex // one registration or refresh at a time

	mu       sync.Mutex
	facts    facts
	quiet    time.Time // no call before: the throttle has closed
	uses     int       // calls that the token has served
	record   record
	looked   bool                 // a lookup since the last login or logout found no profile
	permits  map[string]time.Time // permitKey -> until when it is kept
	denied   map[string]bool      // resources that a defect remembers as denied
	leftover map[string]any       // metadata that a defect keeps over a logout
	decision map[string]answered  // last decisions, for the defect that reuses them
	login    *login
	previews map[string]time.Time // resource -> end of its free preview
	known    bool                 // the user's identity was sent, for the defect that sends it once
	loan     *profile             // the degraded profile of last time, for the defect that never gives it back
	saml     *call                // what a defect sends again
}

// device finds or makes the device that calls, and remembers its facts.
func (s *Service) device(f facts) (*device, error) {
	s.mu.Lock()
	d := s.devices[f.ID]
	if d == nil {
		r, err := s.store.load(f.ID)
		if err != nil {
			s.mu.Unlock()
			return nil, err
		}
		switch s.policy.LosesAtStart {
		case "credentials":
			r = record{MVPD: r.MVPD}
		case "token":
			r.Token = ""
		case "profile":
			r.Profile = nil
		case "selection":
			r.MVPD, r.Picked = "", nil
		}
		d = &device{id: f.ID, record: r, permits: map[string]time.Time{}, denied: map[string]bool{}, decision: map[string]answered{}, previews: map[string]time.Time{}}
		s.devices[f.ID] = d
	}
	s.mu.Unlock()
	if s.policy.SSO.RokuByDevice {
		f.SSO.subscriber = ""
	}
	d.mu.Lock()
	before := d.facts.SSO
	d.facts = f
	d.mu.Unlock()
	return d, s.recognise(d, before, f.SSO)
}

// look returns a copy of what is known now.
func (d *device) look() (facts, record) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.facts, d.record
}

// osName is the operating system that the app has named last.
func (d *device) osName() string {
	f, _ := d.look()
	name, _ := f.Info["osName"].(string)
	return name
}

// change alters the record and writes it to the store.
func (s *Service) change(d *device, alter func(*record)) error {
	d.mu.Lock()
	alter(&d.record)
	r := d.record
	d.mu.Unlock()
	return s.store.save(d.id, r)
}

// mvpd is that of the device's profile; empty where it has none.
func (d *device) mvpd() string {
	if _, r := d.look(); r.Profile != nil {
		return r.Profile.MVPD
	}
	return ""
}
