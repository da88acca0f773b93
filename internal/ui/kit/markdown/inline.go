package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"cairn/internal/ui/kit/flow"
)

// inline reads the text within a block, down all levels of emphasis.
func (p *parser) inline(parent ast.Node) Inline {
	var out Inline
	p.walk(parent, flow.Span{}, "", &out)
	return merged(out)
}

// walk adds what lies below parent; style and link are those of the nodes
// around it.
func (p *parser) walk(parent ast.Node, style flow.Span, link string, out *Inline) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		s, dest := style, link
		switch n := n.(type) {
		case *ast.Text:
			p.text(n, style, link, out)
			continue
		case *ast.String:
			out.add(style, string(n.Value), link)
			continue
		case *ast.CodeSpan:
			s.Mono, s.Chip = true, true
			out.add(s, p.codeText(n), link)
			continue
		case *ast.AutoLink:
			out.add(style, string(n.Label(p.src)), string(n.URL(p.src)))
			continue
		case *ast.Emphasis:
			s.Bold, s.Italic = s.Bold || n.Level == 2, s.Italic || n.Level == 1
		case *east.Strikethrough:
			s.Strike = true
		case *ast.Link:
			dest = string(n.Destination)
		case *ast.RawHTML, *east.TaskCheckBox:
			continue
		}
		p.walk(n, s, dest, out)
	}
}

func (p *parser) text(n *ast.Text, style flow.Span, link string, out *Inline) {
	value := util.UnescapePunctuations(n.Segment.Value(p.src))
	value = util.ResolveNumericReferences(util.ResolveEntityNames(value))
	style.Break = n.HardLineBreak()
	out.add(style, string(value), link)
	style.Break = false
	if n.SoftLineBreak() {
		out.add(style, " ", link)
	}
}

func (p *parser) codeText(n *ast.CodeSpan) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(p.src))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}

func (in *Inline) add(style flow.Span, text, link string) {
	style.Text = text
	*in = append(*in, Piece{Span: style, Link: link})
}

// merged joins neighbours of one style, which goldmark splits at every sign
// that might have meant something.
func merged(in Inline) Inline {
	var out Inline
	for _, p := range in {
		if n := len(out); n > 0 && out[n-1].joins(p) {
			out[n-1].Text += p.Text
			continue
		}
		out = append(out, p)
	}
	return out
}

func (p Piece) joins(q Piece) bool {
	return !p.Break && !q.Break && p.Link == q.Link && p.Bold == q.Bold &&
		p.Italic == q.Italic && p.Mono == q.Mono && p.Strike == q.Strike
}

// plain is the text without its styles.
func plain(in Inline) string {
	var b strings.Builder
	for _, p := range in {
		b.WriteString(p.Text)
	}
	return b.String()
}

// spans turns links into callbacks.
func (in Inline) spans(onLink func(string)) []flow.Span {
	out := make([]flow.Span, len(in))
	for i, p := range in {
		out[i] = p.Span
		if p.Link != "" && onLink != nil {
			dest := p.Link
			out[i].OnTap = func() { onLink(dest) }
		}
	}
	return out
}
