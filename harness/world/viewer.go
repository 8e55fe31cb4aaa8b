package world

import (
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/passproof/passproof/mockpass/journal"
)

// A Viewer is the person of a household at a browser. The browser has cookies, sends
// what a browser sends on a navigation, and stops where the redirect URL leads.
type Viewer struct{ home *Household }

// Completes signs in at the MVPD. On the primary screen, tell the app afterwards:
// [Activation.Returned].
func (v *Viewer) Completes(ctx context.Context, a *Activation) { v.logsIn(ctx, a, "signin") }

// Declines opens the login page and turns the MVPD down.
func (v *Viewer) Declines(ctx context.Context, a *Activation) { v.logsIn(ctx, a, "decline") }

// Abandons opens the login page and goes away.
func (v *Viewer) Abandons(ctx context.Context, a *Activation) { v.logsIn(ctx, a, "") }

func (v *Viewer) logsIn(ctx context.Context, a *Activation, press string) {
	if a.Code == "" || a.stuck {
		return
	}
	v.opens(ctx, a.device, a.URL, "login", press)
}

// opens loads a page, presses a button of its form if there is one to press, and
// records where the browser ended.
func (v *Viewer) opens(ctx context.Context, d *Device, ref, step, press string) {
	w := v.home.world
	if w.lost("the browser of " + d.Name) {
		return
	}
	act := &journal.Act{Verb: journal.Browse, Device: d.Name, Start: time.Now(), Args: map[string]any{"url": ref, "step": step}}
	end, status, err := v.browse(ctx, ref, press)
	act.End, act.Answer = time.Now(), map[string]any{"url": end, "status": status}
	if err != nil {
		act.Failure = err.Error()
		w.trouble("the browser of %s: %w", d.Name, err)
	}
	w.record(ctx, act)
}

func (v *Viewer) browse(ctx context.Context, ref, press string) (end string, status int, err error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return ref, 0, err
	}
	b, err := newBrowser(jar, v.home.world.AdobePassURL, v.home.world.Secure)
	if err != nil {
		return ref, 0, err
	}
	page, err := b.load(ctx, http.MethodGet, ref, nil)
	if err != nil || press == "" {
		return page.url, page.status, err
	}
	if page.status == 0 {
		return page.url, 0, fmt.Errorf("the way to the login page ends at %s, which is not at Adobe Pass (%s)", page.url, b.home)
	}
	form, err := page.form(v.home.account, press)
	if err != nil {
		return page.url, page.status, err
	}
	page, err = b.load(ctx, http.MethodPost, page.url, form)
	return page.url, page.status, err
}

// navigate makes a request look like what it is: a person going somewhere.
func navigate(r *http.Request, post bool) {
	r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36")
	r.Header.Set("Accept", "text/html,application/xhtml+xml")
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	r.Header.Set("Sec-Fetch-Dest", "document")
	if post {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// form fills in the login form of a page.
func (p page) form(account, press string) (url.Values, error) {
	if p.status != http.StatusOK || !strings.Contains(p.body, "<form") || !strings.Contains(p.body, `name="`+press+`"`) {
		return nil, fmt.Errorf("%s answered %d and shows no login form", p.url, p.status)
	}
	form := url.Values{"account": {account}, press: {"1"}}
	for _, field := range hidden.FindAllStringSubmatch(p.body, -1) {
		form.Set(field[1], field[2])
	}
	return form, nil
}
