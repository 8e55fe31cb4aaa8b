// Package reference is a Programmer Service: an honest, small implementation of the
// server-to-server cookbook of Adobe Pass REST API V2 that a programmer could start
// from. Passproof certifies it, and its [Policy] lets defects spoil it one decision
// at a time.
//
//	s, err := reference.New(reference.Config{
//		AdobePassURL: "https://api.auth.adobe.com", SoftwareStatement: statement,
//		ServiceProvider: "REF30", Domain: "example.com", State: "state.db",
//	})
//	http.ListenAndServe(":8080", s.Handler())
//
// Reading order: adobe.go (one call to Adobe Pass), register.go (credentials and
// tokens), then a file a phase of the cookbook: configuration.go, profiles.go,
// login.go, poll.go, decisions.go, logout.go. handlers.go is the API of the apps.
package reference
