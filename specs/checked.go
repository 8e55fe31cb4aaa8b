//go:build specscheck

package specs

// checked makes kin-openapi look at everything, also at what quick has let pass: the
// two must come to the same, or it panics. For the tests: go test -tags specscheck.
const checked = true
