package network

import (
	"fmt"
	"time"

	"github.com/passproof/passproof/harness/rule"
)

// DNSTTL: addresses are kept for at most 30 seconds.
var DNSTTL = &rule.Rule{
	ID:        "NET-DNS-TTL",
	Phase:     rule.Network,
	Level:     rule.Must,
	ByName:    true,
	Statement: "Addresses of Adobe Pass are kept for at most 30 seconds, whatever TTL the record carries.",
	Why:       "When a data centre fails, Adobe moves its host to another; who keeps the old address calls nobody for as long.",
	Remedy: "Cap the cache at 30 s: networkaddress.cache.ttl=30 in the JVM (60 or -1 are too long, and a security manager means -1), " +
		"CURLOPT_DNS_CACHE_TIMEOUT 30 for libcurl (its default is 60), maxTtl 30 for cacheable-lookup, ttl(0, 30) for Netty's DnsNameResolver, " +
		"resolver … valid=30s and a variable in proxy_pass for nginx, max-cache-ttl=30 for dnsmasq; resolve for each connection, not at boot.",
	Occasion: "instance that opened new connections for half a minute and longer",
	Missing:  "no instance was seen to ask for the address and to open connections for half a minute: it may use an address or a hosts file in place of a name, or keep its connections",
	Sources: []rule.Source{
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "environments"},
	},
	Levels: map[string]rule.Level{rule.Cookbook2024.Name: rule.Should},
	Grain:  rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		all := views(e)
		var cases []rule.Case
		for _, v := range all {
			if late := v.overdue(); len(late) > 0 {
				cases = append(cases, rule.Prove(keptTooLong(v, late, all), late[0].answer, late[0].conn))
			} else if first, last, ok := v.proof(); ok {
				cases = append(cases, rule.Prove(nil, first.answer, first.conn, last.answer, last.conn))
			}
		}
		return cases
	},
}

func keptTooLong(v *view, late []use, all []*view) *rule.Complaint {
	first, oldest := late[0], late[0]
	for _, u := range late {
		if u.age() > oldest.age() {
			oldest = u
		}
	}
	more := ""
	if n := len(late) - 1; n > 0 {
		more = fmt.Sprintf(", and %d more too late, up to %s", n, seconds(oldest.age()))
	}
	return rule.Complain("a new connection to %s was opened %s after the answer that named it (TTL %s)%s: %s; wanted answers of at most %s",
		first.conn.To, seconds(first.age()), seconds(first.answer.TTL), more, cacheOf(v, all), seconds(keep))
}

// short is up to which TTL a record is short: caches that follow it show there.
const short = 10 * time.Second

// cacheOf names the kind of cache that keeps addresses for too long.
func cacheOf(v *view, all []*view) string {
	life, after := v.held()
	brief, follows := following(all)
	switch {
	case brief != nil && follows:
		return fmt.Sprintf("it keeps addresses for as long as their record says, %s elsewhere", seconds(brief.uses[0].answer.TTL))
	case after > 0:
		return fmt.Sprintf("it keeps addresses for about %.0fs, whatever their record says", after.Seconds())
	case brief != nil:
		return fmt.Sprintf("it keeps an address for good, %s here, whatever its record says", seconds(life))
	}
	return fmt.Sprintf("it kept the address for as long as it was watched, %s", seconds(life))
}

// held is how old an answer became, and how old it was when another had taken its place;
// 0: none has.
func (v *view) held() (life, after time.Duration) {
	for i, u := range v.uses {
		if u.age() <= life {
			continue
		}
		life, after = u.age(), 0
		for _, later := range v.uses[i+1:] {
			if !same(later.answer, u.answer) && later.answer.Asked.After(u.answer.Asked) {
				after = later.conn.Opened.Sub(u.answer.Asked)
				break
			}
		}
	}
	return life, after
}

// following finds a network with short records, and tells whether they were followed there.
func following(all []*view) (brief *view, follows bool) {
	for _, v := range all {
		if len(v.uses) < 2 || v.uses[0].answer.TTL > short {
			continue
		}
		life, _ := v.held()
		_, _, proven := v.proof()
		return v, proven && life <= v.uses[0].answer.TTL+slack
	}
	return nil, false
}

// seconds writes a duration as people read it: "45.3s", "3600s".
func seconds(d time.Duration) string {
	if d%time.Second == 0 {
		return fmt.Sprintf("%ds", int(d.Seconds()))
	}
	return fmt.Sprintf("%.1fs", d.Seconds())
}
