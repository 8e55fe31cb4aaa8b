// Package scenarios steers a subject through the flows of the cookbook, so that there
// is evidence for the rules to judge. It decides nothing: what a scenario asserts is
// that the evidence came about.
//
//	list, err := scenarios.List()
//	result, err := scenarios.Run(ctx, setup, list[0].Text)
//
// Each scenario runs in a process of its own, beside all others, on devices of its own.
package scenarios

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"
	"github.com/onsi/gomega"

	"github.com/passproof/passproof/harness/world"
)

// A Scenario is one scenario of the suite.
type Scenario struct {
	Text   string // full text, unique
	Labels []string
}

// A Result is what came of one scenario.
type Result struct {
	Labels   []string
	State    string   // passed, failed, skipped, timedout, interrupted, panicked
	Message  string   // why, and where
	Unmapped []string // verbs that it asked for and that the subject's app does not have
	Took     time.Duration
	Steps    []world.Step // how long what has taken
}

// played is what the scenario of this process plays on.
var played struct {
	setup world.Setup
	world *world.World
}

// List returns all scenarios in the order of the cookbook.
func List() ([]Scenario, error) {
	suite, reporter := GinkgoConfiguration()
	quiet(&suite, &reporter)
	report := PreviewSpecs("Passproof", suite, reporter)
	if len(report.SpecialSuiteFailureReasons) > 0 {
		return nil, fmt.Errorf("the scenarios cannot be listed: %s", strings.Join(report.SpecialSuiteFailureReasons, "; "))
	}
	var out []Scenario
	for _, s := range report.SpecReports {
		out = append(out, Scenario{Text: s.FullText(), Labels: s.Labels()})
	}
	return out, nil
}

// Run plays the one scenario of that text in this process. It can be called once.
// The error tells that there is no such scenario.
func Run(_ context.Context, setup world.Setup, text string) (*Result, error) {
	played.setup = setup
	suite, reporter := GinkgoConfiguration()
	quiet(&suite, &reporter)
	suite.FocusStrings = []string{"^Passproof " + regexp.QuoteMeta(text) + "$|^" + regexp.QuoteMeta(text) + "$"}
	suite.Timeout = 10 * time.Minute
	var result *Result
	ReportAfterEach(func(r SpecReport) {
		if r.State == types.SpecStateSkipped && r.FullText() != text {
			return
		}
		result = resultOf(r, played.world)
	})
	gomega.RegisterFailHandler(Fail)
	RunSpecs(&failer{}, "Passproof", suite, reporter)
	if result == nil {
		return nil, fmt.Errorf("there is no scenario %q", text)
	}
	return result, nil
}

// resultOf is what came of a scenario. One in which nothing failed and for which the app
// has not all verbs was not observed in full: that is skipped, not passed.
func resultOf(r SpecReport, w *world.World) *Result {
	result := &Result{Labels: r.Labels(), State: r.State.String(), Message: message(r), Took: r.RunTime}
	if w == nil {
		return result
	}
	result.Steps = w.Steps()
	if result.Unmapped = w.Unmapped(); len(result.Unmapped) == 0 {
		return result
	}
	gap := "not observed: the configuration maps no " + strings.Join(result.Unmapped, ", no ") + " verb"
	if r.State == types.SpecStatePassed {
		result.State, result.Message = types.SpecStateSkipped.String(), gap
	} else {
		result.Message += "\n" + gap
	}
	return result
}

func quiet(suite *types.SuiteConfig, reporter *types.ReporterConfig) {
	suite.RandomSeed, suite.RandomizeAllSpecs = 1, false
	reporter.Succinct, reporter.NoColor, reporter.SilenceSkips = true, true, true
}

func message(r SpecReport) string {
	if r.Failure.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s (%s)", r.Failure.Message, r.Failure.Location)
}

// failer is told by Ginkgo that a spec failed; the report says so already.
type failer struct{}

// Fail is asked for by Ginkgo.
func (*failer) Fail() {}

// household opens the world for one scenario and gives a household in it. What did
// not come about fails the scenario at its end.
func household() (*world.World, *world.Household) {
	GinkgoHelper()
	if played.setup.Driver == nil {
		Skip("no subject: passproof run plays the scenarios")
	}
	w := world.Open(played.setup)
	played.world = w
	DeferCleanup(func() {
		w.Close()
		if err := w.Troubles(); err != nil {
			Fail("the evidence did not come about:\n" + err.Error())
		}
	})
	return w, w.Household(GinkgoTB())
}
