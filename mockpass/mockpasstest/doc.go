// Package mockpasstest starts a mockpass for the length of one test.
//
//	func TestLogin(t *testing.T) {
//		pass := mockpasstest.Start(t, mockpass.Config{})
//		service := startMyService(t, pass.URL, pass.Statement("REF30"))
//		...
//	}
//
// It does not import package testing, so a program may use it as well.
package mockpasstest
