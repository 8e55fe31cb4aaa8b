package specs

import (
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// compile makes a shape of a schema. false: the schema says something that shapes do
// not know, and kin-openapi must be asked each time.
func compile(ref *openapi3.SchemaRef) (shape, bool) { return compileBelow(ref, nil) }

// compileBelow is compile with the schemas on the way to this one: one that holds
// itself would never end.
func compileBelow(ref *openapi3.SchemaRef, above []*openapi3.Schema) (shape, bool) {
	if ref == nil || ref.Value == nil || slices.Contains(above, ref.Value) {
		return nil, false
	}
	above = append(slices.Clip(above), ref.Value)
	rest := *ref.Value // what is understood is taken out of it; what is left over is not
	rest.Title, rest.Description, rest.Example, rest.Examples = "", "", nil, nil
	rest.ExternalDocs, rest.Deprecated, rest.Extensions, rest.Origin = nil, false, nil, nil
	null := rest.Nullable
	rest.Nullable = false
	s, ok := compileTyped(&rest, above)
	if !ok || !reflect.ValueOf(rest).IsZero() {
		return nil, false
	}
	if a, isAny := s.(anyShape); isAny {
		a.null = null
		return a, true
	}
	if null {
		return nullable{s}, true
	}
	return s, true
}

func compileTyped(rest *openapi3.Schema, above []*openapi3.Schema) (shape, bool) {
	if rest.Type == nil {
		if len(rest.OneOf) > 0 {
			return compileOneOf(rest, above)
		}
		return anyShape{}, true
	}
	if len(*rest.Type) != 1 {
		return nil, false
	}
	kind := (*rest.Type)[0]
	rest.Type = nil
	switch kind {
	case openapi3.TypeString:
		return compileText(rest)
	case openapi3.TypeInteger, openapi3.TypeNumber:
		return compileNumber(rest, kind == openapi3.TypeInteger)
	case openapi3.TypeBoolean:
		return compileFlag(rest)
	case openapi3.TypeArray:
		return compileList(rest, above)
	case openapi3.TypeObject:
		return compileObject(rest, above)
	}
	return nil, false
}

func compileText(rest *openapi3.Schema) (*textShape, bool) {
	s := &textShape{most: -1, least: int(min(rest.MinLength, longest))}
	if rest.MaxLength != nil {
		s.most = int(min(*rest.MaxLength, longest))
	}
	for _, v := range rest.Enum {
		text, ok := v.(string)
		if !ok {
			return nil, false
		}
		s.enum = append(s.enum, text)
	}
	if strings.Contains(rest.Pattern, `\u`) {
		return nil, false // kin-openapi rewrites these
	}
	if rest.Pattern != "" {
		pattern, err := regexp.Compile(rest.Pattern)
		if err != nil {
			return nil, false
		}
		s.pattern = pattern
	}
	s.format = openapi3.SchemaStringFormats[rest.Format]
	rest.MinLength, rest.MaxLength, rest.Enum, rest.Pattern, rest.Format = 0, nil, nil, "", ""
	return s, true
}

func compileNumber(rest *openapi3.Schema, whole bool) (shape, bool) {
	s := &numberShape{least: math.Inf(-1), most: math.Inf(1), whole: whole}
	switch {
	case rest.Format == "":
	case rest.Format == "int64" && whole:
		s.least, s.most = math.MinInt64, math.MaxInt64
	default:
		return nil, false
	}
	if rest.Min != nil {
		s.least = max(s.least, *rest.Min)
	}
	if rest.Max != nil {
		s.most = min(s.most, *rest.Max)
	}
	for _, v := range rest.Enum {
		number, ok := v.(float64)
		if !ok {
			return nil, false
		}
		s.enum = append(s.enum, number)
	}
	rest.Format, rest.Min, rest.Max, rest.Enum = "", nil, nil, nil
	return s, true
}

func compileFlag(rest *openapi3.Schema) (shape, bool) {
	s := flagShape{yes: len(rest.Enum) == 0, no: len(rest.Enum) == 0}
	for _, v := range rest.Enum {
		flag, ok := v.(bool)
		if !ok {
			return nil, false
		}
		s.yes, s.no = s.yes || flag, s.no || !flag
	}
	rest.Enum = nil
	return s, true
}

func compileList(rest *openapi3.Schema, above []*openapi3.Schema) (shape, bool) {
	s := &listShape{least: int(min(rest.MinItems, longest)), most: -1, differ: rest.UniqueItems}
	if rest.MaxItems != nil {
		s.most = int(min(*rest.MaxItems, longest))
	}
	var ok bool
	if s.items, ok = compileBelow(rest.Items, above); !ok {
		return nil, false
	}
	if _, texts := s.items.(*textShape); s.differ && !texts {
		return nil, false
	}
	rest.MinItems, rest.MaxItems, rest.UniqueItems, rest.Items = 0, nil, false, nil
	return s, true
}

func compileObject(rest *openapi3.Schema, above []*openapi3.Schema) (shape, bool) {
	s := &objectShape{members: map[string]member{}, least: int(min(rest.MinProps, longest)), required: len(rest.Required)}
	if also := rest.AdditionalProperties; also.Schema != nil {
		others, ok := compileBelow(also.Schema, above)
		if !ok {
			return nil, false
		}
		s.others = others
	} else if also.Has == nil || *also.Has {
		s.others = anyShape{null: true}
	}
	for name, ref := range rest.Properties {
		one, ok := compileBelow(ref, above)
		if !ok {
			return nil, false
		}
		s.members[name] = member{one, slices.Contains(rest.Required, name)}
	}
	for i, name := range rest.Required {
		if slices.Contains(rest.Required[:i], name) {
			return nil, false
		}
		if _, named := s.members[name]; !named {
			s.members[name] = member{s.others, true}
		}
	}
	rest.AdditionalProperties, rest.Properties, rest.Required, rest.MinProps = openapi3.AdditionalProperties{}, nil, nil, 0
	return s, true
}

// compileOneOf wants objects to choose from, of which none can be null.
func compileOneOf(rest *openapi3.Schema, above []*openapi3.Schema) (shape, bool) {
	var all oneShape
	byRef := map[string]shape{}
	for _, ref := range rest.OneOf {
		one, ok := compileBelow(ref, above)
		if _, object := one.(*objectShape); !ok || !object || ref.Ref != "" && byRef[ref.Ref] != nil {
			return nil, false
		}
		all = append(all, one)
		byRef[ref.Ref] = one
	}
	choice := rest.Discriminator
	rest.OneOf, rest.Discriminator = nil, nil
	if choice == nil {
		return all, true
	}
	s := &chosenShape{by: choice.PropertyName, shapes: map[string]shape{}}
	for name, to := range choice.Mapping {
		if s.shapes[name] = byRef[to.Ref]; to.Ref == "" || s.shapes[name] == nil {
			return nil, false
		}
	}
	return s, len(s.shapes) > 0
}
