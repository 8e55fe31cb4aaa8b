package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"
)

func fingerprint(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// values is a form of pairs; those that are empty are left out.
func values(pairs ...string) []byte {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	return []byte(v.Encode())
}

// absolute is a link of Adobe Pass as a browser can follow it; empty: there is none.
func absolute(link string) string {
	base, err := url.Parse(os.Getenv("ADOBE"))
	if err != nil || link == "" {
		return ""
	}
	to, err := base.Parse(link)
	if err != nil {
		return ""
	}
	return to.String()
}

// client asks for the address of Adobe Pass with each call, unless KEEP says otherwise, and
// keeps no connection.
var client = &http.Client{
	Timeout:       10 * time.Second,
	Transport:     transport,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

var transport = &http.Transport{DisableKeepAlives: true}

// keepAddresses does what KEEP says. Replicas are numbered in the folder that they share.
func keepAddresses(folder string) error {
	if os.Getenv("KEEP") == "" {
		return nil
	}
	keep, err := time.ParseDuration(os.Getenv("KEEP"))
	if err != nil {
		return err
	}
	first := keep
	if f, err := os.OpenFile(filepath.Join(folder, "first"), os.O_CREATE|os.O_EXCL, 0o666); err == nil {
		_ = f.Close()
	} else {
		first = keep / 2
	}
	var mu sync.Mutex
	var known string
	var until time.Time
	transport.DialContext = func(ctx context.Context, network, at string) (net.Conn, error) {
		host, port, err := net.SplitHostPort(at)
		if err != nil {
			return nil, err
		}
		mu.Lock()
		if time.Now().After(until) {
			all, err := net.DefaultResolver.LookupNetIP(ctx, "ip4", host)
			if err != nil {
				mu.Unlock()
				return nil, err
			}
			known, until, first = all[0].String(), time.Now().Add(first), keep
		}
		to := net.JoinHostPort(known, port)
		mu.Unlock()
		return (&net.Dialer{Timeout: 3 * time.Second}).DialContext(ctx, network, to)
	}
	return nil
}

// refusal is an answer that is none of those wanted.
type refusal int

func (r refusal) Error() string { return fmt.Sprintf("Adobe Pass answered %d", int(r)) }

// exchange is one call. Adobe Pass is asked again, after a while, where it did not answer.
func exchange(method, path string, header http.Header, body []byte, into any) error {
	pause := time.Second
	for n := 0; ; n++ {
		err := once(method, path, header, body, into)
		status, refused := err.(refusal)
		if err == nil || n == 2 || refused && status < 500 && status != http.StatusTooManyRequests {
			return err
		}
		time.Sleep(pause)
		pause *= 2
	}
}

func once(method, path string, header http.Header, body []byte, into any) error {
	r, err := http.NewRequest(method, os.Getenv("ADOBE")+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header = header
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode/100 != 2 {
		return refusal(answer.StatusCode)
	}
	return json.Unmarshal(text, into)
}

func (d *device) header(kind string) http.Header {
	h := http.Header{"Accept": {"application/json"}, "X-Forwarded-For": {d.address}, "X-Device-Info": {d.info}}
	if kind != "" {
		h.Set("Content-Type", kind)
	}
	return h
}

// token is the one of the device; it is replaced in the last fifth of its life.
func (d *device) token() error {
	if d.Token != "" && time.Now().Before(d.Until) {
		return nil
	}
	if d.ID == "" {
		var got struct {
			ID     string `json:"client_id"`
			Secret string `json:"client_secret"`
		}
		statement, _ := json.Marshal(map[string]string{"software_statement": os.Getenv("STATEMENT")})
		if err := exchange(http.MethodPost, "/o/client/register", d.header("application/json"), statement, &got); err != nil {
			return err
		}
		d.ID, d.Secret = got.ID, got.Secret
	}
	var got struct {
		Token   string `json:"access_token"`
		Expires int64  `json:"expires_in"`
	}
	form := values("client_id", d.ID, "client_secret", d.Secret, "grant_type", "client_credentials")
	if err := exchange(http.MethodPost, "/o/client/token", d.header("application/x-www-form-urlencoded"), form, &got); err != nil {
		return err
	}
	d.Token, d.Until = got.Token, time.Now().Add(time.Duration(got.Expires)*time.Second*4/5)
	return nil
}

// call calls REST API V2 for the device; a token that is refused is replaced once.
func call(d *device, method, path string, body []byte, kind string, into any) error {
	for again := false; ; again = true {
		if err := d.token(); err != nil {
			return err
		}
		h := d.header(kind)
		h.Set("Authorization", "Bearer "+d.Token)
		h.Set("AP-Device-Identifier", "fingerprint "+base64.StdEncoding.EncodeToString([]byte(fingerprint(d.key))))
		err := exchange(method, "/api/v2/"+os.Getenv("PROGRAMMER")+path, h, body, into)
		if status, _ := err.(refusal); status != http.StatusUnauthorized || again {
			return err
		}
		d.Token = ""
	}
}
