package journal

import (
	"encoding/base64"
	"strings"
	"testing"
)

func jws(head, claims, signature string) string {
	b := base64.RawURLEncoding.EncodeToString
	return b([]byte(head)) + "." + b([]byte(claims)) + "." + signature
}

func TestRedactor_TokensTellHowTheyWereMadeAndForNobody(t *testing.T) {
	t.Parallel()
	r := NewRedactor("salt")
	token := jws(`{"alg":"RS256","kid":"key-of-ann"}`, `{"iss":"https://id.example","sub":"ann","aud":"Adobe","iat":1,"exp":2,"nbf":""}`, "c2lnbmF0dXJl")
	x := r.Entry(&Exchange{Request: Message{Header: []Field{{Name: "AD-Service-Token", Value: token}}}}).(*Exchange)
	got := x.Request.Header[0].Value
	parts := strings.Split(got, ".")
	if len(parts) != 3 || strings.Contains(got, "c2lnbmF0dXJl") {
		t.Fatalf("got %q", got)
	}
	head, _ := base64.RawURLEncoding.DecodeString(parts[0])
	claims, _ := base64.RawURLEncoding.DecodeString(parts[1])
	if !strings.Contains(string(head), `"alg":"RS256"`) || strings.Contains(string(head), "ann") {
		t.Errorf("header %s", head)
	}
	for _, want := range []string{`"iss":"https://id.example"`, `"aud":"Adobe"`, `"exp":2`, `"nbf":""`, `"sub":"redacted-`} {
		if !strings.Contains(string(claims), want) {
			t.Errorf("claims %s, want %s", claims, want)
		}
	}
	a := r.Entry(&Act{Verb: Payload, Args: map[string]any{"payload": token}}).(*Act)
	if a.Text("payload") != got {
		t.Error("the same token has two pseudonyms")
	}
	if again := r.token(token); again != got {
		t.Error("the same token has two pseudonyms in time")
	}
	for _, other := range []string{"garbage", "a.b", "a.b.c", jws("[]", "{}", "x"), jws("{}", "1", "x")} {
		if got := r.token(other); !strings.HasPrefix(got, "redacted-") || strings.Contains(got, other) {
			t.Errorf("%q became %q", other, got)
		}
	}
}
