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

// played is what the scenarios of this process are played on: told of the spec that begins,
// it says in which world. A reason is why it is not played at all.
var played func(SpecReport) (setup world.Setup, reason string)

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
func Run(_ context.Context, setup world.Setup, text string) (*world.Outcome, error) {
	played = func(SpecReport) (world.Setup, string) { return setup, "" }
	suite, reporter := GinkgoConfiguration()
	quiet(&suite, &reporter)
	suite.FocusStrings = []string{"^Passproof " + regexp.QuoteMeta(text) + "$|^" + regexp.QuoteMeta(text) + "$"}
	suite.Timeout = 10 * time.Minute
	var result *world.Outcome
	ReportAfterEach(func(r SpecReport) {
		if r.State == types.SpecStateSkipped && r.FullText() != text {
			return
		}
		result = outcomeOf(r)
	})
	gomega.RegisterFailHandler(Fail)
	RunSpecs(&failer{}, "Passproof", suite, reporter)
	if result == nil {
		return nil, fmt.Errorf("there is no scenario %q", text)
	}
	return result, nil
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
	if played == nil {
		Skip("no subject: passproof run plays the scenarios")
	}
	setup, reason := played(CurrentSpecReport())
	if reason != "" {
		Skip(reason)
	}
	w := world.Open(setup)
	DeferCleanup(func() {
		w.Close()
		tell(w)
		if err := w.Troubles(); err != nil {
			Fail("the evidence did not come about:\n" + err.Error())
		}
	})
	return w, w.Household(GinkgoTB())
}
