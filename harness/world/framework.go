package world

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/mockpass/apple"
	"github.com/passproof/passproof/mockpass/inventory"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

// A Framework is what Apple's framework knows on a device.
type Framework struct {
	Access   string        // apple.Granted and so on; empty: granted
	MVPD     string        // the MVPD that the user is signed in to, in the settings of the system
	Provider string        // its id in the framework, where Adobe Pass does not know it
	For      time.Duration // how long its information is good; below zero: it is over; zero: an hour
}

// boarding tells how an MVPD of a certification stands with Apple.
var boarding = map[string]string{config.AppleOnboarded: "onboarded", config.ApplePicker: "picker", config.AppleDisabled: "disabled", "": "unknown"}

// FrameworkSays lets the app on the device ask the framework, as it does when it comes to
// the foreground, and hand what it says to the subject from now on.
func (d *Device) FrameworkSays(ctx context.Context, f Framework) {
	w := d.home.world
	if f.Access == "" {
		f.Access = apple.Granted
	}
	if f.For == 0 {
		f.For = time.Hour
	}
	d.knows = inventory.Framework{Access: f.Access, MVPD: f.MVPD, Provider: f.Provider, Account: d.home.account, Until: time.Now().Add(f.For)}
	said, err := w.client.FrameworkStatus(ctx, d.knows)
	if err != nil {
		w.trouble("the framework of %s: %w", d.Name, err)
		return
	}
	d.SSO.PartnerStatus, d.SSO.PartnerMVPD = said.Status, f.MVPD
	state := "fresh"
	switch {
	case f.Access != apple.Granted:
		state, d.SSO.PartnerMVPD = f.Access, ""
	case f.For < 0:
		state = "expired"
	}
	d.payload(ctx, map[string]any{
		"kind": "partner", "payload": said.Status, "state": state, "user": d.home.account, "mvpd": f.MVPD,
		"boarding": boarding[f.MVPD], "until": d.knows.Until.UnixMilli(),
	})
}

// A PartnerLogin is an attempt to sign in with Apple's framework. Where Adobe Pass wants
// the basic flow instead, it has a code.
type PartnerLogin struct {
	*Activation
	request string
	device  *Device
}

// SignInWithFramework starts to sign in with the provider of the framework.
func (d *Device) SignInWithFramework(ctx context.Context) *PartnerLogin {
	a := d.do(ctx, journal.Login, map[string]any{"screen": "partner", "redirectUrl": redirectURL("done")})
	login := &PartnerLogin{Activation: d.activation(a), request: a.Text("request"), device: d}
	if a.Answered() && login.Code == "" && login.request == "" && !login.SignedIn {
		d.home.world.trouble("the login of %s gave neither a code nor a request for the framework", d.Name)
	}
	return login
}

// Answers lets the framework answer, and the app hand the answer to the subject. Without
// a request there is nothing to answer. It tells whether the user is signed in then.
func (p *PartnerLogin) Answers(ctx context.Context) bool {
	w, d := p.device.home.world, p.device
	if p.request == "" {
		return false
	}
	answer, err := w.client.FrameworkAnswer(ctx, inventory.FrameworkRequest{Framework: d.knows, Request: p.request})
	if err != nil {
		w.trouble("the framework of %s has not answered: %w", d.Name, err)
		return false
	}
	xml, err := base64.StdEncoding.DecodeString(answer.SAMLResponse)
	if err != nil {
		w.trouble("the answer of the framework of %s: %w", d.Name, err)
		return false
	}
	// The framework hands out XML with line breaks, which do not belong to what is signed.
	a := d.do(ctx, journal.Partner, map[string]any{"samlResponse": strings.ReplaceAll(string(xml), "><", ">\n<") + "\n"})
	if code := a.Text("code"); code != "" {
		p.Activation = d.activation(a)
	}
	return a.Flag("signedIn")
}

// FallsBack lets Adobe Pass answer the device's next session of the partner with the
// regular flow: with a code, as though it thought less of the framework's status than the
// subject does.
func (d *Device) FallsBack(ctx context.Context, mvpd string) {
	w := d.home.world
	if w.lost("a fallback for " + d.Name) {
		return
	}
	x := d.heard(ctx)
	if x == nil {
		return
	}
	made, err := w.client.SeedSession(ctx, inventory.SessionSeed{
		Client: x.Client, ServiceProvider: x.ServiceProvider, Device: x.Device, Address: d.Address, MVPD: mvpd,
		DomainName: w.Domain, RedirectURL: redirectURL("done"),
	})
	if err != nil {
		w.trouble("a session of %s: %w", d.Name, err)
		return
	}
	answer, err := json.Marshal(map[string]any{
		"actionName": "authenticate", "actionType": "interactive", "reasonType": "pfs_fallback", "code": made.Code, "mvpd": mvpd,
		"url": "/api/v2/authenticate/" + x.ServiceProvider + "/" + made.Code, "sessionId": "00000000-0000-4000-8000-000000000000",
		"serviceProvider": x.ServiceProvider, "notBefore": fmt.Sprint(made.NotBefore.UnixMilli()), "notAfter": fmt.Sprint(made.NotAfter.UnixMilli()),
	})
	if err != nil {
		w.trouble("an answer for %s: %w", d.Name, err)
		return
	}
	d.Direct(ctx, stage.Direction{
		Match: stage.Match{Operations: []string{specs.PartnerSession}},
		Do:    stage.Do{Status: 200, Body: string(answer), Header: map[string]string{"Content-Type": "application/json"}},
		Times: 1,
	})
}
