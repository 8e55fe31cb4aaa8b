package scenarios

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/passproof/passproof/harness/app"
	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/world"
	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/control"
)

func TestOutcome_AVerbThatIsNotMappedIsNoFailure(t *testing.T) {
	t.Parallel()
	pass, err := mockpass.New(mockpass.Config{})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(control.NewHandler(pass))
	t.Cleanup(s.Close)
	w := world.Open(world.Setup{ControlURL: s.URL, Driver: app.NewMapped(config.App{})})
	t.Cleanup(w.Close)
	failure := types.Failure{Message: "the evidence did not come about", Location: types.CodeLocation{FileName: "f.go", LineNumber: 7}}
	passed := types.SpecReport{State: types.SpecStatePassed}
	failed := types.SpecReport{State: types.SpecStateFailed, Failure: failure}
	tv := w.Household(t).Television(t.Context())
	for _, step := range []struct {
		play                           func()
		passed, passedSays, failedSays string
	}{
		{func() {}, "passed", "", "the evidence did not come about (f.go:7)"},
		{func() { tv.SignOut(t.Context()) }, "skipped", "not observed: the configuration maps no logout verb",
			"the evidence did not come about (f.go:7)\nnot observed: the configuration maps no logout verb"},
		{func() { tv.Status(t.Context()) }, "skipped", "not observed: the configuration maps no logout, no status verb",
			"the evidence did not come about (f.go:7)\nnot observed: the configuration maps no logout, no status verb"},
	} {
		step.play()
		if r := outcomeOf(witnessed(t, passed, w)); r.State != step.passed || r.Message != step.passedSays {
			t.Errorf("passed: %+v", r)
		}
		if r := outcomeOf(witnessed(t, failed, w)); r.State != "failed" || r.Message != step.failedSays {
			t.Errorf("failed: %+v", r)
		}
	}
	if r := outcomeOf(types.SpecReport{State: types.SpecStateSkipped}); r.State != "skipped" || r.Unmapped != nil {
		t.Errorf("without a world: %+v", r)
	}
}

// witnessed is the report of a spec that has played in a world.
func witnessed(t *testing.T, r types.SpecReport, w *world.World) types.SpecReport {
	t.Helper()
	text, err := json.Marshal(witness{w.Unmapped(), w.Steps()})
	if err != nil {
		t.Fatal(err)
	}
	r.ReportEntries = types.ReportEntries{{Name: entry, Value: types.WrapEntryValue(string(text))}}
	return r
}
