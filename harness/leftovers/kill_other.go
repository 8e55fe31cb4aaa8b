//go:build !linux

package leftovers

// kill cannot look into other processes here: workers end by themselves when the run does
// not answer any more.
func kill(string) (int, error) { return 0, nil }
