// Command replicas is a Programmer Service for tests that remembers nothing itself: what it
// knows of a device is in a file that its replicas share, and that each call has to itself.
//
//	replicas HOST:PORT STATE_FOLDER    (ADOBE, STATEMENT and PROGRAMMER in the environment)
//
// KEEP says for how long it keeps the address of Adobe Pass, such as 60s; its second replica
// forgets the first one after half of that, so that the two are out of phase.
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

func main() {
	folder := os.Args[2]
	if err := keepAddresses(folder); err != nil {
		fatal(err)
	}
	http.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	for pattern, verb := range map[string]func(*device, question) (any, error){
		"GET /status": status, "GET /mvpds": providers, "POST /login": login, "POST /returned": status, "POST /play": play, "POST /logout": logout,
	} {
		http.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			answer, err := serve(folder, r, verb)
			if err != nil {
				fmt.Println(r.URL.Path, err)
				answer = map[string]any{"error": err.Error()}
			}
			_ = json.NewEncoder(w).Encode(answer)
		})
	}
	fmt.Println("listening on", os.Args[1])
	fatal(http.ListenAndServe(os.Args[1], nil))
}

func fatal(err error) {
	fmt.Println(err)
	os.Exit(1)
}

// record is what is kept of a device.
type record struct {
	ID, Secret, Token string
	Until             time.Time // when the token is replaced
	MVPD              string    // of the profile; empty: there is none
	Ends              time.Time // of the profile
}

// device is one during a call.
type device struct {
	record
	key, address, info string
}

// question is what an app may say.
type question struct{ MVPD, Redirect, Resource string }

// serve answers one call. Nobody else, in any replica, has the device meanwhile.
func serve(folder string, r *http.Request, verb func(*device, question) (any, error)) (any, error) {
	d := &device{key: r.Header.Get("X-Device-Key"), address: r.Header.Get("X-Forwarded-For"), info: r.Header.Get("X-Device-Description")}
	file, err := os.OpenFile(filepath.Join(folder, fingerprint(d.key)+".json"), os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if err := unix.Flock(int(file.Fd()), unix.LOCK_EX); err != nil {
		return nil, err
	}
	_ = json.NewDecoder(file).Decode(&d.record) // nothing is known of a new device
	var q question
	_ = json.NewDecoder(r.Body).Decode(&q) // some calls say nothing
	answer, err := verb(d, q)
	text, _ := json.Marshal(d.record)
	if err := file.Truncate(0); err != nil {
		return nil, err
	}
	if _, err := file.WriteAt(text, 0); err != nil {
		return nil, err
	}
	return answer, err
}

// signedIn looks for a profile where none is known.
func signedIn(d *device) (bool, error) {
	if d.MVPD != "" && time.Now().Before(d.Ends) {
		return true, nil
	}
	var found struct {
		Profiles map[string]struct{ NotAfter int64 }
	}
	d.MVPD = ""
	err := call(d, http.MethodGet, "/profiles", nil, "", &found)
	for mvpd, p := range found.Profiles {
		d.MVPD, d.Ends = mvpd, time.UnixMilli(p.NotAfter)
	}
	return d.MVPD != "", err
}

func status(d *device, _ question) (any, error) {
	in, err := signedIn(d)
	return map[string]any{"signedIn": in, "mvpd": d.MVPD}, err
}

func providers(d *device, _ question) (any, error) {
	var all struct {
		Requestor struct{ MVPDs []struct{ ID string } }
	}
	err := call(d, http.MethodGet, "/configuration", nil, "", &all)
	ids := []string{}
	for _, m := range all.Requestor.MVPDs {
		ids = append(ids, m.ID)
	}
	return map[string]any{"ids": ids}, err
}

func login(d *device, q question) (any, error) {
	if in, err := signedIn(d); in || err != nil {
		return map[string]any{"signedIn": in}, err
	}
	var s struct{ Code, URL string }
	form := values("domainName", "example.com", "redirectUrl", q.Redirect, "mvpd", q.MVPD)
	err := call(d, http.MethodPost, "/sessions", form, "application/x-www-form-urlencoded", &s)
	return map[string]any{"code": s.Code, "url": absolute(s.URL), "signedIn": false}, err
}

func play(d *device, q question) (any, error) {
	if in, err := signedIn(d); !in || err != nil {
		return map[string]any{"allowed": false, "next": "sign-in"}, err
	}
	var got struct {
		Decisions []struct {
			Authorized bool
			Token      struct{ SerializedToken string }
		}
	}
	body, _ := json.Marshal(map[string]any{"resources": []string{q.Resource}})
	err := call(d, http.MethodPost, "/decisions/authorize/"+d.MVPD, body, "application/json", &got)
	if err != nil || len(got.Decisions) == 0 {
		return map[string]any{"allowed": false}, err
	}
	return map[string]any{"allowed": got.Decisions[0].Authorized, "token": got.Decisions[0].Token.SerializedToken}, nil
}

func logout(d *device, q question) (any, error) {
	mvpd := d.MVPD
	if mvpd == "" {
		return map[string]any{"done": true}, nil
	}
	var all struct {
		Logouts map[string]struct{ URL string }
	}
	err := call(d, http.MethodGet, "/logout/"+mvpd+"?"+string(values("redirectUrl", q.Redirect)), nil, "", &all)
	if err == nil {
		d.MVPD = ""
	}
	return map[string]any{"done": err == nil, "url": absolute(all.Logouts[mvpd].URL)}, err
}
