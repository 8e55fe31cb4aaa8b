package config

import (
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/ohler55/ojg/jp"

	"github.com/passproof/passproof/mockpass/ca"
)

// mostReplicas bounds how many of a service one machine is asked to run.
const mostReplicas = 8

// check finds what the types cannot: one mistake at a time, the first in the file's order of meaning.
func (f *File) check(tree *ast.File) error {
	for _, step := range []func(*ast.File) error{f.checkSubject, f.checkDeclared, f.checkVouched, f.checkListeners, f.checkApp, f.checkSSO} {
		if err := step(tree); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) checkSubject(tree *ast.File) error {
	s := f.Subject
	switch {
	case !s.Starts() && s.URL == "":
		return f.mistake(tree, []string{"subject"}, "names no service", `write command: ["./service", "--listen", "{{.Listen}}"], image: service:1.2, dockerfile: ./Dockerfile or url: http://127.0.0.1:8080`)
	case s.Starts() && s.URL != "":
		return f.mistake(tree, []string{"subject", "url"}, "stands beside what starts the service", "keep one: command, image and dockerfile start it, url names one that runs")
	case s.Replicas < 0 || s.Replicas > mostReplicas:
		return f.mistake(tree, []string{"subject", "replicas"}, fmt.Sprintf("%d is not between 1 and %d", s.Replicas, mostReplicas), "write how many of the service share the load; 2 show what one does not")
	case s.Replicas > 1 && s.URL != "":
		return f.mistake(tree, []string{"subject", "replicas"}, "the service runs already", "put as many as you like behind its url, and take this out")
	case s.URL != "":
		if u, err := url.Parse(s.URL); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return f.mistake(tree, []string{"subject", "url"}, fmt.Sprintf("%q is not an http or https URL", s.URL), "write http://host:port")
		}
		if f.Mockpass.Listen == "" {
			return f.mistake(tree, []string{"subject", "url"}, "the service runs already and must find mockpass at an address that it knows",
				"add mockpass: { listen: \"127.0.0.1:8090\" } and configure the service with that address")
		}
	}
	if s.Ready != "" {
		if _, _, err := requestLine(s.Ready); err != nil {
			return f.mistake(tree, []string{"subject", "ready"}, err.Error(), "write GET /healthz")
		}
	}
	if err := f.checkContainer(tree); err != nil {
		return err
	}
	return f.checkStart(tree)
}

// checkStart renders the templates of the command with sample values.
func (f *File) checkStart(tree *ast.File) error {
	sample := Start{Listen: "127.0.0.1:1", ListenHost: "127.0.0.1", ListenPort: "1"}
	for i, arg := range f.Subject.Command {
		if _, err := Render(arg, sample); err != nil {
			return f.mistake(tree, []string{"subject", "command"}, fmt.Sprintf("element %d: %v", i+1, err), known("{{.", sample))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.Subject.Env)) {
		if _, err := Render(f.Subject.Env[name], sample); err != nil {
			return f.mistake(tree, []string{"subject", "env", name}, err.Error(), known("{{.", sample))
		}
	}
	return nil
}

func (f *File) checkDeclared(tree *ast.File) error {
	for _, name := range f.Features {
		if _, ok := Features[name]; !ok {
			return f.mistake(tree, []string{"features"}, fmt.Sprintf("no feature is named %q", name), didYouMean(name, slices.Sorted(maps.Keys(Features))))
		}
	}
	if t := f.TemporaryAccess; t.Basic != "" && t.Basic == t.Promotional {
		return f.mistake(tree, []string{"temporaryAccess", "promotional"}, fmt.Sprintf("%q is the basic TempPass as well", t.Basic), "write the id of each under its own key, and leave out what there is none of")
	}
	if f.Limits.PreauthorizeResources < 0 || f.Limits.AuthorizeResources < 0 {
		return f.mistake(tree, []string{"limits"}, "a limit is negative", "leave it out for Adobe's default")
	}
	if f.Limits.RefreshMargin < 0 || f.Limits.RefreshMargin > 10*time.Minute {
		return f.mistake(tree, []string{"limits", "refreshMargin"}, fmt.Sprintf("%v is not between 0s and 10m", f.Limits.RefreshMargin), "write how long before its end the service replaces an access token")
	}
	return nil
}

