package scenarios

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"
	. "github.com/onsi/gomega"

	"github.com/passproof/passproof/harness/certification"
	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/errand"
	"github.com/passproof/passproof/harness/report"
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/harness/rules"
	"github.com/passproof/passproof/harness/world"
)

// The flags of a certification by Ginkgo. They are those of passproof run; what is played
// is chosen by Ginkgo's own.
var direct struct {
	config, out, depth, edition string
	strict                      bool
}

// TestMain does the errands for which a certification starts its own program.
func TestMain(m *testing.M) {
	if errand.Asked(os.Args[1:]) {
		os.Exit(errand.Main(os.Args[1:]))
	}
	flag.StringVar(&direct.config, "config", "", "certify the service that this passproof.yaml describes")
	flag.StringVar(&direct.out, "out", "out", "folder for the reports")
	flag.StringVar(&direct.depth, "depth", string(world.Quick), "how long things are watched: quick or full")
	flag.StringVar(&direct.edition, "edition", rule.Current.Name, "edition of the documentation to judge by")
	flag.BoolVar(&direct.strict, "strict", false, "fail when a MUST is inconclusive")
	flag.Parse()
	if run := flag.Lookup("test.run"); direct.config != "" && run.Value.String() == "" {
		_ = run.Value.Set("^TestCertification$") // the others test the scenarios, not the service
	}
	os.Exit(m.Run())
}

// TestCertification certifies a service under Ginkgo, with --config; without, the suite has
// nobody to play with.
//
//	ginkgo -p ./scenarios -- --config passproof.yaml
func TestCertification(t *testing.T) {
	if direct.config == "" {
		t.Skip("--config FILE certifies the service that it describes")
	}
	suite, reporter := GinkgoConfiguration() // before List, which lists all
	list, err := List()
	if err != nil {
		t.Fatal(err)
	}
	RegisterFailHandler(Fail)
	h := &host{list: list, most: suite.ParallelTotal}
	SynchronizedBeforeSuite(h.open, h.join, NodeTimeout(opening))
	ReportAfterSuite("The rules", h.judge, NodeTimeout(opening))
	RunSpecs(t, "Passproof", suite, reporter)
}

// opening bounds how long the service may take to be built and started, and to be judged.
const opening = 10 * time.Minute

// brief is what the first process tells the others.
type brief struct {
	Order certification.Order // without scenario and seat
	Log   string
}

// host is one process of Ginkgo. The first of them has the session, all have its order.
type host struct {
	list    []Scenario
	most    int
	brief   brief
	session *certification.Session
	ctx     context.Context //nolint:containedctx // it lasts as long as the session, over many nodes
	stop    context.CancelFunc
	out     string
}

// open starts everything, once.
func (h *host) open(spec SpecContext) []byte {
	options, err := h.options()
	Expect(err).NotTo(HaveOccurred())
	h.out = options.Out
	h.ctx, h.stop = context.WithCancel(context.Background())
	defer context.AfterFunc(spec, h.stop)() // while this takes its time it can be interrupted
	h.session, err = certification.Open(h.ctx, *options)
	Expect(err).NotTo(HaveOccurred())
	Expect(h.session.Start(h.ctx)).To(Succeed())
	text, err := json.Marshal(brief{h.session.Order("", 0), certification.Log(h.out)})
	Expect(err).NotTo(HaveOccurred())
	return text
}

