package control_test

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/stage"
)

// TestDocument_KnowsDirections wants the document to have a property for each thing
// that can be directed, and no other.
func TestDocument_KnowsDirections(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromData(control.Document)
	if err != nil {
		t.Fatal(err)
	}
	direction := doc.Components.Schemas["Direction"].Value
	for name, c := range map[string]struct {
		schema *openapi3.Schema
		typ    reflect.Type
	}{
		"direction": {direction, reflect.TypeFor[stage.Direction]()},
		"match":     {direction.Properties["match"].Value, reflect.TypeFor[stage.Match]()},
		"do":        {direction.Properties["do"].Value, reflect.TypeFor[stage.Do]()},
	} {
		var want, got []string
		for i := range c.typ.NumField() {
			field, _, _ := strings.Cut(c.typ.Field(i).Tag.Get("json"), ",")
			want = append(want, field)
		}
		for property := range c.schema.Properties {
			got = append(got, property)
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s: the document has %v, the type %v", name, got, want)
		}
	}
}

// TestClient_DirectsEverything wants each effect to come through as it was sent, and
// to be as the document says.
func TestClient_DirectsEverything(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromData(control.Document)
	if err != nil {
		t.Fatal(err)
	}
	s := start(t)
	c, ctx := &control.Client{URL: s.URL}, context.Background()
	for _, d := range []stage.Direction{
		{Do: stage.Do{Error: "internal_server_error", Details: "why", Truncate: true, Delay: "1s", Jitter: "1s"}, Seed: 7, Probability: 0.25, Times: 3},
		{Match: stage.Match{Operations: []string{"authorize"}, Nth: 2}, Do: stage.Do{Deny: "network_received_error", Timestamps: "string", Cut: "body"}},
		{Match: stage.Match{Devices: []string{"tv"}}, Do: stage.Do{Status: 503, Body: "x", Header: map[string]string{"A": "b"}, Bandwidth: 10, NotJSON: true}},
		{Do: stage.Do{Revoke: true}}, {Do: stage.Do{Expire: true}}, {Do: stage.Do{Cut: "before"}},
		{Do: stage.Do{Lifetime: "9s", ExtraFields: true, URLs: "absolute"}}, {Do: stage.Do{Permit: true}},
	} {
		id, err := c.Direct(ctx, d)
		if err != nil {
			t.Errorf("%+v: %v", d, err)
			continue
		}
		d.ID = id
		all, err := c.Directions(ctx)
		if err != nil || !reflect.DeepEqual(all[len(all)-1], d) {
			t.Errorf("got %+v, want %+v (%v)", all[len(all)-1], d, err)
		}
		var sent any
		text, _ := json.Marshal(d)
		_ = json.Unmarshal(text, &sent)
		if err := doc.Components.Schemas["Direction"].Value.VisitJSON(sent); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
