package mockpass

import (
	"context"

	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

// An operation answers one operationId of specs. The request is routed, recorded,
// directed and admitted before; the answer is encoded, validated and recorded
// after. It never sees an http.ResponseWriter. err is an *Error of the catalogue;
// any other error is a failure of the mock.
type operation func(*Server, context.Context, *call) (answer any, err error)

// An endpoint is an operation and what a request must bring along for it.
type endpoint struct {
	operation string
	needs     needs
	offers    stage.Effects // what directions can do to it and not to every operation
	do        operation
}

// needs are what the pipeline checks before an operation.
type needs uint8

const (
	bearer     needs = 1 << iota // a valid access token for the service provider
	device                       // AP-Device-Identifier and X-Device-Info
	formBody                     // a form
	jsonBody                     // a list of resources
	browser                      // errors are shown to a person
	dcr                          // errors are those of Dynamic Client Registration
	management                   // the service provider is told in the query
)

// endpoints are all operations in the order of the cookbook.
var endpoints = []endpoint{
	{specs.Register, dcr, 0, (*Server).register},
	{specs.Token, dcr, stage.Lifetimes, (*Server).token},
	{specs.Configuration, bearer, 0, (*Server).configuration},
	{specs.CreateSession, bearer | device | formBody, stage.Lifetimes | stage.Links | stage.Stamps, (*Server).createSession},
	{specs.ResumeSession, bearer | formBody, stage.Links | stage.Stamps, (*Server).resumeSession},
	{specs.Session, bearer, stage.Stamps, (*Server).showSession},
	{specs.Authenticate, browser, 0, (*Server).authenticate},
	{specs.Profiles, bearer | device, stage.Stamps, (*Server).profiles},
	{specs.ProfilesByMVPD, bearer | device, stage.Lifetimes | stage.Stamps, (*Server).profilesByMVPD},
	{specs.ProfilesByCode, bearer, stage.Lifetimes | stage.Stamps, (*Server).profilesByCode},
	{specs.Preauthorize, bearer | device | jsonBody, stage.Decisions, (*Server).preauthorize},
	{specs.Authorize, bearer | device | jsonBody, stage.Decisions | stage.Lifetimes | stage.Stamps, (*Server).authorize},
	{specs.Logout, bearer | device, stage.Links, (*Server).logout},
	{specs.PartnerSession, bearer | device | formBody, stage.Lifetimes | stage.Links | stage.Stamps, (*Server).partnerSession},
	{specs.PartnerProfile, bearer | device | formBody, stage.Stamps, (*Server).partnerProfile},
	{specs.ResetTempPass, bearer | management, 0, (*Server).resetTempPass},
	{specs.ResetTempPassByKey, bearer | management, 0, (*Server).resetTempPassByKey},
}
