package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/term"

	"github.com/passproof/passproof/harness/certification"
	"github.com/passproof/passproof/scenarios"
)

// progress tells on a terminal how far a run is. In a pipe it is silent.
type progress struct {
	w     io.Writer
	live  bool
	start time.Time
	guess time.Duration // how long the run before took; 0: unknown
	stop  chan struct{}
	ended chan struct{}
	steps chan string
}

func newProgress(f *os.File, quiet bool, guess time.Duration) *progress {
	p := &progress{w: f, guess: guess, live: !quiet && term.IsTerminal(int(f.Fd())), start: time.Now(),
		stop: make(chan struct{}), ended: make(chan struct{}), steps: make(chan string, 1)}
	if p.live {
		go p.draw()
	}
	return p
}

// step notes that a scenario has ended.
func (p *progress) step(done, all int, o certification.Outcome) {
	if p.live {
		p.steps <- fmt.Sprintf("%d of %d scenarios, last: %s %s", done, all, o.Scenario, o.State)
	}
}

// draw rewrites one line each second and at each step until end.
func (p *progress) draw() {
	defer close(p.ended)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	last := "scenarios are playing"
	for {
		select {
		case <-p.stop:
			_, _ = fmt.Fprint(p.w, "\r\x1b[K")
			return
		case last = <-p.steps:
		case <-tick.C:
		}
		line := fmt.Sprintf("%.0fs", time.Since(p.start).Seconds())
		if p.guess > 0 {
			line += fmt.Sprintf(" of about %.0fs", p.guess.Seconds())
		}
		line += ": " + last
		if len(line) > 78 {
			line = line[:78]
		}
		_, _ = fmt.Fprint(p.w, "\r\x1b[K"+line)
	}
}

// lastReport is what the report of the run before says of its length; nothing if there is none.
type lastReport struct {
	Started, Ended time.Time
	Depth          string
	Scenarios      []struct {
		Name    string
		Seconds float64
	}
}

func readLast(out string) (r lastReport) {
	text, err := os.ReadFile(filepath.Join(out, "report.json"))
	if err != nil || json.Unmarshal(text, &r) != nil {
		return lastReport{}
	}
	return r
}

// lastRun is how long the run of that depth took whose report lies in the folder; 0 if there is none.
func lastRun(out, depth string) time.Duration {
	r := readLast(out)
	if r.Depth != depth {
		return 0
	}
	return r.Ended.Sub(r.Started)
}

// lasted tells how long scenarios took in the run whose report lies in the folder, or else
// with the reference service; 0 for those that neither knows.
func lasted(out string) func(scenario string) time.Duration {
	took := scenarios.Lengths()
	for _, s := range readLast(out).Scenarios {
		took[s.Name] = time.Duration(s.Seconds * float64(time.Second))
	}
	return func(scenario string) time.Duration { return took[scenario] }
}

// end takes the line away.
func (p *progress) end() {
	if p.live {
		close(p.stop)
		<-p.ended
	}
}
