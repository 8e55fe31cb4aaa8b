package world

import "time"

// An Outcome is what came of one scenario. A worker process writes it to the file of its
// order, as JSON.
type Outcome struct {
	Scenario string        `json:"scenario"`
	Labels   []string      `json:"labels"`
	State    string        `json:"state"`              // passed, failed, skipped, timedout, interrupted, panicked
	Message  string        `json:"message,omitempty"`  // why, and where
	Unmapped []string      `json:"unmapped,omitempty"` // verbs that the scenario asked for and that the configuration does not map
	Took     time.Duration `json:"took"`
	Steps    []Step        `json:"steps,omitempty"` // how long what has taken

	Began, Ended time.Time `json:"-"` // when it was in the way of others: with its process, if it has one
}
