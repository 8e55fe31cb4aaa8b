package stage

import (
	"errors"
	"fmt"
	"time"
)

// Effects are what a direction does, or what a call can undergo.
type Effects uint8

// The effects. A call offers those that make sense for it.
const (
	Answers   Effects = 1 << iota // Error, Status and Revoke: the call is answered without its operation
	Decisions                     // Deny and Permit
	Lifetimes                     // Lifetime
	Delays                        // Delay
)

// check tells what a direction does, and refuses one that nobody can follow.
func check(d Direction) (Effects, error) {
	effects, err := d.Do.effects()
	switch {
	case err != nil:
		return 0, err
	case effects == 0:
		return 0, errors.New("stage: the direction says nothing to do; set one of error, deny, permit, status, revoke, lifetime, delay")
	case d.Times < 0:
		return 0, fmt.Errorf("stage: times is %d; want how many calls, or 0 for until withdrawn", d.Times)
	case d.Match.Nth < 0:
		return 0, fmt.Errorf("stage: nth is %d; want the number of the first call, counted from 1", d.Match.Nth)
	}
	return effects, nil
}

func (d Do) effects() (Effects, error) {
	var e Effects
	answers := 0
	for _, set := range []bool{d.Error != "", d.Status != 0, d.Revoke} {
		if set {
			answers++
			e |= Answers
		}
	}
	if answers > 1 {
		return 0, errors.New("stage: a call has one answer; set one of error, status and revoke")
	}
	if d.Deny != "" && d.Permit {
		return 0, errors.New("stage: deny and permit contradict each other")
	}
	if d.Status != 0 && (d.Status < 200 || d.Status > 599) {
		return 0, fmt.Errorf("stage: status is %d; want 200 to 599", d.Status)
	}
	if d.Status == 0 && (d.Body != "" || len(d.Header) > 0) {
		return 0, errors.New("stage: body and header go with status")
	}
	if d.Deny != "" || d.Permit {
		e |= Decisions
	}
	if set, err := positive("lifetime", d.Lifetime); err != nil {
		return 0, err
	} else if set {
		e |= Lifetimes
	}
	if set, err := positive("delay", d.Delay); err != nil {
		return 0, err
	} else if set {
		e |= Delays
	}
	return e, nil
}

func positive(name, text string) (bool, error) {
	if text == "" {
		return false, nil
	}
	if v, err := time.ParseDuration(text); err != nil || v <= 0 {
		return false, fmt.Errorf("stage: %s is %q; want a duration above zero, such as 12s", name, text)
	}
	return true, nil
}
