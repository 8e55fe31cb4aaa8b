package mockpass

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
)

//go:embed pages/*.html
var pageFiles embed.FS

// templates are the pages for browsers; each is self-contained.
var templates = template.Must(template.ParseFS(pageFiles, "pages/*.html"))

// page is an answer for a browser.
type page struct {
	code int
	file string
	data any
}

// loginForm is what the login page shows.
type loginForm struct {
	Provider string
	Code     string
	Accounts []Account
}

func loginPage(f loginForm) page       { return page{http.StatusOK, "login.html", f} }
func goodbyePage(provider string) page { return page{http.StatusOK, "goodbye.html", provider} }
func errorPage(e *Error) page          { return page{e.Status, "error.html", e} }

// reply renders the page. Nothing of it may be stored or framed, and it runs no script.
func (p page) reply() *reply {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, p.file, p.data); err != nil {
		panic(err) // the pages are part of the program
	}
	return &reply{status: p.code, body: b.Bytes(), header: http.Header{
		"Content-Type":            {"text/html"},
		"Cache-Control":           {"no-store"},
		"Content-Security-Policy": {"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"},
	}}
}
