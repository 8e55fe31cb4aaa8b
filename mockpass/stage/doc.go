// Package stage tells the mock what to do out of the ordinary: a [Direction]
// matches calls and says what happens to them, for a number of calls or until it
// is withdrawn. Directions for one device never touch another, so that tests run
// side by side on one mock.
//
//	s := stage.New(100)
//	id, err := s.Direct(stage.Direction{
//		Match: stage.Match{Operations: []string{"authorize"}, Devices: []string{"192.0.2.7"}},
//		Do:    stage.Do{Deny: "network_received_error"},
//		Times: 2,
//	})
//	cue := s.Cue(stage.Call{…}) // what to do with one call
//	s.Withdraw(id)
//
// The package knows calls and directions and nothing of HTTP: whoever asks for a
// [Cue] does what it says. docs/directions.md lists all that can be directed.
package stage
