// Package dns is a name server for tests. It answers for the names that a [Source] is
// responsible for, with addresses and TTLs of its choice, and forwards all others to the
// machine's own resolvers, so that a process that is pointed at it still finds its
// database.
//
//	s := dns.Serve(packets, listener, dns.Config{Source: zone, Upstreams: upstreams, Record: record, Now: time.Now})
//	defer s.Close()
//
// Every question becomes a [journal.Query] before its answer goes out: no connection to
// an address is older than the entry that tells of it.
package dns
