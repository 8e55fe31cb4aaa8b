package headers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// telling are the keys by which a device is compared with what it told of itself. Where it
// is connected from is the matter of HDR-XDI-CONNECTION.
var telling = []string{"model", "osName", "osVersion"}

// XDIActual: the description is the device's.
var XDIActual = &rule.Rule{
	ID:        "HDR-XDI-ACTUAL",
	Phase:     rule.Headers,
	Level:     rule.Must,
	Statement: "X-Device-Info describes the streaming device of the request, not the server that sends it.",
	Why:       "A service that describes its own container is an unknown platform to Adobe Pass: shorter sessions, no single sign-on, wrong reports.",
	Remedy:    "Let the app tell model, osName and osVersion of its device, and send these; have no defaults.",
	Occasion:  "description of a device that was played",
	Missing:   "no description could be told to belong to a device that was played",
	Sources: []rule.Source{
		{Page: "rest-api-v2-checklist", Anchor: "mandatory-requirements-parameters-headers"},
		{Page: "rest-api-v2-faqs", Anchor: "headers-faq3"},
		{Page: "rest-api-v2-cookbook-server-server", Anchor: "requirements"},
	},
	Grain: rule.Run,
	Check: func(e *rule.Evidence) []rule.Case {
		at := addresses(e)
		seen := map[string]bool{}
		var cases []rule.Case
		for _, x := range e.Operations() {
			who, info := portrayed(e, at, x)
			value, _ := x.Request.Value("X-Device-Info")
			if who == nil || info == nil || seen[who.Name+" "+value] {
				continue
			}
			seen[who.Name+" "+value] = true
			var c *rule.Complaint
			if wrong := untrue(who, info); len(wrong) > 0 {
				c = rule.Complain("X-Device-Info of %s for %s says %s", x.Operation, who.Name, strings.Join(wrong, "; "))
			}
			cases = append(cases, rule.Prove(c, x))
		}
		return cases
	},
}

// portrayed is the device that a request was made for, where that can be told, with what
// the request says of it. A description with the address of another device is the
// matter of HDR-DEVICE-ISOLATION: there is nothing to judge then.
func portrayed(e *rule.Evidence, at own, x *journal.Exchange) (*rule.Participant, map[string]any) {
	info, who := rule.DeviceInfo(x), actor(e, x)
	if chain := forwarded(x); who == nil && len(chain) > 0 {
		who = at[rule.PlainAddress(chain[0])]
	}
	if other := at[rule.PlainAddress(text(info["connectionIp"]))]; other != nil && other != who {
		return nil, nil
	}
	return who, info
}

// untrue are the values that are not what the device told. Names that no list has are
// the matter of HDR-XDI-KEYS, and so are keys that are missing.
func untrue(who *rule.Participant, info map[string]any) []string {
	var out []string
	for _, key := range telling {
		said, fact := text(info[key]), text(who.Info[key])
		if said == "" || fact == "" || listed[key] != nil && !slices.Contains(listed[key], said) {
			continue
		}
		if !agrees(key, said, fact) {
			out = append(out, fmt.Sprintf("%s %q; wanted %q", key, said, fact))
		}
	}
	return out
}

func text(v any) string {
	if v == nil {
		return ""
	}
	return strings.TrimSpace(fmt.Sprint(v))
}

// agrees leaves a service its spelling: a vendor in front of the model, a version that is
// longer or shorter.
func agrees(key, said, fact string) bool {
	said, fact = strings.ToLower(said), strings.ToLower(fact)
	switch key {
	case "model":
		return strings.Contains(said, fact)
	case "osVersion":
		return strings.HasPrefix(said+".", fact+".") || strings.HasPrefix(fact+".", said+".")
	}
	return said == fact
}
