package mockpass

import (
	"fmt"
	"slices"

	"github.com/golang-jwt/jwt/v5"
)

// SoftwareStatement is the software statement of a registered application, given
// by its id or by that of a service provider, whose application for REST API
// V2 (the first by id) is then meant: a signed JWT that [Config.Key] makes the same on every start
// (dynamic-client-registration-overview).
func (s *Server) SoftwareStatement(applicationOrServiceProvider string) (string, error) {
	name := applicationOrServiceProvider
	app := s.settings().directory.applications[name]
	if app == nil {
		app = s.settings().directory.speaker(name)
	}
	if app == nil {
		return "", fmt.Errorf("mockpass: software statement: %q is neither an application nor a service provider with one", name)
	}
	return s.sign(jwt.MapClaims{
		"software_id": app.ID,
		"client_name": app.Name,
		"iss":         issuer,
	})
}

// speaker is the application with the smallest id that may use REST API V2 for a
// service provider.
func (d *directory) speaker(serviceProvider string) *application {
	var found *application
	for _, a := range d.applications {
		if slices.Contains(a.Scopes, ScopeV2) && slices.Contains(a.providers, serviceProvider) && !a.Revoked &&
			(found == nil || a.ID < found.ID) {
			found = a
		}
	}
	return found
}

// application is the one that a software statement speaks for. The error is of
// the catalogue.
func (s *Server) application(statement string) (*application, error) {
	claims := jwt.MapClaims{}
	if err := s.verify(statement, claims); err != nil {
		return nil, ErrInvalidSoftwareStatement
	}
	id, _ := claims["software_id"].(string)
	if id == "" { // signed here, but something else: an access token
		return nil, ErrInvalidSoftwareStatement
	}
	app := s.approved(s.settings().directory, id)
	if app == nil {
		return nil, ErrUnapprovedSoftwareStatement
	}
	return app, nil
}
