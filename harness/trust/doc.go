// Package trust makes a Programmer Service trust the harness's certificate authority
// beside those that it trusts anyway, in the ways that runtimes have for that: files that
// are put where the service finds them, and variables that announce them.
//
//	store, err := trust.New(authority.PEM(), trust.System())
//	for name, text := range store.Files() {
//		os.WriteFile(filepath.Join(dir, name), text, 0o644)
//	}
//	trust.Announce(dir, env) // SSL_CERT_FILE, NODE_EXTRA_CA_CERTS, JAVA_TOOL_OPTIONS, …
//
// Nothing of it is secret: the files hold certificates and no key.
package trust
