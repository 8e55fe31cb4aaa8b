package configfile

import _ "embed"

//go:embed default.yaml
var defaults string

// Default is the text of a file with every key, each with a comment that says what it
// means. Reading it gives [mockpass.Default]: it changes nothing until it is edited.
func Default() string { return defaults }
