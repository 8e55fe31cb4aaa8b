// Package network is what lies between an instance of the subject and Adobe Pass: a
// [Network] with a name server of its own, two data centres, and certificates that are
// right or wrong.
//
//	n, err := network.Open(network.Config{Name: "n1", Ground: ground, Serve: funnel.Take, …})
//	n.Set(network.Settings{TTL: time.Hour, Close: true})
//	from, to := n.Move(network.Refusing)
//
// Each answer of the name server carries an address of its own, so that the local address
// of an accepted connection names the answer that it came from: that tells how old the
// answer was when it was used, with replicas, worker processes and parallel connections
// as well. Where the sockets are is the business of a [Ground].
//
// What is seen becomes a [journal.Query] or a [journal.Connection]. A scenario steers
// through a [Client], from a process of its own.
package network
