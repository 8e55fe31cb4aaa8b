// Package apple is a scripted stand-in for Apple's Video Subscriber Account framework
// on one device, and the SAML that passes through it between Adobe Pass and an MVPD.
//
// A [Framework] says what the framework would: whether the user has permitted access,
// which provider they are signed in to and until when ([Framework.Status] is the value
// of AP-Partner-Framework-Status), and what it answers to a verification token
// ([Framework.Answer] is the SAMLResponse):
//
//	tv := &apple.Framework{Access: apple.Granted, Provider: "Cablevision", Until: tomorrow, Account: "viewer", Signer: signer}
//	status := tv.Status()
//	saml, err := tv.Answer(authenticationRequest, time.Now())
//
// Requests and responses are real SAML with real XML signatures. What neither Apple nor
// Adobe publishes is the mock's own: who signs what, and the names of attributes beyond
// those of the documentation's sample (apple-sso-cookbook-rest-api-v2).
package apple
