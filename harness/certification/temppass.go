package certification

import (
	"time"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/mockpass"
)

// The trials of a run. Scenarios that wait for the end of one shorten it for their own
// devices; nobody waits for a whole one.
const (
	trial       = 10 * time.Minute
	trialAssets = 2 // so few that a scenario can use them up
)

// tempPasses are the TempPasses of the file.
func tempPasses(t config.TempPass) []mockpass.MVPD {
	var all []mockpass.MVPD
	if t.Basic != "" {
		all = append(all, mockpass.MVPD{
			ID: t.Basic, DisplayName: "Free preview", TempPass: &mockpass.TempPass{Duration: mockpass.Duration(trial)},
		})
	}
	if t.Promotional != "" {
		all = append(all, mockpass.MVPD{ID: t.Promotional, DisplayName: "Promotional preview", TempPass: &mockpass.TempPass{
			Duration: mockpass.Duration(trial), Promotional: true, Resources: trialAssets, IdentityKey: t.IdentityKey,
		}})
	}
	return all
}
