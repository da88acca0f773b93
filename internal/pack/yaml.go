package pack

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"cairn/internal/course"
)

// The limits of one YAML file. The size is the format's; lines, their length
// and depth keep the parser from hanging on a hostile file that is small
// enough: its time grows with their square (500,000 quotes in one line took
// goccy/go-yaml 1.19.2 six seconds).
const (
	maxYAMLBytes = 1 << 20
	maxYAMLLines = 10_000
	maxYAMLLine  = 16 << 10
	maxYAMLDepth = 32
)

// document is one YAML text with what is needed to point into it.
type document struct {
	path  string
	lines []string
	// before counts the lines of the file above the text: front matter begins
	// on the second.
	before int
	root   ast.Node
}

// parseYAML reads text as one YAML document. What is wrong goes to found, and
// the document is nil when nothing of it can be used.
func parseYAML(path string, text []byte, before int, found *findings) *document {
	doc := &document{path: path, before: before}
	top := course.Position{Path: path, Line: before + 1, Col: 1}
	if what := refuse(text); what != "" {
		found.add(top, "%s", what)
		return nil
	}
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	doc.lines = strings.Split(string(text), "\n")
	file, err := parseGuarded(text)
	if err != nil {
		var syntax yaml.Error
		if errors.As(err, &syntax) && syntax.GetToken() != nil {
			at := syntax.GetToken().Position
			found.add(doc.at(at.Line, at.Column), "not valid YAML: %s", syntax.GetMessage())
		} else {
			found.add(top, "not valid YAML: %v", err)
		}
		return nil
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		found.add(top, "holds %s; write one YAML mapping", count(len(file.Docs), file.Docs))
		return nil
	}
	doc.root = file.Docs[0].Body
	if !doc.plain(doc.root, 0, found) {
		return nil
	}
	return doc
}

// parseGuarded turns a panic of the parser into an error: a broken pack must
// never end the program.
func parseGuarded(text []byte) (file *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			file, err = nil, fmt.Errorf("the YAML parser gave up: %v", r)
		}
	}()
	return parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
}

func count(n int, docs []*ast.DocumentNode) string {
	if n > 1 && docs[0].Body != nil {
		return fmt.Sprintf("%d YAML documents", n)
	}
	return "nothing"
}

// refuse says why a text is not even parsed.
func refuse(text []byte) string {
	switch {
	case len(text) > maxYAMLBytes:
		return fmt.Sprintf("is %d bytes long; a YAML file may have %d", len(text), maxYAMLBytes)
	case !utf8.Valid(text):
		return "is not UTF-8 text"
	case bytes.IndexByte(text, 0) >= 0:
		return "holds a NUL byte"
	case bytes.Count(text, []byte("\n")) > maxYAMLLines:
		return fmt.Sprintf("has more than %d lines", maxYAMLLines)
	}
	for line := range bytes.Lines(text) {
		if len(line) > maxYAMLLine {
			return fmt.Sprintf("has a line of more than %d bytes", maxYAMLLine)
		}
	}
	return ""
}

// at gives a place of the file from a place of the text.
func (d *document) at(line, col int) course.Position {
	return course.Position{Path: d.path, Line: line + d.before, Col: max(col, 1)}
}

// start gives the place where a node begins. A mapping's own token is its
// first colon, so its first key is asked instead.
func (d *document) start(n ast.Node) course.Position {
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	if n == nil || n.GetToken() == nil {
		return d.at(1, 1)
	}
	at := n.GetToken().Position
	return d.at(at.Line, at.Column)
}

// content gives the place of a scalar's first character: below the indicator
// for a block, after the quote for a quoted text.
func (d *document) content(n ast.Node) course.Position {
	pos := d.start(n)
	switch v := n.(type) {
	case *ast.LiteralNode:
		line := pos.Line - d.before // of the text, from 1; the block begins on the next
		for _, l := range d.lines[min(line, len(d.lines)):] {
			if trimmed := strings.TrimLeft(l, " "); trimmed != "" {
				return d.at(line+1, len(l)-len(trimmed)+1)
			}
		}
		return d.at(line+1, 1)
	case *ast.StringNode:
		if text := v.GetToken().Origin; strings.HasPrefix(strings.TrimLeft(text, " \n"), "\"") ||
			strings.HasPrefix(strings.TrimLeft(text, " \n"), "'") {
			pos.Col++
		}
	}
	return pos
}

// plain reports whether a tree has only what the format allows: no anchors,
// aliases, merges, tags or complex keys, no key twice, and bounded depth.
func (d *document) plain(n ast.Node, depth int, found *findings) bool {
	if depth > maxYAMLDepth {
		found.add(d.start(n), "nested deeper than %d", maxYAMLDepth)
		return false
	}
	switch v := n.(type) {
	case *ast.AnchorNode, *ast.AliasNode:
		found.add(d.start(n), "anchors and aliases are not allowed; write the value out")
		return false
	case *ast.TagNode:
		found.add(d.start(n), "tags such as %s are not allowed", v.Start.Value)
		return false
	case *ast.SequenceNode:
		ok := true
		for _, item := range v.Values {
			ok = d.plain(item, depth+1, found) && ok
		}
		return ok
	case *ast.MappingValueNode:
		return d.plainEntries([]*ast.MappingValueNode{v}, depth, found)
	case *ast.MappingNode:
		return d.plainEntries(v.Values, depth, found)
	}
	return true
}

func (d *document) plainEntries(entries []*ast.MappingValueNode, depth int, found *findings) bool {
	ok, seen := true, map[string]course.Position{}
	for _, entry := range entries {
		key, good := keyText(entry.Key)
		if !good {
			found.add(d.start(entry.Key), "a key must be plain text")
			ok = false
			continue
		}
		if first, twice := seen[key]; twice {
			found.add(d.start(entry.Key), "%q stands here a second time; the first is on line %d", key, first.Line)
			ok = false
		}
		seen[key] = d.start(entry.Key)
		ok = d.plain(entry.Value, depth+1, found) && ok
	}
	return ok
}

// keyText is a mapping key as text; numbers and the like count by how they
// are written.
func keyText(n ast.MapKeyNode) (string, bool) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// entriesOf gives a mapping's entries; a mapping of one entry may come as the
// entry itself.
func entriesOf(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch v := n.(type) {
	case *ast.MappingNode:
		return v.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{v}, true
	}
	return nil, false
}
