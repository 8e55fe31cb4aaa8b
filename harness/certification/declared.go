package certification

import (
	"slices"
	"time"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/harness/rule"
)

// CheckDeclared checks what a file attests and waives against the rules there are, on the
// day of a run. The error is a [config.Error] with the line of the mistake.
func CheckDeclared(f *config.File, rules []*rule.Rule, now time.Time) error {
	attestable := map[string]bool{}
	for _, r := range rules {
		attestable[r.ID] = r.Attest != ""
	}
	return f.CheckRules(attestable, now)
}

// Declared is what a file says of a service that rules ask for. statement is the software
// statement that the service was given; empty: unknown.
func Declared(f *config.File, statement string) rule.Declared {
	d := rule.Declared{
		ServiceProvider: f.ServiceProvider, SoftwareStatement: statement,
		PreauthorizeResources: f.Limits.PreauthorizeResources, AuthorizeResources: f.Limits.AuthorizeResources,
		RefreshMargin: f.Limits.RefreshMargin, TempPass: rule.TempPass(f.TemporaryAccess),
		DevicePort:   f.App.Tells(".Device.Port"),
		Attestations: map[string]rule.Attestation{}, Waivers: map[string]rule.Waiver{},
	}
	for _, name := range slices.Sorted(slices.Values(f.Features)) {
		d.Features = append(d.Features, rule.Feature(name))
	}
	for id, a := range f.Attest {
		d.Attestations[id] = rule.Attestation{By: a.By, Note: a.Note, On: day(a.On), Until: day(a.Until)}
	}
	for id, w := range f.Waive {
		d.Waivers[id] = rule.Waiver{By: w.By, Why: w.Why, Until: day(w.Until)}
	}
	return d
}

// day is a day that the file has been checked for; zero where it says none.
func day(text string) time.Time {
	d, _ := config.Day(text)
	return d
}

// ForgetIdle forgets waivers that excused nothing: where not everything was to be seen, in
// part of a run or in recorded traffic, that says nothing against them.
func ForgetIdle(verdicts []rule.Verdict) {
	for i := range verdicts {
		if verdicts[i].Idle() {
			verdicts[i].Waiver = nil
		}
	}
}
