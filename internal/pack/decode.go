package pack

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"cairn/internal/course"
	"cairn/internal/nearest"
)

// The values that a file's struct is made of. Each knows its place, so that
// every later check can point at it.
type (
	text struct {
		Value string
		Pos   course.Position // of the first character
		Set   bool
	}
	number struct {
		Value int
		Pos   course.Position
		Set   bool
	}
	flag struct {
		Value bool
		Set   bool
	}
	// node is embedded in the struct of a mapping: where it begins.
	node struct {
		At course.Position
	}
	// pairs is a mapping from free names to texts, in the order of the file.
	pairs []pair
	pair  struct{ Key, Value text }
	// oneOrMore is one text or a list of them.
	oneOrMore []text
)

// custom is implemented by types that read themselves.
type custom interface {
	read(d *decoder, n ast.Node)
}

// decoder fills a struct from a document and notes everything that is wrong.
type decoder struct {
	doc   *document
	found *findings
}

// decode fills target, a pointer to a struct whose fields carry a `yaml` tag
// (name, then ",required" where the format demands it).
func decode(doc *document, target any, found *findings) {
	d := &decoder{doc: doc, found: found}
	d.value(doc.root, reflect.ValueOf(target).Elem(), "the file")
}

// into fills a struct that a custom type reads by itself.
func (d *decoder) into(n ast.Node, target any, name string) {
	d.mapping(n, reflect.ValueOf(target).Elem(), name)
}

func (d *decoder) value(n ast.Node, v reflect.Value, name string) {
	if c, ok := v.Addr().Interface().(custom); ok {
		c.read(d, n)
		return
	}
	switch target := v.Addr().Interface().(type) {
	case *text:
		*target = d.text(n, name)
		return
	case *number:
		if i, ok := n.(*ast.IntegerNode); ok {
			if value, err := strconv.Atoi(i.GetToken().Value); err == nil {
				*target = number{Value: value, Pos: d.doc.start(n), Set: true}
				return
			}
		}
		d.wrong(n, name, "a whole number")
		return
	case *flag:
		if b, ok := n.(*ast.BoolNode); ok {
			*target = flag{Value: b.Value, Set: true}
			return
		}
		d.wrong(n, name, "true or false")
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.mapping(n, v, name)
	case reflect.Slice:
		d.list(n, v, name)
	default:
		// The structs of files.go have no other kind; a test holds that.
		d.wrong(n, name, "something else")
	}
}

// text reads a scalar that is text. Numbers and the like need quotes, so that
// `1.10` and `no` stay what the author wrote.
func (d *decoder) text(n ast.Node, name string) text {
	switch v := n.(type) {
	case *ast.StringNode:
		return text{Value: v.Value, Pos: d.doc.content(n), Set: true}
	case *ast.LiteralNode:
		return text{Value: v.Value.Value, Pos: d.doc.content(n), Set: true}
	case *ast.NullNode:
		d.found.add(d.doc.start(n), "%s has no value", name)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		d.found.add(d.doc.start(n), "%s must be text; put %s in quotes", name, n.GetToken().Value)
	default:
		d.wrong(n, name, "text")
	}
	return text{Pos: d.doc.start(n)}
}

func (d *decoder) list(n ast.Node, v reflect.Value, name string) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		d.wrong(n, name, "a list")
		return
	}
	list := reflect.MakeSlice(v.Type(), len(seq.Values), len(seq.Values))
	for i, item := range seq.Values {
		d.value(item, list.Index(i), "an item of "+name)
	}
	v.Set(list)
}

func (d *decoder) mapping(n ast.Node, v reflect.Value, name string) {
	entries, ok := entriesOf(n)
	if !ok {
		d.wrong(n, name, "a mapping of "+strings.Join(fieldNames(v.Type()), ", "))
		return
	}
	v.FieldByName("At").Set(reflect.ValueOf(d.doc.start(n)))
	fields := fieldsOf(v.Type())
	seen := map[string]bool{}
	for _, entry := range entries {
		key, _ := keyText(entry.Key)
		field, known := find(fields, key)
		if !known {
			d.unknown(entry.Key, key, fieldNames(v.Type()))
			continue
		}
		seen[key] = true
		d.value(entry.Value, v.Field(field.index), key)
	}
	for _, field := range fields {
		if !field.required {
			continue
		}
		if !seen[field.name] {
			d.found.add(d.doc.start(n), "%q is missing", field.name)
		} else if t, ok := v.Field(field.index).Interface().(text); ok && t.Set && strings.TrimSpace(t.Value) == "" {
			d.found.add(t.Pos, "%q is empty", field.name)
		}
	}
}

func (d *decoder) unknown(key ast.Node, name string, known []string) {
	if meant, ok := nearest.Of(name, known); ok {
		d.found.add(d.doc.start(key), "unknown field %q; did you mean %q?", name, meant)
		return
	}
	d.found.add(d.doc.start(key), "unknown field %q; there are %s", name, strings.Join(known, ", "))
}

func (d *decoder) wrong(n ast.Node, name, want string) {
	if _, null := n.(*ast.NullNode); null {
		d.found.add(d.doc.start(n), "%s has no value; write %s", name, want)
		return
	}
	d.found.add(d.doc.start(n), "%s must be %s", name, want)
}

func (p *pairs) read(d *decoder, n ast.Node) {
	entries, ok := entriesOf(n)
	if !ok {
		d.wrong(n, "this", "a mapping of names to texts")
		return
	}
	for _, entry := range entries {
		key, _ := keyText(entry.Key)
		*p = append(*p, pair{
			Key:   text{Value: key, Pos: d.doc.start(entry.Key), Set: true},
			Value: d.text(entry.Value, key),
		})
	}
}

func (o *oneOrMore) read(d *decoder, n ast.Node) {
	if seq, ok := n.(*ast.SequenceNode); ok {
		for _, item := range seq.Values {
			*o = append(*o, d.text(item, "an item"))
		}
		return
	}
	if one := d.text(n, "this"); one.Set {
		*o = append(*o, one)
	}
}

// field is one field of a file's struct.
type field struct {
	name     string
	index    int
	required bool
}

func fieldsOf(t reflect.Type) []field {
	var fields []field
	for i := range t.NumField() {
		tag, ok := t.Field(i).Tag.Lookup("yaml")
		if !ok {
			continue
		}
		name, option, _ := strings.Cut(tag, ",")
		fields = append(fields, field{name: name, index: i, required: option == "required"})
	}
	return fields
}

func fieldNames(t reflect.Type) []string {
	var names []string
	for _, f := range fieldsOf(t) {
		names = append(names, f.name)
	}
	return names
}

func find(fields []field, name string) (field, bool) {
	for _, f := range fields {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}
