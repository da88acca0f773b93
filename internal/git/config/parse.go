// Package config reads and edits Git's configuration. It owns the file format
// (comments and layout survive an edit), the scopes with their order, includes
// and the typed values. It reads no system-wide
// file but one that GIT_CONFIG_SYSTEM names, follows no include out
// of its root, and starts nothing that a value may name.
package config

import (
	"bytes"
	"strings"
)

// item is one variable of a file, with the range of bytes that it takes.
type item struct {
	key        Key
	value      string
	implicit   bool // "name" alone: true
	line       int
	start, end int // of the whole line or lines, without their newline
}

// header is one "[section]" line.
type header struct {
	section, sub string
	hasSub       bool
	dotted       bool // "[section.sub]": the case of sub does not matter
	line         int
	start, end   int // of the brackets
}

// document is a file taken apart; its pieces point into text.
type document struct {
	text    []byte
	items   []item
	headers []header
	after   []int // number of items before headers[i]
}

// parser walks over a file byte by byte, as its grammar in git-config(1)
// asks: a value may go on over lines, hold quotes and escapes.
type parser struct {
	text []byte
	pos  int
	line int
	doc  *document
}

func parse(text []byte, from Origin) (*document, error) {
	p := &parser{text: text, line: 1, doc: &document{text: text}}
	if bytes.HasPrefix(text, []byte("\xef\xbb\xbf")) {
		p.pos = 3
	}
	if !p.run() {
		from.Line = p.line
		return nil, &ParseError{from}
	}
	return p.doc, nil
}

func (p *parser) peek() byte {
	if p.pos >= len(p.text) {
		return '\n'
	}
	b := p.text[p.pos]
	if b == '\r' && p.pos+1 < len(p.text) && p.text[p.pos+1] == '\n' {
		return '\n'
	}
	return b
}

// next takes one byte; "\r\n" counts as a newline.
func (p *parser) next() (byte, bool) {
	if p.pos >= len(p.text) {
		return '\n', false
	}
	b := p.text[p.pos]
	if b == '\r' && p.pos+1 < len(p.text) && p.text[p.pos+1] == '\n' {
		p.pos++
		b = '\n'
	}
	p.pos++
	return b, true
}

// isSpace knows the spaces that Git knows in a config file: vertical tabs and form feeds are none.
func isSpace(b byte) bool {
	return b == ' ' || b == '\t' || b == '\r' || b == '\n'
}

func (p *parser) run() bool {
	for p.pos < len(p.text) {
		b := p.peek()
		switch {
		case b == '\n':
			p.next()
			p.line++
		case isSpace(b):
			p.pos++
		case b == '#' || b == ';':
			for p.pos < len(p.text) && p.text[p.pos] != '\n' {
				p.pos++
			}
		case b == '[':
			if !p.header() {
				return false
			}
		case isLetter(b):
			if !p.variable() {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func (p *parser) header() bool {
	h := header{line: p.line, start: p.pos}
	p.pos++
	var name []byte
	for {
		b, ok := p.next()
		if !ok {
			p.line++ // Git counts the end of the file as a line here, and here alone
			return false
		}
		if b == '\n' {
			return false
		}
		if b == ']' {
			break
		}
		if isSpace(b) {
			sub, ok := p.quotedSub(b)
			if !ok {
				return false
			}
			h.sub, h.hasSub = sub, true
			break
		}
		if !isKeyByte(b) && b != '.' {
			return false
		}
		name = append(name, b)
	}
	if len(name) == 0 && !h.hasSub {
		return false
	}
	h.section = strings.ToLower(string(name))
	// "[branch.main]" is the old way to write a subsection; it is in lower case.
	if section, sub, ok := strings.Cut(h.section, "."); ok && !h.hasSub {
		h.section, h.sub, h.hasSub, h.dotted = section, sub, true, true
	}
	h.end = p.pos
	p.doc.headers = append(p.doc.headers, h)
	p.doc.after = append(p.doc.after, len(p.doc.items))
	return true
}

func (p *parser) quotedSub(b byte) (string, bool) {
	for isSpace(b) {
		var ok bool
		if b == '\n' {
			return "", false
		}
		if b, ok = p.next(); !ok {
			return "", false
		}
	}
	if b != '"' {
		return "", false
	}
	var sub []byte
	for {
		b, ok := p.next()
		if !ok || b == '\n' {
			return "", false
		}
		if b == '"' {
			break
		}
		if b == '\\' {
			if b, ok = p.next(); !ok || b == '\n' {
				return "", false
			}
		}
		sub = append(sub, b)
	}
	b, ok := p.next()
	return string(sub), ok && b == ']'
}

func (p *parser) variable() bool {
	var h header
	if n := len(p.doc.headers); n > 0 {
		h = p.doc.headers[n-1]
	}
	it := item{line: p.line, start: p.pos}
	from := p.pos
	for p.pos < len(p.text) && isKeyByte(p.text[p.pos]) {
		p.pos++
	}
	it.key = Key{Section: h.section, Sub: h.sub, HasSub: h.hasSub, Name: strings.ToLower(string(p.text[from:p.pos]))}
	for p.peek() == ' ' || p.peek() == '\t' {
		p.pos++
	}
	switch p.peek() {
	case '\n':
		it.implicit = true
	case '=':
		p.pos++
		value, ok := p.value()
		if !ok {
			return false
		}
		it.value = value
	default:
		return false
	}
	it.end = min(p.pos, len(p.text))
	p.doc.items = append(p.doc.items, it)
	return true
}

// value reads up to the end of the line, which it leaves unread.
func (p *parser) value() (string, bool) {
	var out []byte
	quoted, comment := false, false
	keep := 0 // length of out up to the last byte that is no outer space
	for {
		b := p.peek()
		if b == '\n' {
			if quoted {
				return "", false
			}
			return string(out[:keep]), true
		}
		p.pos++
		if comment {
			continue
		}
		if isSpace(b) && !quoted {
			if len(out) > 0 {
				out = append(out, ' ') // a tab between words is read as a space
			}
			continue
		}
		if !quoted && (b == ';' || b == '#') {
			comment = true
			continue
		}
		keep = len(out)
		switch b {
		case '\\':
			c, _ := p.next()
			switch c {
			case '\n':
				p.line++
				continue
			case 't':
				b = '\t'
			case 'b':
				b = '\b'
			case 'n':
				b = '\n'
			case '\\', '"':
				b = c
			default:
				return "", false
			}
		case '"':
			quoted = !quoted
			continue
		}
		out = append(out, b)
		keep = len(out)
	}
}
