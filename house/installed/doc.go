// Package installed finds the programs that tests need beside Go.
//
//	curl := installed.Program(t, "curl")
package installed