// options are what the flags say.
func (h *host) options() (*certification.Options, error) {
	path, base, err := find(direct.config)
	if err != nil {
		return nil, err
	}
	file, err := config.Load(path)
	if err != nil {
		return nil, err
	}
	if err := certification.CheckDeclared(file, rules.All(), time.Now()); err != nil {
		return nil, err
	}
	edition, ok := rule.EditionNamed(direct.edition)
	if !ok {
		return nil, fmt.Errorf("--edition %s: no such edition; the newest is %s", direct.edition, rule.Current.Name)
	}
	if d := world.Depth(direct.depth); d != world.Quick && d != world.Full {
		return nil, fmt.Errorf("--depth %s: write quick or full", direct.depth)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	out := direct.out
	if !filepath.IsAbs(out) {
		out = filepath.Join(base, out)
	}
	return &certification.Options{
		File: file, Rules: rules.All(), Scenarios: h.scenarios(), Worker: []string{self}, Most: h.most, Depth: world.Depth(direct.depth),
		Windows: Windows(), Edition: edition, Out: out, Version: "in Ginkgo",
	}, nil
}

func (h *host) scenarios() []certification.Scenario {
	var out []certification.Scenario
	for _, s := range h.list {
		out = append(out, certification.Scenario{Text: s.Text, Labels: s.Labels})
	}
	return out
}

// find finds a file from where the tests run, which is the folder of this package, or from
// a folder above, which is where the user is. base is the folder that it was found from.
func find(path string) (found, base string, err error) {
	base, err = os.Getwd()
	if err != nil {
		return "", "", err
	}
	if filepath.IsAbs(path) {
		return path, base, nil
	}
	for dir := base; ; dir = filepath.Dir(dir) {
		found = filepath.Join(dir, path)
		if _, err := os.Stat(found); !errors.Is(err, fs.ErrNotExist) {
			return found, dir, err
		}
		if dir == filepath.Dir(dir) {
			return "", "", fmt.Errorf("--config %s: it is neither in %s nor in a folder above; give its whole path", path, base)
		}
	}
}

// join lets this process play on what the first has started.
func (h *host) join(_ SpecContext, text []byte) {
	Expect(json.Unmarshal(text, &h.brief)).To(Succeed())
	file, err := config.Load(h.brief.Order.Config)
	Expect(err).NotTo(HaveOccurred())
	log, err := os.OpenFile(h.brief.Log, os.O_WRONLY|os.O_APPEND, 0)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(log.Close)
	offered := certification.Offered(h.scenarios(), certification.Declared(file, ""), world.Depth(h.brief.Order.Depth))
	played = func(r SpecReport) (world.Setup, string) {
		if !slices.ContainsFunc(offered, func(s certification.Scenario) bool { return s.Text == r.FullText() }) {
			return world.Setup{}, "not asked for: the service does not declare the feature, or only the full depth plays this"
		}
		if h.brief.Order.Deserted(context.Background()) {
			AbortSuite("the service has ended: nobody listens at " + h.brief.Order.SubjectURL)
		}
		o := h.brief.Order
		o.Scenario, o.Seat = r.FullText(), h.seat(r)
		return o.Setup(file, log), ""
	}
}

// seat is the number that a spec has at each of its attempts and no other ever has.
func (h *host) seat(r SpecReport) int {
	i := slices.IndexFunc(h.list, func(s Scenario) bool { return s.Text == r.FullText() })
	return (i + len(h.list)*(max(r.NumAttempts, 1)-1)) % world.Seats
}

// judge ends the session, whatever has become of it, and fails the suite where a MUST is
// broken.
func (h *host) judge(_ SpecContext, r Report) {
	if h.session == nil {
		return
	}
	if slices.ContainsFunc(r.SpecialSuiteFailureReasons, func(why string) bool { return strings.Contains(why, "Interrupted") || strings.Contains(why, "Timeout") }) {
		h.stop()
	}
	defer h.stop()
	result, err := h.session.End(h.ctx, h.outcomes(r.SpecReports))
	Expect(err).NotTo(HaveOccurred())
	rep, err := result.Write(h.out)
	Expect(err).NotTo(HaveOccurred())
	Expect(rep.Text(os.Stdout, report.TextOptions{})).To(Succeed())
	fmt.Printf("reports in %s\n", h.out)
	if rep.ExitCode(direct.strict) != 0 || result.Meta.Interrupted {
		Fail(cmp.Or(strings.Join(broken(result.Verdicts), ", ")+" broken; ", "") + rep.Result())
	}
}

// broken are the rules that are broken.
func broken(verdicts []rule.Verdict) []string {
	var out []string
	for _, v := range verdicts {
		if v.Outcome == rule.Fail {
			out = append(out, v.Rule.ID)
		}
	}
	return out
}

// outcomes are what came of the specs that have begun, but for those that are not for this
// service.
func (h *host) outcomes(specs types.SpecReports) []certification.Outcome {
	var out []certification.Outcome
	for _, r := range specs.WithLeafNodeType(types.NodeTypeIt) {
		offered := slices.ContainsFunc(h.session.Scenarios, func(s certification.Scenario) bool { return s.Text == r.FullText() })
		if offered && r.NumAttempts > 0 {
			out = append(out, *outcomeOf(r))
		}
	}
	return out
}
