package app

import "testing"

func TestOneLine(t *testing.T) {
	t.Parallel()
	if got := oneLine(" <a\t  b='c'>\r\n<d/>\n</a>\n"); got != "<a b='c'><d/></a>" {
		t.Errorf("got %q", got)
	}
}
