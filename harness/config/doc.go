// Package config reads passproof.yaml: what the subject is, how it is started,
// how its app speaks to it, and what its makers declare.
//
//	file, err := config.Load("passproof.yaml")
//	if err != nil {
//		fmt.Fprintln(os.Stderr, err) // passproof.yaml:12: app.verbs.plya: no such verb; …
//	}
//
// A mistake in the file is an [Error] with file, line and what to write instead.
// Everything that can be checked without a running subject is checked on loading:
// templates, JSONPaths, verbs, features.
package config
