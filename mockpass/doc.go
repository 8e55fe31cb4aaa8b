// Package mockpass is Adobe Pass as a value: REST API V2 and Dynamic Client
// Registration over real state, for Programmer Services under test.
//
// A [Config] says which service providers, MVPDs and registered applications
// there are; its zero value is the documentation's own example, the service
// provider REF30. [New] makes a [Server] of it, which starts nothing and listens
// on nothing: [Server.API] is an http.Handler to be served wherever one likes.
//
//	pass, err := mockpass.New(mockpass.Config{})
//	if err != nil {
//		log.Fatal(err)
//	}
//	api := &http.Server{Addr: "127.0.0.1:8080", Handler: pass.API(), ConnContext: pass.ConnContext}
//	log.Fatal(api.ListenAndServe())
//
// A Programmer Service trades the text of [Server.SoftwareStatement] for client
// credentials and goes on from there. Each request and its answer is an exchange
// in [Server.Journal]. [Server.Direct] makes the mock behave out of the ordinary
// for the calls of one device, one resource, one MVPD.
//
// In a Go test, package mockpasstest starts one in a line.
//
// The mock is not Adobe's: its media tokens are not accepted by Adobe's verifier,
// and its default key is public. Where the documentation leaves a choice open, the
// choice is a field of [Switches].
package mockpass
