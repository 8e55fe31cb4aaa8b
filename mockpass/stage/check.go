package stage

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// check refuses a direction that nobody can follow.
func check(d Direction) error {
	switch {
	case d.Do.effects() == 0 && d.Do.Cut == "":
		return errors.New("stage: the direction says nothing to do; set one of error, deny, permit, status, revoke, expire, lifetime, " +
			"extraFields, timestamps, urls, truncate, notJSON, delay, jitter, bandwidth, cut")
	case d.Times < 0:
		return fmt.Errorf("stage: times is %d; want how many calls, or 0 for until withdrawn", d.Times)
	case d.Match.Nth < 0:
		return fmt.Errorf("stage: nth is %d; want the number of the first call, counted from 1", d.Match.Nth)
	case !(d.Probability >= 0 && d.Probability <= 1):
		return fmt.Errorf("stage: probability is %v; want above 0 and up to 1, or 0 for always", d.Probability)
	case d.Seed != 0 && d.Probability == 0 && d.Do.Jitter == "":
		return errors.New("stage: seed goes with probability or jitter; nothing else is left to chance")
	}
	for _, rule := range []func(*Do) error{(*Do).values, (*Do).durations, (*Do).oneAnswer, (*Do).companions, (*Do).oneBody} {
		if err := rule(&d.Do); err != nil {
			return err
		}
	}
	return nil
}

// values checks each field that has a set of values.
func (d *Do) values() error {
	for _, f := range []struct {
		name, is string
		want     [2]string
	}{
		{"cut", d.Cut, [2]string{Before, Body}},
		{"timestamps", d.Timestamps, [2]string{AsString, AsNumber}},
		{"urls", d.URLs, [2]string{Relative, Absolute}},
	} {
		if f.is != "" && !slices.Contains(f.want[:], f.is) {
			return fmt.Errorf("stage: %s is %q; want %s or %s", f.name, f.is, f.want[0], f.want[1])
		}
	}
	switch {
	case d.Status != 0 && (d.Status < 200 || d.Status > 599):
		return fmt.Errorf("stage: status is %d; want 200 to 599", d.Status)
	case d.Bandwidth < 0:
		return fmt.Errorf("stage: bandwidth is %d; want bytes per second, 1 or more", d.Bandwidth)
	}
	return nil
}

func (d *Do) durations() error {
	for _, f := range []struct{ name, text string }{{"lifetime", d.Lifetime}, {"delay", d.Delay}, {"jitter", d.Jitter}} {
		if f.text == "" {
			continue
		}
		if v, err := time.ParseDuration(f.text); err != nil || v <= 0 {
			return fmt.Errorf("stage: %s is %q; want a duration above zero, such as 12s", f.name, f.text)
		}
	}
	return nil
}

// oneAnswer wants a single answer, and nothing that only an operation can do beside it.
func (d *Do) oneAnswer() error {
	answers := count(d.Error != "", d.Status != 0, d.Revoke, d.Expire, d.Cut == Before)
	rest := d.effects() &^ (Answers | Bearers)
	switch {
	case answers > 1:
		return errors.New("stage: a call has one answer; set one of error, status, revoke, expire and cut before")
	case answers == 1 && rest&(Decisions|Lifetimes) != 0:
		return errors.New("stage: error, status, revoke, expire and cut before take the operation's place: deny, permit and lifetime would find nothing to do")
	case d.Cut == Before && rest&(shapes|Wires) != 0:
		return errors.New("stage: cut before leaves no answer; only delay and jitter can go with it")
	case d.Deny != "" && d.Permit:
		return errors.New("stage: deny and permit contradict each other")
	}
	return nil
}

// companions wants the fields that go with others to have them.
func (d *Do) companions() error {
	switch {
	case d.Status == 0 && (d.Body != "" || len(d.Header) > 0):
		return errors.New("stage: body and header go with status")
	case d.Details != "" && d.Error == "" && d.Deny == "":
		return errors.New("stage: details go with error or deny")
	}
	return nil
}

// oneBody wants a single way in which the body is spoilt.
func (d *Do) oneBody() error {
	switch {
	case count(d.Truncate, d.NotJSON, d.Cut == Body) > 1:
		return errors.New("stage: truncate, notJSON and cut body each spoil the body; set one of them")
	case d.NotJSON && (d.ExtraFields || d.Timestamps != "" || d.URLs != ""):
		return errors.New("stage: notJSON leaves no JSON for extraFields, timestamps and urls")
	}
	return nil
}

func count(set ...bool) int {
	n := 0
	for _, s := range set {
		if s {
			n++
		}
	}
	return n
}
