// Package container runs the Programmer Service in containers, through testcontainers-go.
//
// A [Site] is what one run has in the engine: a network of its own, the image of the
// service, and a companion, a container that relays between that network and the harness
// over its standard input and output. So an engine is used through its API alone: it may
// be on this machine, in a virtual machine or far away, and no port is opened for it.
//
//	site, err := container.Open(ctx, container.Options{File: file, Program: program, …})
//	if err != nil {
//		return err // no engine, no image, …: says what to do
//	}
//	defer site.Close() // removes all that the run has in the engine
//	adobe, err := site.Link().Listen(443) // Adobe's names lead here, in the containers
//	s, err := container.New(file, environment, site.Share(), log)
//
// Everything carries the label [Label] with the name of the run. Should the process be
// killed, a sweeper, a process that only waits for that, removes what has the label.
package container
