// Package scenarios steers a subject through the flows of the cookbook, so that there
// is evidence for the rules to judge. It decides nothing: what a scenario asserts is
// that the evidence came about.
//
//	list, err := scenarios.List()
//	err = scenarios.Play(texts, next, func(o *world.Outcome) { fmt.Println(o.Scenario, o.State) })
//
// A process plays one scenario after another, beside other processes, each on devices of its own.
package scenarios

import (
	"fmt"
	"slices"
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

// A Turn is a scenario that is to be played now.
type Turn struct {
	Text  string // its full text
	Setup world.Setup
}

// limit bounds how long a scenario may take: far longer than any watches something.
const limit = 10 * time.Minute

// Play plays scenarios in this process, one after another, each when next names it; false
// ends it. order are the texts of all that next can name, and it has to name them in that
// order. done is told what came of each before next is asked again. Play can be called
// once. The error tells that next has named what there is not, or out of order.
func Play(order []string, next func() (Turn, bool), done func(*world.Outcome)) error {
	turn, more := next()
	played = func(r SpecReport) (world.Setup, string) {
		if !more || r.FullText() != turn.Text {
			return world.Setup{}, "another process plays it"
		}
		return turn.Setup, ""
	}
	suite, reporter := GinkgoConfiguration()
	quiet(&suite, &reporter)
	suite.RandomizeAllSpecs = true // only so does each scenario have a priority of its own
	suite.Timeout = 0
	AddTreeConstructionNodeArgsTransformer(ranked(order))
	ReportAfterEach(func(r SpecReport) {
		if more && r.FullText() == turn.Text {
			done(outcomeOf(r))
			turn, more = next()
		}
	})
	gomega.RegisterFailHandler(Fail)
	RunSpecs(&failer{}, "Passproof", suite, reporter)
	if more {
		return fmt.Errorf("there is no scenario %q, or its turn is over", turn.Text)
	}
	return nil
}

// ranked gives scenarios the priorities that let Ginkgo play them in that order. It knows of
// each what it does, which is the end of its text; no two do the same.
func ranked(order []string) NodeArgsTransformer {
	return func(nodeType types.NodeType, _ Offset, text string, args []any) (string, []any, []error) {
		if !nodeType.Is(types.NodeTypeIt) {
			return text, args, nil
		}
		args = append([]any{SpecTimeout(limit)}, args...) // before its own, which counts
		if i := slices.IndexFunc(order, func(full string) bool { return strings.HasSuffix(full, " "+text) }); i >= 0 {
			args = append(args, SpecPriority(len(order)-i))
		}
		return text, args, nil
	}
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
