// Package subject starts, stops and restarts the Programmer Service under test.
//
// A [Subject] is a command that the harness starts, or a service that runs already.
// Both tell when they are ready and when they have ended by themselves.
//
//	s, err := subject.New(file, environment, log)
//	if err == nil {
//		err = s.Start(ctx) // returns when the service says that it is ready
//	}
package subject
