// Package inventory is how a mock tells what it knows, and is told what it shall
// know: plain values, the same in Go, in the JSON of the control API and in the
// output of mockpass ctl.
//
//	list, err := pass.Profiles(ctx, inventory.Selection{Device: "192.0.2.7"})
//	for _, p := range list.Items {
//		fmt.Println(p.MVPD, p.Account, p.Status)
//	}
//
// It is for people and tests that look behind the curtain. A Programmer Service sees
// none of it: what it sees is REST API V2.
package inventory
