package apple

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// What the user of a device has decided about access to their subscription
// (rest-api-v2-appendix-headers-ap-partner-framework-status).
const (
	Granted       = "granted"
	Denied        = "denied"
	Restricted    = "restricted"
	NotDetermined = "notDetermined"
)

// A Framework is the framework of one device. Its fields are the script: change them
// between calls to let the user sign in, sign out or change their mind.
type Framework struct {
	Access   string    // one of the four
	Provider string    // the signed-in provider's id in the framework, which Adobe calls platformMappingId; empty: nobody is signed in
	Until    time.Time // the provider's information is good until then
	Account  string    // the viewer, as the MVPD knows them
	Signer   *Signer   // signs as the MVPD
}

// Status is the value of AP-Partner-Framework-Status.
func (f *Framework) Status() string {
	provider := map[string]any{}
	if f.Access == Granted && f.Provider != "" {
		provider["id"] = f.Provider
		provider["expirationDate"] = strconv.FormatInt(f.Until.UnixMilli(), 10)
	}
	text, err := json.Marshal(map[string]any{
		"frameworkPermissionInfo": map[string]any{"accessStatus": f.Access},
		"frameworkProviderInfo":   provider,
	})
	if err != nil {
		panic(err) // maps of texts always encode
	}
	return base64.StdEncoding.EncodeToString(text)
}

// Answer is the SAMLResponse to a verification token: the request of an
// authenticationRequest. Like the framework it does not check who has signed the
// request. The error says why the framework would answer nothing.
func (f *Framework) Answer(request string, now time.Time) (string, error) {
	if f.Access != Granted || f.Provider == "" {
		return "", errors.New("apple: framework: the user has not granted access, or is signed in to no provider")
	}
	r, err := readUnverified(request)
	if err != nil {
		return "", fmt.Errorf("apple: framework: the verification token cannot be read: %w", err)
	}
	return Response{
		ID: "_response-" + r.ID, InResponseTo: r.ID, Provider: f.Provider, Account: f.Account,
		Issued: now, NotAfter: now.Add(5 * time.Minute),
	}.Encode(f.Signer)
}
