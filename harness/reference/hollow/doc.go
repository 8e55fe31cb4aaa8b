// Package hollow holds services that are up and do little or nothing of a Programmer
// Service's work: they never call Adobe Pass, or stop to, or are gone after the first
// login. A certification of one must pass no rule for which the service gave no evidence:
// who does nothing breaks no prohibition, and keeps none.
//
//	h, _ := hollow.Find("inventive")
//	handler, closer, err := h.Open(config, os.Exit)
//
// Reading order: hollow.go (which there are), answers.go (those that know nothing of Adobe
// Pass), wire.go (those that are the reference service until they are cut off).
package hollow
