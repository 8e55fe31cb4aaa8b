package configfile

import (
	"bytes"
	"fmt"
)

// The YAML parser takes time in the square of the depth of nesting, so depth is
// bounded before it sees a text. A configuration goes six deep.
const (
	maxBrackets  = 100  // [ and { that are open at a time
	maxIndention = 1000 // spaces and indicators in front of a line's first word
)

// bounded refuses what is too large or nested too deeply to be a configuration.
func bounded(file string, text []byte) error {
	if len(text) > maxFile {
		return Problems{{File: file, What: fmt.Sprintf("it has more than %d bytes", maxFile), Remedy: "is it the right file?"}}
	}
	open := 0
	for n := 1; len(text) > 0; n++ {
		var row []byte
		row, text, _ = bytes.Cut(text, []byte("\n"))
		if len(row)-len(bytes.TrimLeft(row, " \t-?!&:")) > maxIndention {
			return Problems{{File: file, Line: n, What: "nested too deeply", Remedy: "is it the right file?"}}
		}
		if open += opened(row); open > maxBrackets {
			return Problems{{File: file, Line: n, What: fmt.Sprintf("more than %d brackets are open", maxBrackets), Remedy: "close them"}}
		}
	}
	return nil
}

// opened counts brackets that a line opens, less those that it closes. It knows
// little of quotes and comments: an estimate will do for so high a bound.
func opened(row []byte) int {
	if row, _, _ := bytes.Cut(row, []byte("#")); len(row) > 0 {
		deepest, now := 0, 0
		for _, c := range row {
			switch c {
			case '[', '{':
				now++
			case ']', '}':
				now--
			}
			deepest = max(deepest, now)
		}
		if deepest > maxBrackets {
			return deepest
		}
		return now
	}
	return 0
}
