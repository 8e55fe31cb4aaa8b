package mockpass

import (
	"encoding/json"
	"net/http"
)

// throttleBody is the page of the server in front of Adobe Pass, 166 bytes with
// its line ends (throttling-mechanism).
const throttleBody = "<html>\r\n<head><title>429 Too Many Requests</title></head>\r\n<body>\r\n" +
	"<center><h1>429 Too Many Requests</h1></center>\r\n<hr><center>openresty</center>\r\n</body>\r\n</html>\r\n"

// throttleHeader are the headers of that page. There is no Retry-After.
func throttleHeader() http.Header {
	return http.Header{
		"Content-Type": {"text/html"},
		"Server":       {"openresty"},
		"Set-Cookie": {
			"AWSALB=mockpass; Path=/",
			"AWSALBCORS=mockpass; Path=/; SameSite=None; Secure",
		},
		"Access-Control-Allow-Credentials": {"true"},
		"Access-Control-Allow-Methods":     {"POST,GET,OPTIONS,DELETE"},
		"Access-Control-Allow-Headers":     {"ap_11,ap_42,ap_z,ap_19,ap_21,ap_23,authorization,content-type,pass_sfp,AP-Session-Identifier,AP-Device-Identifier,AP-SDK-Identifier,X-Device-Info"},
		"Access-Control-Expose-Headers":    {"pass_sfp,Authzf-Error-Code,Authzf-Sub-Error-Code,Authzf-Error-Details"},
		"P3p":                              {`CP="NOI DSP COR CURa ADMa DEVa OUR BUS IND UNI COM NAV STA"`},
	}
}

// reply is the dictated answer: the page of the throttle for a 429 without a body
// of its own, else the body as it is.
func (b *bareStatus) reply() *reply {
	a := &reply{status: b.Status, header: http.Header{}, body: []byte(b.Body), raw: true}
	switch {
	case b.Status == http.StatusTooManyRequests && b.Body == "":
		a.header, a.body = throttleHeader(), []byte(throttleBody)
	case json.Valid(a.body):
		a.header.Set("Content-Type", "application/json;charset=UTF-8")
	default:
		a.header.Set("Content-Type", "text/html")
	}
	for name, value := range b.Header {
		a.header.Set(name, value)
	}
	return a
}
