// Package control is the API through which people and programs steer a running mock:
// read and follow its journal, put directions on its stage, complete a login, look at
// what it remembers, seed, end and reset it, let time pass.
//
//	client := &control.Client{URL: "http://127.0.0.1:8081"}
//	id, err := client.Direct(ctx, stage.Direction{
//		Match: stage.Match{Operations: []string{"authorize"}, Devices: []string{"192.0.2.7"}},
//		Do:    stage.Do{Deny: "authorization_denied_by_mvpd"},
//	})
//
// It has a listener of its own, bound to loopback unless told otherwise: whoever
// reaches it can do anything to the mock. control.yaml documents it.
package control
