package stage_test

import (
	"math"
	"strings"
	"testing"

	"github.com/passproof/passproof/mockpass/stage"
)

func TestDirect_RefusesWhatNobodyCouldFollow(t *testing.T) {
	t.Parallel()
	for want, directions := range map[string][]stage.Direction{
		"nothing to do": {{}, {Match: stage.Match{Codes: []string{"C"}}}, {Times: 3}},
		"one answer": {
			{Do: stage.Do{Error: "e", Status: 500}}, {Do: stage.Do{Revoke: true, Expire: true}},
			{Do: stage.Do{Cut: "before", Error: "e"}}, {Do: stage.Do{Expire: true, Status: 401}},
		},
		"take the operation's place": {
			{Do: stage.Do{Error: "e", Deny: "d"}}, {Do: stage.Do{Status: 500, Lifetime: "1s"}},
			{Do: stage.Do{Cut: "before", Permit: true}},
		},
		"leaves no answer":     {{Do: stage.Do{Cut: "before", Truncate: true}}, {Do: stage.Do{Cut: "before", Bandwidth: 9}}},
		"contradict":           {{Do: stage.Do{Deny: "e", Permit: true}}},
		"200 to 599":           {{Do: stage.Do{Status: 99}}, {Do: stage.Do{Status: 600}}, {Do: stage.Do{Status: -1}}},
		"go with status":       {{Do: stage.Do{Body: "x", Delay: "1s"}}, {Do: stage.Do{Delay: "1s", Header: map[string]string{"A": "b"}}}},
		"go with error":        {{Do: stage.Do{Details: "x", Delay: "1s"}}},
		"lifetime is":          {{Do: stage.Do{Lifetime: "soon"}}},
		`delay is "-1s"`:       {{Do: stage.Do{Delay: "-1s"}}},
		`jitter is "0s"`:       {{Do: stage.Do{Jitter: "0s"}}},
		"times is -1":          {{Do: stage.Do{Delay: "1s"}, Times: -1}},
		"nth is -1":            {{Do: stage.Do{Delay: "1s"}, Match: stage.Match{Nth: -1}}},
		"a duration above":     {{Do: stage.Do{Delay: "0s"}}},
		`cut is "after"`:       {{Do: stage.Do{Cut: "after"}}},
		"want string or":       {{Do: stage.Do{Timestamps: "text"}}},
		"want relative":        {{Do: stage.Do{URLs: "full"}}},
		"bytes per second":     {{Do: stage.Do{Bandwidth: -1}}},
		"each spoil the body":  {{Do: stage.Do{Truncate: true, NotJSON: true}}, {Do: stage.Do{Truncate: true, Cut: "body"}}},
		"leaves no JSON":       {{Do: stage.Do{NotJSON: true, URLs: "relative"}}, {Do: stage.Do{NotJSON: true, ExtraFields: true}}},
		"probability is":       {{Do: stage.Do{Permit: true}, Probability: -0.1}, {Do: stage.Do{Permit: true}, Probability: 1.1}, {Do: stage.Do{Permit: true}, Probability: math.NaN()}},
		"seed goes with":       {{Do: stage.Do{Permit: true}, Seed: 7}},
		"set one of error, de": {{}},
	} {
		for _, d := range directions {
			if _, err := stage.New(1).Direct(d); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%+v: got %v, want an error with %q", d, err, want)
			}
		}
	}
}

func TestDirect_TakesWhatGoesTogether(t *testing.T) {
	t.Parallel()
	for _, d := range []stage.Direction{
		{Do: stage.Do{Error: "e", Details: "d", Delay: "1s", Jitter: "1s", Bandwidth: 1, Truncate: true, ExtraFields: true}},
		{Do: stage.Do{Deny: "d", Lifetime: "9s", URLs: "absolute", Timestamps: "number", Cut: "body"}},
		{Do: stage.Do{Cut: "before", Delay: "1s"}, Probability: 0.5, Seed: 3},
		{Do: stage.Do{Status: 200, Body: "{}", NotJSON: true}},
		{Do: stage.Do{Jitter: "1s"}, Seed: 3},
	} {
		if _, err := stage.New(1).Direct(d); err != nil {
			t.Errorf("%+v: %v", d, err)
		}
	}
}
