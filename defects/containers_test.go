package defects

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	known "github.com/passproof/passproof/harness/reference/defects"
)

// networked are the defects that have to do with networks, certificates and what survives
// a restart: what a container could change about a service.
var networked = []string{
	"address-for-a-minute", "replicas-out-of-phase", "address-for-good", "address-at-boot", "address-by-ttl", "pinned", "no-timeout",
	"trusting", "any-host", "plain-http", "forgetful", "forgetful-of-tokens",
}

// inContainers are certifications of the reference service in a container: with each of
// those defects, and without any.
func inContainers() []contained {
	cases := []contained{{name: "none", defect: known.Defect{Name: "none"}}}
	for _, d := range known.All {
		if slices.Contains(networked, d.Name) {
			cases = append(cases, contained{name: d.Name, defect: d, flags: decide(d.Breaks...)})
		}
	}
	return cases
}

type contained struct {
	name   string
	defect known.Defect
	flags  []string
}

// deciding are the scenarios that decide the rules of networks and of restarts: a part of
// their text.
var deciding = map[string]string{
	"NET-DNS-TTL": "asks for its address", "NET-DNS-REROUTE": "Adobe moves away", "NET-HTTPS": "calls nobody who",
	"REG-CREDENTIALS-PERSIST": "restart", "REG-TOKEN-PERSIST": "restart", "HDR-DEVICE-ID-STABLE": "restart",
}

// decide plays what decides these rules, and judges by all in deciding.
func decide(ids ...string) []string {
	flags := []string{"--rule", strings.Join(slices.Sorted(maps.Keys(deciding)), ",")}
	for _, id := range ids {
		flags = append(flags, "--focus", deciding[id])
	}
	return flags
}

// TestContainers wants the verdicts that the service gets as a process. Where no container
// engine answers it is left out, unless PASSPROOF_ENGINE=required says that one does.
func TestContainers(t *testing.T) {
	t.Parallel() // with its like: certifications mostly wait
	if !*containers {
		t.Skip("make defects runs it: it takes minutes")
	}
	needEngine(t)
	bin, err := contain()
	if err != nil {
		t.Fatal(err)
	}
	cases := inContainers()
	if len(cases) != len(networked)+1 {
		t.Errorf("%d certifications for %d defects: is one of them known by another name?", len(cases), len(networked))
	}
	for round := range *rounds {
		for _, c := range cases {
			if *only != "" && *only != c.name {
				continue
			}
			t.Run(strings.Repeat("again ", round)+c.name, func(t *testing.T) {
				t.Parallel()
				defer seat()()
				var arguments []string
				if c.defect.Name != "none" {
					arguments = []string{"--defect", c.defect.Name}
				}
				got, text := certify(t, bin, configure(t, bin, arguments, func(file map[string]any) { c.put(file, bin) }), c.flags...)
				compare(t, c.defect, got, text)
			})
		}
	}
}

// needEngine skips a test where no container engine answers.
func needEngine(t *testing.T) {
	t.Helper()
	if out, err := exec.Command("docker", "info").CombinedOutput(); err != nil {
		if os.Getenv("PASSPROOF_ENGINE") == "required" {
			t.Fatalf("docker info: %v\n%s", err, out)
		}
		t.Skip("no container engine answers; .ci/engine make defects starts one")
	}
}

// put puts the service of a configuration into a container.
func (c *contained) put(file map[string]any, bin string) {
	service, _ := file["subject"].(map[string]any)
	command, _ := service["command"].([]any)
	delete(service, "dir")
	service["name"] = c.name                                                                  // and so has its image a name of its own
	service["command"], service["dockerfile"] = command[1:], filepath.Join(bin, "Dockerfile") // the image knows the program
}

// contain puts beside the programs what an image of the reference service is built from.
var contain = sync.OnceValues(func() (string, error) {
	bin, err := programs()
	if err != nil {
		return "", err
	}
	text := "FROM scratch\nCOPY programmer /programmer\nUSER 65532:65532\nEXPOSE 8080\nENTRYPOINT [\"/programmer\"]\n"
	if err := os.WriteFile(filepath.Join(bin, "Dockerfile"), []byte(text), 0o600); err != nil {
		return "", err
	}
	return bin, os.WriteFile(filepath.Join(bin, ".dockerignore"), []byte("*\n!programmer\n!Dockerfile\n"), 0o600)
})
