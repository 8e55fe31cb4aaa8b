// Command service is a service for tests of containers: it counts its starts, in the
// volume and elsewhere, tells who it is, calls Adobe Pass, and ends as it is told to.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	if why := os.Getenv("FAIL"); why != "" {
		fmt.Println(why)
		os.Exit(7)
	}
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGTERM)
	go func() {
		for range told {
			if os.Getenv("STUBBORN") == "" {
				fmt.Println("ends")
				os.Exit(0)
			}
		}
	}()
	volume, elsewhere := os.Getenv("STATE")+"/starts", "/own/starts"
	count(volume)
	count(elsewhere)
	http.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	http.HandleFunc("GET /starts", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, "volume %s, elsewhere %s", text(volume), text(elsewhere))
	})
	http.HandleFunc("GET /self", func(w http.ResponseWriter, _ *http.Request) {
		name, _ := os.Hostname()
		_, _ = fmt.Fprint(w, name)
	})
	http.HandleFunc("GET /file", func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprint(w, text(r.FormValue("path"))) })
	http.HandleFunc("GET /die", func(http.ResponseWriter, *http.Request) { os.Exit(3) })
	http.HandleFunc("GET /adobe", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, call(os.Getenv("ADOBE")+"/there")) })
	http.HandleFunc("GET /dial", func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprint(w, dial(r.FormValue("at"), r.FormValue("for")))
	})
	fmt.Println("listening on", os.Getenv("LISTEN"))
	fmt.Println(http.ListenAndServe(os.Getenv("LISTEN"), nil))
}

// count writes one more x.
func count(file string) {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	_, _ = f.WriteString("x")
}

func text(file string) string {
	b, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// dial is what becomes of a connection on which somebody waits for so long.
func dial(at, patience string) string {
	long, err := time.ParseDuration(patience)
	if err != nil {
		return err.Error()
	}
	c, err := net.Dial("tcp", at)
	if err != nil {
		return err.Error()
	}
	defer c.Close()
	_, _ = c.Write([]byte("hello"))
	_ = c.SetReadDeadline(time.Now().Add(long))
	_, err = c.Read(make([]byte, 1))
	return fmt.Sprint("read: ", err)
}

// call is what Adobe Pass answers, or why it does not.
func call(url string) string {
	client := &http.Client{Timeout: 20 * time.Second}
	r, err := client.Get(url)
	if err != nil {
		return err.Error()
	}
	defer r.Body.Close()
	b, _ := io.ReadAll(r.Body)
	return string(b)
}
