package mockpass

import (
	"context"
	"strings"

	"github.com/passproof/passproof/mockpass/state"
)

// noContent is an answer without a body.
type noContent struct{}

// resetTempPass ends the trials of a device for a TempPass, or those of all devices
// (temp-pass-feature, reset-tempass-v3-reset).
func (s *Server) resetTempPass(ctx context.Context, c *call) (any, error) {
	return s.endTrials(ctx, c, "device", c.request.URL.Query().Get("device_id"))
}

// resetTempPassByKey ends the trials of a user for a promotional TempPass, or those of
// all users (temp-pass-feature, reset-tempass-v3-reset-generic).
func (s *Server) resetTempPassByKey(ctx context.Context, c *call) (any, error) {
	return s.endTrials(ctx, c, "identity", c.request.URL.Query().Get("key"))
}

// endTrials forgets the trials that a device or a user has led to, with every other
// name that leads to them: whoever comes next begins anew. Without a name, or with the
// name all, it forgets those of everybody.
func (s *Server) endTrials(ctx context.Context, c *call, kind, name string) (any, error) {
	t := c.tempPass(c.mvpd)
	if t == nil || c.provider.integrations[c.mvpd].MVPD == "" {
		return nil, ErrInvalidParameterMVPD.With("it is no TempPass of the service provider")
	}
	if kind == "identity" && !t.Promotional {
		return nil, ErrInvalidParameterMVPD.With("only promotional TempPasses know users")
	}
	one := ""
	if name != "" && name != "all" {
		link, err := s.store.Trials().Load(ctx, state.TrialKey(c.serviceProvider, c.mvpd, kind, name))
		if err != nil {
			return noContent{}, nil //nolint:nilerr // nobody of that name has a trial: it is as though it were reset
		}
		one = link.ID
	}
	all := state.TrialKey(c.serviceProvider, c.mvpd, "", "")
	for key, trial := range s.store.Trials().All(ctx) {
		if strings.HasPrefix(key, strings.TrimSuffix(all, "\x00\x00")+"\x00") && (one == "" || trial.ID == one) {
			if err := s.store.Trials().Delete(ctx, key); err != nil {
				return nil, err
			}
		}
	}
	return noContent{}, nil
}
