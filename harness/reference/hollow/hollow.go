package hollow

import (
	"io"
	"net/http"
	"slices"

	"github.com/passproof/passproof/harness/reference"
)

// A Service is one hollow service.
type Service struct {
	Name    string
	Summary string // what the service does, one sentence

	// Open makes the service, with the API and the configuration of the reference service.
	// leave ends the program at once; services that crash call it. The Closer ends what
	// the service has begun; it comes with every handler.
	Open func(c reference.Config, leave func(code int)) (http.Handler, io.Closer, error)
}

// All are the hollow services.
var All = []Service{
	{Name: "empty", Summary: "answers every verb with 200 and {}", Open: always(http.StatusOK, "{}")},
	{Name: "unknowing", Summary: "answers every verb with 404, as one that has no such API", Open: always(http.StatusNotFound, `{"error":{"code":"not_found"}}`)},
	{Name: "failing", Summary: "answers every verb with 500", Open: always(http.StatusInternalServerError, "internal error")},
	{Name: "hanging", Summary: "takes every call and never answers", Open: hanging},
	{Name: "inventive", Summary: "makes up whatever the app wants to hear and never calls Adobe Pass", Open: making(inventions)},
	{Name: "refusing", Summary: "says no to everything and never calls Adobe Pass", Open: making(refusals)},
	{Name: "registering", Summary: "gets credentials and access tokens and calls nothing with them", Open: onlyRegisters},
	{Name: "mute", Summary: "works until the first user has signed in, and never calls Adobe Pass again", Open: mute},
	{Name: "crashing", Summary: "ends when Adobe Pass tells of the first profile, before any app hears of it", Open: crashing},
	{Name: "leaving", Summary: "ends when the first app has heard that its user is signed in", Open: leaving},
}

// Find returns the service of that name.
func Find(name string) (Service, bool) {
	i := slices.IndexFunc(All, func(s Service) bool { return s.Name == name })
	if i < 0 {
		return Service{}, false
	}
	return All[i], true
}