func (f *File) checkListeners(tree *ast.File) error {
	for field, address := range map[string]string{"listen": f.Mockpass.Listen, "control": f.Mockpass.Control} {
		if address == "" {
			continue
		}
		if _, _, err := net.SplitHostPort(address); err != nil {
			return f.mistake(tree, []string{"mockpass", field}, fmt.Sprintf("%q is not host:port", address), `write "127.0.0.1:8090"`)
		}
	}
	if ways := []string{NamesAuto, NamesIsolated, NamesOff}; !slices.Contains(ways, f.Mockpass.Names) {
		return f.mistake(tree, []string{"mockpass", "names"}, fmt.Sprintf("%q is no way to use Adobe's names", f.Mockpass.Names), didYouMean(f.Mockpass.Names, ways))
	}
	if f.Mockpass.Names == NamesIsolated && len(f.Subject.Command) == 0 {
		return f.mistake(tree, []string{"mockpass", "names"}, "only a service that is started with subject.command can be isolated", "leave it out")
	}
	if hosts := ca.AdobeHosts(); !slices.Contains(hosts, f.Mockpass.Host) {
		return f.mistake(tree, []string{"mockpass", "host"}, fmt.Sprintf("%q is no host of Adobe Pass", f.Mockpass.Host), didYouMean(f.Mockpass.Host, hosts))
	}
	return nil
}

func (f *File) checkApp(tree *ast.File) error {
	if len(f.App.Verbs) == 0 {
		return f.mistake(tree, []string{"app", "verbs"}, "the app has no verb", "describe at least status, login, play and logout; 'passproof init' shows all")
	}
	for _, name := range slices.Sorted(maps.Keys(f.App.Headers)) {
		if _, err := Render(f.App.Headers[name], sampleVerbal); err != nil {
			return f.mistake(tree, []string{"app", "headers", name}, err.Error(), known("{{.", sampleVerbal))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.App.Verbs)) {
		if _, ok := Returns[name]; !ok {
			return f.mistake(tree, []string{"app", "verbs", name}, "no such verb", didYouMean(name, slices.Sorted(maps.Keys(Returns))))
		}
		if err := f.checkVerb(tree, name, f.App.Verbs[name]); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) checkVerb(tree *ast.File, name string, v Verb) error {
	field := []string{"app", "verbs", name}
	if _, _, err := requestLine(v.Request); err != nil {
		return f.mistake(tree, append(field, "request"), err.Error(), "write POST /path")
	}
	if v.JSON != nil && v.Form != nil {
		return f.mistake(tree, append(field, "form"), "stands beside json", "keep one: a request has one body")
	}
	if where, err := v.render(sampleVerbal); err != nil {
		return f.mistake(tree, append(field, where...), err.Error(), known("{{.", sampleVerbal))
	}
	for _, value := range slices.Sorted(maps.Keys(v.Returns)) {
		if !slices.Contains(Returns[name], value) {
			return f.mistake(tree, append(field, "returns", value), "the verb returns nothing of that name", didYouMean(value, Returns[name]))
		}
		path := v.Returns[value].Path
		if _, err := jp.ParseString(path); err != nil || !strings.HasPrefix(path, "$") {
			return f.mistake(tree, append(field, "returns", value), fmt.Sprintf("%q is not a JSONPath", path), "write $.field, or { path: $.field, equals: VALUE }")
		}
	}
	for _, must := range required[name] {
		if _, ok := v.Returns[must]; !ok {
			return f.mistake(tree, append(field, "returns"), fmt.Sprintf("%s is missing", must), fmt.Sprintf("write returns: { %s: $.… }", must))
		}
	}
	return nil
}

// requestLine splits "POST /path".
func requestLine(s string) (method, path string, err error) {
	method, path, ok := strings.Cut(strings.TrimSpace(s), " ")
	path = strings.TrimSpace(path)
	if !ok || method == "" || method != strings.ToUpper(method) || !strings.HasPrefix(path, "/") {
		return "", "", fmt.Errorf("%q is not a method and a path", s)
	}
	return method, path, nil
}
