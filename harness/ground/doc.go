// Package ground makes networks for subjects that are processes of this machine, so that
// they find Adobe Pass by its own names: each gets a resolv.conf of its own, by a private
// mount, and nobody else on the machine sees anything of it.
//
//	site, err := ground.NewHost(self, dir)   // needs the right to mount and to open ports 53 and 443
//	site, err := ground.NewApart(self, dir)  // needs user namespaces, and cuts the subject off from all else
//	ground, attachment, err := site.Ground(ctx)
//
// On the machine's own network, name servers and data centres are addresses in 127.64.0.0/10,
// which is loopback as all of 127.0.0.0/8: nothing can be reached from outside. A network
// that is apart has all addresses to itself, and the harness in it by way of package relay.
package ground
