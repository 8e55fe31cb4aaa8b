package defects

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/passproof/passproof/harness/reference/variants"
)

var (
	runVariants = flag.Bool("variants", false, "certify every correct variant of the reference service: minutes")
	rounds      = flag.Int("rounds", 1, "how often; from the second round on a random half of the variants")
	seed        = flag.Uint64("seed", 1, "of the random halves")
)

// TestVariants wants that no MUST is broken by a service that is right in another way
// than the reference service, and that nothing warns but what may.
func TestVariants(t *testing.T) {
	t.Parallel() // with its like: certifications mostly wait
	if !*runVariants {
		t.Skip("make defects runs it: it takes minutes")
	}
	bin, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	dice := rand.New(rand.NewPCG(*seed, 0))
	for round := range *rounds {
		chosen := slices.Clone(variants.All)
		if round > 0 {
			dice.Shuffle(len(chosen), func(i, j int) { chosen[i], chosen[j] = chosen[j], chosen[i] })
			chosen = chosen[:(len(chosen)+1)/2]
		}
		for _, v := range chosen {
			t.Run(fmt.Sprintf("%d/%s", round+1, v.Name), func(t *testing.T) {
				t.Parallel()
				defer seat()()
				got, text := certify(t, bin, configure(t, bin, []string{"--variant", v.Name}, func(file map[string]any) { lack(file, v) }))
				for _, id := range slices.Sorted(maps.Keys(got)) {
					switch {
					case got[id] == "FAIL", got[id] == "ERROR", got[id] == "WARN" && !slices.Contains(v.Warns, id):
						t.Errorf("%s: %s is %s", v.Name, id, got[id])
					}
				}
				if t.Failed() {
					t.Log(text)
				}
			})
		}
	}
}

// lack takes from a configuration what a variant does not have. Names matter to those that
// are right in another way on the wire.
func lack(file map[string]any, v variants.Variant) {
	if v.Wire == nil {
		nameless(file)
	}
	features, _ := file["features"].([]any)
	file["features"] = slices.DeleteFunc(features, func(f any) bool {
		name, _ := f.(string)
		return slices.Contains(v.Without, name)
	})
	app, _ := file["app"].(map[string]any)
	verbs, _ := app["verbs"].(map[string]any)
	for _, name := range v.Verbs {
		delete(verbs, name)
	}
}
