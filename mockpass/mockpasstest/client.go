package mockpasstest

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// A Client is a well-behaved client of REST API V2 with an access token, on behalf
// of one device. Its fields may be changed between requests, not during one.
type Client struct {
	HTTP    *http.Client // does not follow redirects
	ID      string       // client_id
	Secret  string       // client_secret
	Token   string       // access token; empty: no Authorization header
	Device  string       // raw device id; empty: no AP-Device-Identifier
	Address string       // goes into X-Forwarded-For; empty: no such header
	Header  http.Header  // further headers

	tb  TB
	url string
}

// An Answer is what came back.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Client registers an application, gets an access token for it and speaks for the
// device from then on.
func (r *Running) Client(applicationOrServiceProvider, device string) *Client {
	r.tb.Helper()
	c := &Client{
		HTTP:   &http.Client{Transport: &http.Transport{}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		Device: device, Header: http.Header{}, tb: r.tb, url: r.URL,
	}
	r.tb.Cleanup(c.HTTP.CloseIdleConnections)
	var credentials struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	body, _ := json.Marshal(map[string]string{"software_statement": r.Statement(applicationOrServiceProvider)}) // texts always encode
	c.Do(http.MethodPost, "/o/client/register", string(body)).JSON(r.tb, &credentials)
	c.ID, c.Secret = credentials.ID, credentials.Secret
	c.Login()
	return c
}

// Login gets another access token with the client's credentials.
func (c *Client) Login() {
	c.tb.Helper()
	var token struct {
		AccessToken string `json:"access_token"`
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {c.ID}, "client_secret": {c.Secret}}
	c.Do(http.MethodPost, "/o/client/token", form.Encode()).JSON(c.tb, &token)
	c.Token = token.AccessToken
}

// Do sends a request. A body that begins with { is JSON, any other a form. path is
// as sent, or an absolute URL. No answer at all ends the test.
func (c *Client) Do(method, path, body string) Answer {
	c.tb.Helper()
	a, err := c.Try(method, path, body)
	if err != nil {
		c.tb.Fatalf("mockpasstest: %s %s: %v", method, path, err)
	}
	return a
}

// Try is Do for calls that may stay without an answer.
func (c *Client) Try(method, path, body string) (Answer, error) {
	r, err := c.request(method, path, body)
	if err != nil {
		return Answer{}, err
	}
	response, err := c.HTTP.Do(r)
	if err != nil {
		return Answer{}, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	return Answer{response.StatusCode, response.Header, text}, err
}

// Request is what Do would send, for whoever sends it in a way of his own.
func (c *Client) Request(method, path, body string) *http.Request {
	c.tb.Helper()
	r, err := c.request(method, path, body)
	if err != nil {
		c.tb.Fatalf("mockpasstest: %s %s: %v", method, path, err)
	}
	return r
}

func (c *Client) request(method, path, body string) (*http.Request, error) {
	if strings.HasPrefix(path, "/") {
		path = c.url + path
	}
	r, err := http.NewRequest(method, path, strings.NewReader(body))
	if err == nil {
		c.dress(r, body)
	}
	return r, err
}

// deviceInfo describes a device with every key that the documentation asks for.
const deviceInfo = `{"primaryHardwareType":"SetTopBox","model":"TV","version":"1","osName":"Linux","osVersion":"6.1","connectionType":"LAN"}`

// dress gives a request the headers that the client sends.
func (c *Client) dress(r *http.Request, body string) {
	r.Header.Set("X-Device-Info", base64.StdEncoding.EncodeToString([]byte(deviceInfo)))
	if c.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	if c.Device != "" {
		r.Header.Set("AP-Device-Identifier", "fingerprint "+base64.StdEncoding.EncodeToString([]byte(c.Device)))
	}
	if c.Address != "" {
		r.Header.Set("X-Forwarded-For", c.Address)
	}
	switch {
	case strings.HasPrefix(body, "{"):
		r.Header.Set("Content-Type", "application/json")
	case body != "" || r.Method == http.MethodPost:
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, values := range c.Header {
		r.Header[name] = values
	}
}

// JSON decodes the body of an answer that says yes; any other ends the test.
func (a Answer) JSON(t TB, into any) {
	t.Helper()
	if a.Status >= 300 {
		t.Fatalf("mockpasstest: status %d: %s", a.Status, a.Body)
	}
	if err := json.Unmarshal(a.Body, into); err != nil {
		t.Fatalf("mockpasstest: the answer is not the expected JSON: %v: %s", err, a.Body)
	}
}
