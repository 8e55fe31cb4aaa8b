package singlesignon

import (
	"testing"

	"github.com/passproof/passproof/harness/rule/ruletest"
)

func TestRules(t *testing.T) {
	t.Parallel()
	ruletest.Run(t, Rules, "testdata")
}
