package config

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/goccy/go-yaml/ast"
)

// An Attestation is the Programmer's word for a rule that traffic cannot decide. Days are
// written 2026-11-01.
type Attestation struct {
	By    string `yaml:"by"`    // who vouches for it
	On    string `yaml:"on"`    // day on which it was given
	Note  string `yaml:"note"`  // what it rests on
	Until string `yaml:"until"` // last day on which it holds; left out: until it is withdrawn
}

// A Waiver excuses a rule that is broken or inconclusive. Days are written 2026-11-01.
type Waiver struct {
	By    string `yaml:"by"`    // who decided; may be left out
	Why   string `yaml:"why"`   // why the rule may be broken
	Until string `yaml:"until"` // last day on which it holds
}

// Day reads a day like 2026-11-01; it begins at midnight UTC.
func Day(text string) (time.Time, error) { return time.Parse(time.DateOnly, text) }

// checkVouched checks what attestations and waivers say. Which rules there are is not
// known here; see [File.CheckRules].
func (f *File) checkVouched(tree *ast.File) error {
	for _, id := range slices.Sorted(maps.Keys(f.Attest)) {
		a, field := f.Attest[id], []string{"attest", id}
		if err := f.said(tree, field, "by", a.By, "who vouches for it", "note", a.Note, "what it rests on"); err != nil {
			return err
		}
		if err := f.checkDay(tree, field, "on", a.On, true); err != nil {
			return err
		}
		if err := f.checkDay(tree, field, "until", a.Until, false); err != nil {
			return err
		}
		if _, both := f.Waive[id]; both {
			return f.mistake(tree, []string{"waive", id}, "the rule is attested too", "keep one: what is attested needs no waiver")
		}
	}
	for _, id := range slices.Sorted(maps.Keys(f.Waive)) {
		w, field := f.Waive[id], []string{"waive", id}
		if err := f.said(tree, field, "why", w.Why, "why the rule may be broken"); err != nil {
			return err
		}
		if err := f.checkDay(tree, field, "until", w.Until, true); err != nil {
			return err
		}
	}
	return nil
}

// said wants texts; they come in threes: name, text and what it should say.
func (f *File) said(tree *ast.File, field []string, texts ...string) error {
	for i := 0; i < len(texts); i += 3 {
		if texts[i+1] == "" {
			return f.mistake(tree, field, texts[i]+" is missing", fmt.Sprintf("write %s: and %s", texts[i], texts[i+2]))
		}
	}
	return nil
}

func (f *File) checkDay(tree *ast.File, field []string, name, text string, needed bool) error {
	if text == "" && !needed {
		return nil
	}
	if text == "" {
		return f.mistake(tree, field, name+" is missing", "write "+name+": and a day like 2026-11-01")
	}
	if _, err := Day(text); err != nil {
		return f.mistake(tree, append(slices.Clone(field), name), fmt.Sprintf("%q is no day", text), "write it like 2026-11-01")
	}
	return nil
}

// CheckRules checks attestations and waivers against the rules there are (by ID; true for
// those that traffic cannot decide) on the day of a run. What has expired is a mistake: it
// must be renewed or taken out, not overlooked.
func (f *File) CheckRules(rules map[string]bool, now time.Time) error {
	var attestable []string
	for id, can := range rules {
		if can {
			attestable = append(attestable, id)
		}
	}
	slices.Sort(attestable)
	for _, id := range slices.Sorted(maps.Keys(f.Attest)) {
		can, known := rules[id]
		field := []string{"attest", id}
		switch {
		case !known:
			return f.mistake(f.tree, field, "no rule has that ID", didYouMean(id, attestable))
		case !can:
			return f.mistake(f.tree, field, "the rule is judged by what the service does and cannot be attested", "take it out; to excuse it for a while, write it under waive")
		}
		if err := f.checkTimes(field, f.Attest[id].On, f.Attest[id].Until, now); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(f.Waive)) {
		if _, known := rules[id]; !known {
			remedy := "'passproof rules' lists them"
			if best := Nearest(id, slices.Sorted(maps.Keys(rules))); best != "" {
				remedy = "did you mean " + best + "? " + remedy
			}
			return f.mistake(f.tree, []string{"waive", id}, "no rule has that ID", remedy)
		}
		if err := f.checkTimes([]string{"waive", id}, "", f.Waive[id].Until, now); err != nil {
			return err
		}
	}
	return nil
}

// checkTimes refuses what ended on a day before the run, and what is given after it: days
// are those of UTC, and east of it tomorrow may have begun.
func (f *File) checkTimes(field []string, on, until string, now time.Time) error {
	if from, err := Day(on); err == nil && from.After(now.Add(24*time.Hour)) {
		return f.mistake(f.tree, append(slices.Clone(field), "on"), on+" has not come yet", "write the day on which it was given")
	}
	if last, err := Day(until); err == nil && !now.Before(last.Add(24*time.Hour)) {
		return f.mistake(f.tree, append(slices.Clone(field), "until"), "it expired on "+until, "renew it with a later day, or take it out")
	}
	return nil
}
