package reference

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// TempPasses are what Adobe has configured for free previews.
type TempPasses struct {
	Basic       string // id of the basic TempPass
	Promotional string // id of the promotional TempPass
	IdentityKey string // the key under which the promotional one gets the user's identity
}

// limits are the errors that end a preview. Samples of Adobe's give them different
// actions, so the code decides.
var limits = []string{"temporary_access_duration_limit_exceeded", "temporary_access_resources_limit_exceeded"}

// A previewAnswer is the decision on a preview as an app gets it.
type previewAnswer struct {
	answered
	EndsAt *time.Time `json:"endsAt,omitempty"` // the app stops the stream then, at the latest
}

// preview starts a playback on temporary access: a decision of the TempPass, and
// nothing else. Whoever is signed in stays so.
func (s *Service) preview(ctx context.Context, d *device, in input) (any, error) {
	headers, err := s.identity(d, in.Provider, in.Email)
	if err != nil {
		return nil, err
	}
	if err := s.detour(ctx, d, in); err != nil {
		return nil, err
	}
	c := call{
		method: http.MethodPost, path: "/decisions/authorize/" + s.segment(in.Provider),
		json: map[string]any{"resources": []string{in.Resource}}, header: headers,
	}
	var answer wireDecisions
	if err := s.do(ctx, d, c, &answer); err != nil {
		return s.over(asRefusal(err), in.Resource)
	}
	i := slices.IndexFunc(answer.Decisions, func(w wireDecision) bool { return w.Resource == in.Resource })
	if i < 0 {
		return nil, &refusal{Status: http.StatusOK, Code: "no_decision", Message: "Adobe Pass has not decided."}
	}
	if item := answer.Decisions[i]; item.Authorized {
		for range s.policy.SpareTrials {
			_ = s.do(ctx, d, c, nil)
		}
		return s.roll(d, in, item), nil
	} else if item.Error != nil {
		return s.over(item.Error, in.Resource)
	}
	return previewAnswer{answered: answered{Resource: in.Resource, Reason: &reason{"denied", "This preview is not available."}}}, nil
}

// identity is the header that a promotional TempPass wants: a hash of what the user has
// told, the same on each device; nil for the basic one.
func (s *Service) identity(d *device, tempPass, email string) (http.Header, error) {
	p := s.config.TempPasses
	if tempPass == p.Basic && tempPass != "" {
		return nil, nil
	}
	email = strings.ToLower(strings.TrimSpace(email))
	switch {
	case tempPass != p.Promotional || tempPass == "":
		return nil, &refusal{Code: "no_preview", Message: "There is no such free preview."}
	case email == "":
		return nil, &refusal{Code: "email_missing", Message: "Tell your e-mail address to start the free preview."}
	case s.policy.IdentityOnce && d.introduced():
		return nil, nil
	}
	sum := sha256.Sum256([]byte(email))
	value := hex.EncodeToString(sum[:])
	if s.policy.ClearIdentity {
		value = email
	}
	text, err := json.Marshal(map[string]string{p.IdentityKey: value})
	if err != nil {
		return nil, err
	}
	return http.Header{"Ap-Temppass-Identity": {base64.StdEncoding.EncodeToString(text)}}, nil
}

// over explains why there is no preview. When a trial is over, the user is invited to
// sign in.
func (s *Service) over(e *refusal, resource string) (any, error) {
	if e.Code == "" {
		return nil, e
	}
	out := previewAnswer{answered: answered{Resource: resource, Reason: &reason{e.Code, e.says()}}}
	if slices.Contains(limits, e.Code) {
		out.Reason.Message, out.Next = "The free preview is over. Sign in with your TV provider to go on.", "login"
	}
	if s.policy.PlainEnd {
		out.Reason, out.Next = &reason{"error", "Something went wrong."}, ""
	}
	return out, nil
}

// roll notes until when a preview may run and tells it to the app.
func (s *Service) roll(d *device, in input, item wireDecision) previewAnswer {
	out := previewAnswer{answered: answered{Resource: in.Resource, Allowed: true, Token: item.Token.Serialized}}
	end := item.NotAfter.Time
	if end.IsZero() || s.policy.EndlessPreview {
		return out
	}
	out.EndsAt = &end
	d.mu.Lock()
	defer d.mu.Unlock()
	d.previews[in.Resource] = end
	return out
}

// ended tells whether a preview of the resource has run on the device and its time is over.
func (s *Service) ended(d *device, resource string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	end, ok := d.previews[resource]
	return ok && !s.now().Before(end)
}

// remaining tells what is left of a trial: the profile of the TempPass has it.
func (s *Service) remaining(ctx context.Context, d *device, in input) (any, error) {
	headers, err := s.identity(d, in.Provider, in.Email)
	if err != nil {
		return nil, err
	}
	path := "/profiles/" + s.segment(in.Provider)
	if s.policy.TrialAmongAll {
		path, headers = "/profiles", nil
	}
	var answer wireProfiles
	if err := s.do(ctx, d, call{method: http.MethodGet, path: path, header: headers}, &answer); err != nil {
		return s.over(asRefusal(err), "")
	}
	out := map[string]any{"remaining": 0}
	if p := answer.Profiles[in.Provider]; !p.NotAfter.IsZero() {
		out["endsAt"] = p.NotAfter.Time
		delete(out, "remaining")
		if left, ok := p.Attributes["remaining_resources"]; ok {
			out["remaining"] = left.Value
		}
	}
	return out, nil
}

// detour is what some services do before a preview, and need not.
func (s *Service) detour(ctx context.Context, d *device, in input) error {
	if s.policy.LogoutForPreview {
		if _, err := s.signOut(ctx, d, "https://"+s.config.Domain+"/"); err != nil {
			return err
		}
	}
	if !s.policy.SessionForPreview {
		return nil
	}
	if _, err := s.lookup(ctx, d); err != nil {
		return err
	}
	_, err := s.createSession(ctx, d, in.Provider, "https://"+s.config.Domain+"/")
	return err
}

// introduced tells, from the second time on, that the identity of the device's user was
// sent before.
func (d *device) introduced() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	before := d.known
	d.known = true
	return before
}
