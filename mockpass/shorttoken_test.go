package mockpass

import (
	"encoding/xml"
	"testing"
)

// TestShortToken_Text compares the text with that of the standard library.
func TestShortToken_Text(t *testing.T) {
	t.Parallel()
	for _, token := range []shortToken{
		{},
		{SessionGUID: "a", Requestor: "REF30", Resource: "<rss>\n\t&\"'\x00\xff é</rss>", TTL: -1, Issued: 1779700000000, MVPD: "Cable & Co", Serial: "s"},
	} {
		want, err := xml.Marshal(token)
		if got := token.text(); err != nil || string(got) != string(want) {
			t.Errorf("got  %s\nwant %s (%v)", got, want, err)
		}
	}
}
