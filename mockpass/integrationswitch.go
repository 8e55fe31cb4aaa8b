package mockpass

import (
	"fmt"

	"github.com/passproof/passproof/mockpass/inventory"
)

// integrationSwitch is what was switched at run time about integrations. An MVPD that
// is off is off for all; an integration that was switched is as it was switched
// last; any other is as configured.
type integrationSwitch struct {
	mvpds        overlay[string]    // id of an MVPD -> on
	integrations overlay[integrant] // -> on
}

// integrant names an integration.
type integrant struct{ serviceProvider, mvpd string }

// active tells whether an integration can be used.
func (w *integrationSwitch) active(serviceProvider string, in Integration) bool {
	if on, set := w.mvpds.get(in.MVPD); set && !on {
		return false
	}
	if on, set := w.integrations.get(integrant{serviceProvider, in.MVPD}); set {
		return on
	}
	return !in.Disabled
}

// because is what decides about an integration: mvpd, integration, or, when nobody has
// switched anything, nothing.
func (w *integrationSwitch) because(serviceProvider string, in Integration) string {
	if on, set := w.mvpds.get(in.MVPD); set && !on {
		return "mvpd"
	}
	if _, set := w.integrations.get(integrant{serviceProvider, in.MVPD}); set {
		return "integration"
	}
	return ""
}

func (w *integrationSwitch) clear() {
	w.mvpds.clear()
	w.integrations.clear()
}

// SwitchIntegration puts the integration of a service provider with an MVPD out of use
// or into use, whatever the configuration says, as the TVE dashboard would. Calls that
// name the MVPD are then answered with invalid_integration, and configuration does not
// list it. Profiles stay, and are of use again when the integration is. The error is
// an *inventory.Error: the two have no integration.
func (s *Server) SwitchIntegration(serviceProvider, mvpd string, on bool) error {
	p := s.settings().directory.providers[serviceProvider]
	if p == nil {
		return unknown("serviceProvider", "there is no service provider %q", serviceProvider)
	}
	if _, ok := p.integrations[mvpd]; !ok {
		return unknown("mvpd", "%s has no integration with %q", serviceProvider, mvpd)
	}
	s.switched.integrations.set(integrant{serviceProvider, mvpd}, on)
	return nil
}

// SwitchMVPD puts all integrations of an MVPD out of use, or lets each be as it is on
// its own again. The error is an *inventory.Error: there is no such MVPD.
func (s *Server) SwitchMVPD(mvpd string, on bool) error {
	if s.settings().directory.mvpds[mvpd] == nil {
		return unknown("mvpd", "there is no MVPD %q", mvpd)
	}
	s.switched.mvpds.set(mvpd, on)
	return nil
}

// unknown is the error about something that the mock does not know.
func unknown(field, format string, args ...any) error {
	return &inventory.Error{Reason: inventory.Unknown, Field: field, Message: fmt.Sprintf(format, args...)}
}

// invalid is the error about something that cannot be asked for.
func invalid(field, format string, args ...any) error {
	return &inventory.Error{Reason: inventory.Invalid, Field: field, Message: fmt.Sprintf(format, args...)}
}
