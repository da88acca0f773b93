package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Parse reads Markdown: CommonMark with GitHub's tables, task lists and
// strikethrough, call-outs, and the fenced blocks practice, quiz and graph. Any
// text is a document; raw HTML is left out.
func Parse(source string) *Document {
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList))
	src := []byte(source)
	p := &parser{src: src}
	return &Document{Blocks: p.blocks(md.Parser().Parse(text.NewReader(src)))}
}

type parser struct {
	src    []byte
	graphs int
}

func (p *parser) blocks(parent ast.Node) []Block {
	var out []Block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if b := p.block(n); b != nil {
			out = append(out, b)
		}
	}
	return out
}

func (p *parser) block(n ast.Node) Block {
	switch n := n.(type) {
	case *ast.Heading:
		return Heading{Level: n.Level, Text: p.inline(n)}
	case *ast.Paragraph:
		return p.paragraph(n)
	case *ast.TextBlock:
		return Paragraph{Text: p.inline(n)}
	case *ast.List:
		return p.list(n)
	case *ast.FencedCodeBlock:
		return p.fenced(n)
	case *ast.CodeBlock:
		return Code{Text: p.rawLines(n)}
	case *ast.Blockquote:
		return p.quote(n)
	case *ast.ThematicBreak:
		return Rule{}
	case *east.Table:
		return p.table(n)
	default:
		return nil
	}
}

// paragraph is a Picture when an image is all that it holds.
func (p *parser) paragraph(n *ast.Paragraph) Block {
	if img, ok := n.FirstChild().(*ast.Image); ok && n.ChildCount() == 1 {
		return Picture{Path: string(img.Destination), Alt: plain(p.inline(img)), Caption: string(img.Title)}
	}
	return Paragraph{Text: p.inline(n)}
}

func (p *parser) list(n *ast.List) Block {
	l := List{Ordered: n.IsOrdered(), Start: n.Start}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		item := Item{}
		if first := c.FirstChild(); first != nil {
			if box, ok := first.FirstChild().(*east.TaskCheckBox); ok {
				item.Task, item.Done = true, box.IsChecked
			}
		}
		item.Blocks = p.blocks(c)
		l.Items = append(l.Items, item)
	}
	return l
}

func (p *parser) rawLines(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(p.src))
	}
	return strings.TrimRight(b.String(), "\n")
}

func (p *parser) fenced(n *ast.FencedCodeBlock) Block {
	code := p.rawLines(n)
	switch language := string(n.Language(p.src)); language {
	case "practice":
		return Practice{Commands: commands(code)}
	case "quiz":
		return Quiz{Name: strings.TrimSpace(code)}
	case "graph":
		p.graphs++
		return Graph{Number: p.graphs - 1, Source: code}
	default:
		return Code{Language: language, Text: code}
	}
}

// commands are the lines that are not blank.
func commands(code string) []string {
	var out []string
	for line := range strings.SplitSeq(code, "\n") {
		if strings.TrimSpace(line) != "" {
			out = append(out, strings.TrimRight(line, " \t\r"))
		}
	}
	return out
}

// quote is a Callout when its text begins with a kind in brackets.
func (p *parser) quote(n *ast.Blockquote) Block {
	blocks := p.blocks(n)
	if len(blocks) == 0 {
		return Quote{}
	}
	first, ok := blocks[0].(Paragraph)
	if !ok {
		return Quote{Blocks: blocks}
	}
	kind, rest, ok := calloutKind(first.Text)
	if !ok {
		return Quote{Blocks: blocks}
	}
	if len(rest) == 0 {
		return Callout{Kind: kind, Blocks: blocks[1:]}
	}
	return Callout{Kind: kind, Blocks: append([]Block{Paragraph{Text: rest}}, blocks[1:]...)}
}

// calloutKind takes "[!KIND]" off the front of a text. Goldmark hands it over in
// several pieces, since a bracket might have begun a link.
func calloutKind(in Inline) (CalloutKind, Inline, bool) {
	marker := regexp.MustCompile(`^\[!([A-Za-z]+)\]\s*`)
	var joined string
	for i, piece := range in {
		joined += piece.Text
		if m := marker.FindStringSubmatch(joined); m != nil {
			kind := CalloutKind(strings.ToUpper(m[1]))
			if _, known := calloutLook(kind); !known {
				return "", nil, false
			}
			rest := append(Inline(nil), in[i:]...)
			rest[0].Text = joined[len(m[0]):]
			if rest[0].Text == "" {
				rest = rest[1:]
			}
			return kind, rest, true
		}
		if i > 4 {
			break
		}
	}
	return "", nil, false
}

func (p *parser) table(n *east.Table) Block {
	t := Table{}
	for _, a := range n.Alignments {
		switch a {
		case east.AlignCenter:
			t.Align = append(t.Align, Centre)
		case east.AlignRight:
			t.Align = append(t.Align, Right)
		default:
			t.Align = append(t.Align, Left)
		}
	}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []Inline
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, p.inline(c))
		}
		if _, header := row.(*east.TableHeader); header {
			t.Header = cells
		} else {
			t.Rows = append(t.Rows, cells)
		}
	}
	return t
}
