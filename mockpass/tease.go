package mockpass

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/passproof/passproof/mockpass/stage"
)

// tease uses against a client what the documentation leaves open in an answer, as
// the dice of the call fall, and says how to write it.
func (c *call) tease(t *tree, a *reply) style {
	d := c.dice()
	spots := t.objects()
	for _, s := range spots {
		o := s.object
		o.teaseURL(d, c.origin())
		o.teaseReason(d)
		o.teaseIdentifiers(c.settings.mean.seed)
		o.teaseNames(d)
		o.teaseLists(d)
		o.teaseError(d)
		o.teaseProfile(s.place, c.settings.mean.seed)
		o.teaseConfiguration(d)
	}
	if spelling := pick(d, []string{"", stage.AsString, stage.AsNumber}); spelling != "" {
		t.timestamps(spelling)
	}
	c.teaseLogouts(d, t)
	for _, s := range spots {
		if d.IntN(2) == 0 {
			s.object.extend(pick(d, strangers))
		}
	}
	t.shuffleMembers(d)
	if d.IntN(2) == 0 {
		a.header.Set("Content-Type", "application/json")
	}
	return style{indent: d.IntN(2) == 0, slashes: d.IntN(2) == 0}
}

func pick[T any](d *rand.Rand, from []T) T { return from[d.IntN(len(from))] }

// strangers are members that no document has. Answers have gained members before
// without notice (auth-rn-310, auth-rn-320).
var strangers = []written{
	{"revision", `7`},
	{"hint", `null`},
	{"links", `[{"rel":"self"}]`},
	{"labels", `{"code":"none","notAfter":true}`},
	{"origin", `"adobe/pass \"é\" \ud83d\udcfa"`},
}

// teaseURL writes the url of a session or a logout with or without an origin: the
// samples of the logout have both, and no page promises one of them.
func (t *tree) teaseURL(d *rand.Rand, origin string) {
	if t.text("url") == "" || t.text("actionName") == "" {
		return
	}
	t.respellURL(pick(d, []string{stage.Relative, stage.Absolute}), origin)
}

// teaseReason gives a reason that is new, as release 3.2.0 did. It stands in for
// "none" alone: the other reasons tell an app something that it may want to show.
func (t *tree) teaseReason(d *rand.Rand) {
	if t.text("reasonType") == "none" && d.IntN(2) == 0 {
		t.set("reasonType", pick(d, []string{"regional_policy", "unspecified", "renewedConsent"}))
	}
}

// teaseIdentifiers writes identifiers that the pages call opaque as no UUIDs. One
// seed does so everywhere or nowhere: the same thing keeps its name.
func (t *tree) teaseIdentifiers(seed uint64) {
	if seed%2 == 0 {
		return
	}
	if id := t.text("sessionId"); id != "" {
		t.set("sessionId", "s."+strings.ReplaceAll(id, "-", ""))
	}
	if id := t.text("id"); id != "" && t.child("access_token") != nil {
		t.set("id", "t."+strings.ReplaceAll(id, "-", ""))
	}
}

// teaseNames calls the domain of a session by either of the names that the samples
// have for it.
func (t *tree) teaseNames(d *rand.Rand) {
	name := pick(d, []string{"domain", "domainName"})
	if missing := t.child("missingParameters"); missing != nil {
		for _, m := range missing.members {
			if m.value.scalar == "domain" || m.value.scalar == "domainName" {
				m.value.scalar = name
			}
		}
	}
	if existing := t.child("existingParameters"); existing != nil {
		for i, m := range existing.members {
			if m.name == "domain" || m.name == "domainName" {
				existing.members[i].name = name
			}
		}
	}
}

// teaseLists changes the order of lists whose elements have names of their own.
func (t *tree) teaseLists(d *rand.Rand) {
	for _, name := range []string{"mvpds", "domains", "decisions", "missingParameters"} {
		if l := t.child(name); l != nil && l.kind == '[' {
			d.Shuffle(len(l.members), func(i, j int) { l.members[i], l.members[j] = l.members[j], l.members[i] })
		}
	}
}

// teaseError says in an enhanced error what may be anything: message, details,
// helpUrl and trace are not restricted
// (enhanced-error-codes#enhanced-error-codes-representation-structure).
func (t *tree) teaseError(d *rand.Rand) {
	if t.child("helpUrl") == nil || t.child("code") == nil {
		return
	}
	t.set("message", pick(d, []string{"No.", "“Quoted”,\n\tover \"two\" lines \\ and back", "<b>Not</b> now & not here", strings.Repeat("Long. ", 300)}))
	t.set("helpUrl", fmt.Sprintf("https://help.example.com/%d?a=b&c=d#e", d.IntN(1000)))
	t.set("trace", fmt.Sprintf("trace/%x", d.Uint64()))
	if t.child("details") == nil && d.IntN(2) == 0 {
		t.set("details", "Ask again when the moon is full.")
	}
}

// teaseLogouts adds to a logout the entry of another MVPD, at which the device had no
// profile to end: the answer is a map by MVPD, and says of each what is left to do
// (rest-api-v2-logout-apis-initiate-logout-for-specific-mvpd).
func (c *call) teaseLogouts(d *rand.Rand, t *tree) {
	logouts := t.child("logouts")
	if logouts == nil || len(c.elsewhere) == 0 || d.IntN(2) == 0 {
		return
	}
	other := pick(d, c.elsewhere)
	if logouts.child(other) == nil {
		entry := &tree{kind: '{'}
		entry.set("actionName", "invalid")
		entry.set("actionType", "none")
		entry.set("mvpd", other)
		logouts.members = append(logouts.members, member{other, entry})
	}
}

// teaseProfile adds user metadata: the page lists some of the attributes, and their
// values can be simple, lists and maps (user-metadata#attributes). A profile keeps
// what it has been given.
func (t *tree) teaseProfile(place []string, seed uint64) {
	attributes := t.child("attributes")
	if attributes == nil || t.text("type") != "regular" {
		return
	}
	d := rand.New(rand.NewPCG(seed, hash(place...)))
	for _, m := range metadata {
		if d.IntN(2) == 0 && attributes.child(m.name) == nil {
			attributes.extend(m)
		}
	}
}

// metadata are attributes of the page, and one that is not there.
var metadata = []written{
	{"language", `{"value":"English","state":"plain"}`},
	{"hba_status", `{"value":true,"state":"plain"}`},
	{"channelID", `{"value":["channel-1","channel-2"],"state":"plain"}`},
	{"maxRating", `{"value":{"MPAA":"NR","VCHIP":"X"},"state":"plain"}`},
	{"mockpassAttribute", `{"value":{"value":null},"state":"plain"}`},
}

// teaseConfiguration adds what the page lists and the sample lacks.
func (t *tree) teaseConfiguration(d *rand.Rand) {
	if t.child("requestor") == nil || d.IntN(2) == 0 {
		return
	}
	t.extend(written{"time", `1733735289035`}, written{"errorReporting", `{}`})
}

// shuffleMembers changes the order of the members of every object.
func (t *tree) shuffleMembers(d *rand.Rand) {
	if t.kind == '{' {
		t.members = slices.Clone(t.members)
		d.Shuffle(len(t.members), func(i, j int) { t.members[i], t.members[j] = t.members[j], t.members[i] })
	}
	for _, m := range t.members {
		m.value.shuffleMembers(d)
	}
}
