package mockpass_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"testing"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/mockpasstest"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

// actions are the actions of enhanced errors and how many errors of REST API V2 ask for each.
var actions = map[string]int{"none": 23, "configuration": 11, "application-registration": 2, "authentication": 8, "retry": 3}

func TestCatalogue_Complete(t *testing.T) {
	t.Parallel()
	seen, byAction, byStatus := map[string]bool{}, map[string]int{}, map[int]int{}
	for _, e := range append(mockpass.EnhancedErrors(), mockpass.RegistrationErrors()...) {
		if seen[e.Code] || e.Message == "" || !regexp.MustCompile(`^[a-z_]+$`).MatchString(e.Code) {
			t.Errorf("%+v: twice, or not well-formed", e)
		}
		seen[e.Code] = true
		if e.Action != "" {
			byAction[e.Action]++
			byStatus[e.Status]++
		}
	}
	for action, want := range actions {
		if byAction[action] != want {
			t.Errorf("%d errors ask for %s, want %d", byAction[action], action, want)
		}
	}
	for status, want := range map[int]int{400: 18, 401: 2, 403: 16, 500: 11} {
		if byStatus[status] != want {
			t.Errorf("%d errors have the status %d, want %d", byStatus[status], status, want)
		}
	}
	if len(mockpass.EnhancedErrors()) != 47 || len(mockpass.RegistrationErrors()) != 7 {
		t.Error("want 47 enhanced errors and 7 of registration")
	}
}

// TestCatalogue_EachCanBeProvoked wants every error at top level and every enhanced
// one at item level, in the form that the documents describe. Which of them come
// about without a direction is in docs/error-codes.md.
func TestCatalogue_EachCanBeProvoked(t *testing.T) {
	t.Parallel()
	pass := mockpasstest.Start(t, mockpass.Config{})
	c := pass.Client("REF30", "tv")
	signIn(t, pass, c, "Cablevision", "viewer")
	const authorize = "/api/v2/REF30/decisions/authorize/Cablevision"
	for _, e := range mockpass.EnhancedErrors() {
		provoke(t, pass, specs.Authorize, stage.Do{Error: e.Code, Details: "why"})
		a := c.Do(http.MethodPost, authorize, `{"resources":["one"]}`)
		wantError(t, a.Body, e)
		if a.Status != e.Status || a.Header.Get("Content-Type") != "application/json;charset=UTF-8" {
			t.Errorf("%s: status %d as %s, want %d", e.Code, a.Status, a.Header.Get("Content-Type"), e.Status)
		}
		provoke(t, pass, specs.Authorize, stage.Do{Deny: e.Code, Details: "why"})
		var got struct {
			Decisions []struct{ Error json.RawMessage }
		}
		c.Do(http.MethodPost, authorize, `{"resources":["one"]}`).JSON(t, &got)
		wantError(t, got.Decisions[0].Error, e)
	}
	for operation, codes := range map[string][]string{
		specs.Register: {"invalid_request", "invalid_redirect_uri", "invalid_software_statement", "unapproved_software_statement"},
		specs.Token:    {"invalid_request", "invalid_client", "unauthorized_client", "unsupported_grant_type"},
	} {
		for _, code := range codes {
			provoke(t, pass, operation, stage.Do{Error: code})
			a := c.Do(http.MethodPost, "/o/client/"+operation, "")
			if want := `{"error":"` + code + `"}`; a.Status != 400 || string(a.Body) != want {
				t.Errorf("got %d %s, want 400 %s", a.Status, a.Body, want)
			}
		}
	}
}

func provoke(t *testing.T, pass *mockpasstest.Running, operation string, do stage.Do) {
	t.Helper()
	if _, err := pass.Direct(stage.Direction{Match: stage.Match{Operations: []string{operation}}, Do: do, Times: 1}); err != nil {
		t.Fatal(err)
	}
}

func wantError(t *testing.T, body []byte, want *mockpass.Error) {
	t.Helper()
	var got struct {
		Status                                         int
		Code, Action, Message, Details, HelpURL, Trace string
	}
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatalf("%s: %v in %s", want.Code, err, body)
	}
	if got.Status != want.Status || got.Code != want.Code || got.Action != want.Action || got.Message != want.Message ||
		got.Details != "why" || got.HelpURL != helpURL || !uuidForm.MatchString(got.Trace) {
		t.Errorf("%s: got %s", want.Code, body)
	}
}

func TestError_IsItselfWithDetails(t *testing.T) {
	t.Parallel()
	e := mockpass.ErrInvalidIntegration.With("why")
	if !errors.Is(e, mockpass.ErrInvalidIntegration) || errors.Is(e, mockpass.ErrInternalServerError) || mockpass.ErrInvalidIntegration.Details != "" {
		t.Errorf("got %+v", e)
	}
}

func TestDirect_RefusesWhatNoCallCouldFollow(t *testing.T) {
	t.Parallel()
	pass, err := mockpass.New(mockpass.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]stage.Direction{
		"unknown operation":               {Match: stage.Match{Operations: []string{"play"}}, Do: stage.Do{Status: 500}},
		"unknown error":                   {Do: stage.Do{Error: "nonsense"}},
		"registration error elsewhere":    {Match: stage.Match{Operations: []string{specs.Profiles}}, Do: stage.Do{Error: "invalid_client"}},
		"error of register at token":      {Match: stage.Match{Operations: []string{specs.Token}}, Do: stage.Do{Error: "invalid_redirect_uri"}},
		"enhanced error at registration":  {Match: stage.Match{Operations: []string{specs.Token}}, Do: stage.Do{Error: "invalid_integration"}},
		"unknown denial":                  {Do: stage.Do{Deny: "nonsense"}},
		"denial where nothing is decided": {Match: stage.Match{Operations: []string{specs.Profiles}}, Do: stage.Do{Permit: true}},
		"lifetime of nothing":             {Match: stage.Match{Operations: []string{specs.Profiles}}, Do: stage.Do{Lifetime: "1s"}},
		"nothing":                         {},
	} {
		if id, err := pass.Direct(d); err == nil || id != "" {
			t.Errorf("%s: was taken as %s", name, id)
		}
	}
	if n := len(pass.Directions()); n != 0 {
		t.Errorf("%d directions are in force", n)
	}
}
