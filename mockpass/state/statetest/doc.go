// Package statetest holds what every [state.Store] must do, as checks that any
// implementation can be run through.
//
//	for _, check := range statetest.Checks() {
//		t.Run(check.Name, func(t *testing.T) {
//			check.Run(t, func(now func() time.Time) state.Store { return state.NewMemory(now, 10_000) })
//		})
//	}
//
// Each check opens a store of its own, which must be empty and hold at least 10 000
// rows in each table.
package statetest
