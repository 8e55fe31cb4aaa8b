package errors

import (
	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// lost tells whether a refusal comes of a token or of credentials that Adobe Pass no longer
// takes: what a service does then is judged by the rules of registration.
func lost(e *rule.Evidence, x *journal.Exchange) bool {
	switch {
	case x.Operation == "token":
		return unknown(x)
	case x.Response.Status == 401:
		return refusedBefore(e, x) || dead(e, x.Client)
	case rule.Refused(x).Code == "authenticated_profile_missing":
		return renewed(e, x)
	}
	return false
}

// unknown tells whether a token was refused because its client is not known.
func unknown(x *journal.Exchange) bool {
	var body struct {
		Error string `json:"error"`
	}
	return x.Response.Status >= 400 && x.Response.JSON(&body) == nil && body.Error == "invalid_client"
}

// dead tells whether Adobe Pass has said of a client that it does not know it.
func dead(e *rule.Evidence, client string) bool {
	for _, x := range e.Operations("token") {
		if client != "" && x.Client == client && unknown(x) {
			return true
		}
	}
	return false
}

// refusedBefore tells whether the token of a request had been refused already.
func refusedBefore(e *rule.Evidence, x *journal.Exchange) bool {
	for _, y := range e.Operations() {
		if y.Response.Status == 401 && y.End.Before(x.Start) && e.TokenOf(y) != nil && e.TokenOf(y) == e.TokenOf(x) {
			return true
		}
	}
	return false
}

// renewed tells whether the device of a request had other credentials before, with which
// its profile went.
func renewed(e *rule.Evidence, x *journal.Exchange) bool {
	for _, y := range e.Operations() {
		if y.Device != "" && y.Device == x.Device && y.Client != "" && y.Client != x.Client && y.End.Before(x.Start) && rule.HasProfile(y) {
			return true
		}
	}
	return false
}
