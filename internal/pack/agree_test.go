package pack

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"testing"
)

// schemaNode is what the comparison needs of a schema.
type schemaNode struct {
	Type                 string                 `json:"type"`
	Properties           map[string]*schemaNode `json:"properties"`
	AdditionalProperties json.RawMessage        `json:"additionalProperties"`
	Required             []string               `json:"required"`
	Items                *schemaNode            `json:"items"`
	AnyOf                []*schemaNode          `json:"anyOf"`
	Enum                 []string               `json:"enum"`
	Const                any                    `json:"const"`
}

// The loader's structs and the schemas are written apart and must say the
// same: the same fields, the same of them required, the same kinds of values.
func TestSchemas_agreeWithTheStructs(t *testing.T) {
	for kind, file := range map[string]any{
		"pack": packFile{}, "roadmap": roadmapFile{}, "lesson": lessonFile{}, "graph": graphFile{},
		"exercise": exerciseFile{}, "near-miss": nearMissFile{}, "quiz": quizFile{},
		"glossary": glossaryFile{}, "moved": movedFile{},
	} {
		data, err := os.ReadFile("schema/" + kind + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var schema schemaNode
		if err := json.Unmarshal(data, &schema); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		agree(t, kind, &schema, reflect.TypeOf(file))
	}
}

func agree(t *testing.T, where string, schema *schemaNode, typ reflect.Type) {
	t.Helper()
	switch typ {
	case reflect.TypeFor[text]():
		if schema.Type != "string" && schema.Enum == nil {
			t.Errorf("%s: text here, %q in the schema", where, schema.Type)
		}
		return
	case reflect.TypeFor[number]():
		if schema.Type != "integer" && schema.Const == nil {
			t.Errorf("%s: a number here, %q in the schema", where, schema.Type)
		}
		return
	case reflect.TypeFor[flag]():
		if schema.Type != "boolean" {
			t.Errorf("%s: true or false here, %q in the schema", where, schema.Type)
		}
		return
	case reflect.TypeFor[pairs]():
		agreeMap(t, where, schema, reflect.TypeFor[text]())
		return
	case reflect.TypeFor[remotesFile]():
		agreeMap(t, where, schema, reflect.TypeFor[remoteFile]())
		return
	case reflect.TypeFor[oneOrMore]():
		agreeEither(t, where, schema, reflect.TypeFor[text]())
		return
	case reflect.TypeFor[otherwiseFile]():
		agreeEither(t, where, schema, reflect.TypeFor[caseFile]())
		return
	}
	if typ.Kind() == reflect.Slice {
		if schema.Type != "array" {
			t.Errorf("%s: a list here, %q in the schema", where, schema.Type)
			return
		}
		agree(t, where+"[]", schema.Items, typ.Elem())
		return
	}
	agreeStruct(t, where, schema, typ)
}

func agreeStruct(t *testing.T, where string, schema *schemaNode, typ reflect.Type) {
	t.Helper()
	if schema.Type != "object" || string(schema.AdditionalProperties) != "false" {
		t.Errorf("%s: the schema must be an object without other fields", where)
	}
	names := fieldNames(typ)
	for name := range schema.Properties {
		if !slices.Contains(names, name) {
			t.Errorf("%s.%s: only the schema has it", where, name)
		}
	}
	for _, f := range fieldsOf(typ) {
		property, ok := schema.Properties[f.name]
		if !ok {
			t.Errorf("%s.%s: the schema does not have it", where, f.name)
			continue
		}
		if f.required != slices.Contains(schema.Required, f.name) {
			t.Errorf("%s.%s: required here %t, in the schema %t", where, f.name, f.required, !f.required)
		}
		agree(t, where+"."+f.name, property, typ.Field(f.index).Type)
	}
}

func agreeMap(t *testing.T, where string, schema *schemaNode, value reflect.Type) {
	t.Helper()
	var inner schemaNode
	if err := json.Unmarshal(schema.AdditionalProperties, &inner); err != nil || schema.Type != "object" {
		t.Errorf("%s: free names here, not so in the schema", where)
		return
	}
	agree(t, where+".*", &inner, value)
}

func agreeEither(t *testing.T, where string, schema *schemaNode, item reflect.Type) {
	t.Helper()
	if len(schema.AnyOf) != 2 || schema.AnyOf[0].Type != "string" || schema.AnyOf[1].Type != "array" {
		t.Errorf("%s: a text or a list here, not so in the schema", where)
		return
	}
	agree(t, where+"[]", schema.AnyOf[1].Items, item)
}
