package pack

import (
	"encoding/json"
	"strconv"

	"github.com/goccy/go-yaml/ast"

	"cairn/internal/course"
)

// Document is one YAML file of a pack as plain values that keep their places:
// what a schema is checked against.
type Document struct{ doc *document }

// Parse reads the YAML file at path from data. For a lesson (a name that ends
// in .md) that is its front matter. Without a document there are findings.
func Parse(path string, data []byte) (*Document, []Finding) {
	var found findings
	var doc *document
	if isLesson(path) {
		front, _, ok := cutFront(path, data, &found)
		if ok {
			doc = parseYAML(path, front, 1, &found)
		}
	} else {
		doc = parseYAML(path, data, 0, &found)
	}
	if doc == nil {
		return nil, found.sorted()
	}
	return &Document{doc: doc}, nil
}

// Value gives the document as encoding/json would: maps, slices, strings,
// json.Number, bool and nil.
func (d *Document) Value() any { return valueOf(d.doc.root) }

// At gives the place of the value that the path of keys and indexes leads to,
// or of the nearest thing around it.
func (d *Document) At(location []string) course.Position {
	node := d.doc.root
	pos := d.doc.start(node)
	for _, step := range location {
		next := child(node, step)
		if next == nil {
			return pos
		}
		node, pos = next, d.doc.start(next)
	}
	return pos
}

// Key gives the place of a key of the mapping at location.
func (d *Document) Key(location []string, key string) course.Position {
	node := d.doc.root
	for _, step := range location {
		if next := child(node, step); next != nil {
			node = next
		}
	}
	entries, _ := entriesOf(node)
	for _, entry := range entries {
		if name, _ := keyText(entry.Key); name == key {
			return d.doc.start(entry.Key)
		}
	}
	return d.At(location)
}

func child(n ast.Node, step string) ast.Node {
	if seq, ok := n.(*ast.SequenceNode); ok {
		i, err := strconv.Atoi(step)
		if err != nil || i < 0 || i >= len(seq.Values) {
			return nil
		}
		return seq.Values[i]
	}
	entries, _ := entriesOf(n)
	for _, entry := range entries {
		if name, _ := keyText(entry.Key); name == step {
			return entry.Value
		}
	}
	return nil
}

func valueOf(n ast.Node) any {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value
	case *ast.LiteralNode:
		return v.Value.Value
	case *ast.IntegerNode:
		if _, err := strconv.Atoi(v.GetToken().Value); err == nil {
			return json.Number(v.GetToken().Value)
		}
		return v.GetToken().Value
	case *ast.FloatNode:
		return v.Value
	case *ast.BoolNode:
		return v.Value
	case *ast.SequenceNode:
		list := make([]any, len(v.Values))
		for i, item := range v.Values {
			list[i] = valueOf(item)
		}
		return list
	}
	entries, ok := entriesOf(n)
	if !ok {
		return nil
	}
	m := make(map[string]any, len(entries))
	for _, entry := range entries {
		key, _ := keyText(entry.Key)
		m[key] = valueOf(entry.Value)
	}
	return m
}
