// Package ruletest proves rules on written evidence. The evidence of poll_interval.go
// is testdata/poll_interval.txtar: a comment, then sections that are named for the
// verdict they must get:
//
//	-- fail: every second --
//	00.000  GET /api/v2/REF30/profiles/code/A7X2QB  device=tv -> 200
//	        < {"profiles":{}}
//	01.000  GET /api/v2/REF30/profiles/code/A7X2QB  device=tv -> 200   // want "1s after"
//
// A section holds exchanges, acts, DNS queries and what the service declares. The
// comment // want "regexp" stands on the line of the entry that decides, and nowhere
// else: a complaint that nobody wants fails the test, and so does a want that nobody
// meets. The words of a line are listed at [Parse].
package ruletest
