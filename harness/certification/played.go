package certification

import (
	"github.com/passproof/passproof/harness/report"
	"github.com/passproof/passproof/harness/world"
)

// played is an outcome as reports tell it.
func played(o *Outcome) report.Scenario {
	s := report.Scenario{
		Name: o.Scenario, Labels: o.Labels, State: o.State, Took: o.Took, Message: o.Message, Began: o.Began, Ended: o.Ended,
	}
	for _, step := range o.Steps {
		s.Steps = append(s.Steps, report.Step(step))
	}
	return s
}

// left are the windows that a deeper run watches for longer, a rule each.
func left(windows []world.Window, d world.Depth) []report.Window {
	var out []report.Window
	for _, v := range windows {
		if v.At(d) >= v.Full {
			continue
		}
		for _, id := range v.Rules {
			out = append(out, report.Window{Rule: id, What: v.What, Here: v.At(d), Full: v.Full})
		}
	}
	return out
}
