// Package relay carries connections between the harness and a network that it is not
// part of, such as that of a container engine, over one stream of bytes.
//
// A [Serve] runs in that network: what connects to its ports comes out of a [Link] at the
// harness, with the addresses that both sides had there, and what the harness dials is
// dialed from there. The stream can be anything that lasts: with a container it is its
// standard input and output, so that all that is needed of an engine is its API, on this
// machine or another, and nobody else's port is opened anywhere.
//
//	link, err := relay.Open(ctx, stream)
//	l, err := link.Listen(443)        // what comes to port 443 over there
//	p, err := link.ListenPacket(53)   // the same for datagrams
//	c, err := link.DialContext(ctx, "tcp", "198.18.0.7:8080")
//
// When the stream ends, so does everything on both sides.
package relay
