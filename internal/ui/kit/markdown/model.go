// Package markdown shows a lesson: it reads Markdown into blocks and sets each
// as a widget of its own. What lies outside the text (links, pictures,
// questions, commands to run, live graphs) is asked for through callbacks; the
// package opens no file, loads nothing remote and runs nothing.
package markdown

import "cairn/internal/ui/kit/flow"

// Document is a text read into blocks.
type Document struct {
	Blocks []Block
}

// Block is one of the types below.
type Block interface{ block() }

// Inline is text with styles and links.
type Inline []Piece

// Piece is a stretch of inline text; Link is where it leads, if anywhere.
type Piece struct {
	flow.Span
	Link string
}

// The blocks of a document.
type (
	// Heading is a heading of level 1 to 6.
	Heading struct {
		Level int
		Text  Inline
	}
	// Paragraph is running text.
	Paragraph struct{ Text Inline }
	// Picture is an image that stands alone.
	Picture struct{ Path, Alt, Caption string }
	// List is a bulleted or numbered list.
	List struct {
		Ordered bool
		Start   int
		Items   []Item
	}
	// Item is one point of a list; Task and Done are set for task lists.
	Item struct {
		Task, Done bool
		Blocks     []Block
	}
	// Code is a fenced or indented block.
	Code struct{ Language, Text string }
	// Quote is a quotation.
	Quote struct{ Blocks []Block }
	// Callout is a quotation that begins with [!NOTE] or its like.
	Callout struct {
		Kind   CalloutKind
		Blocks []Block
	}
	// Table has one alignment a column; rows may be shorter than the header.
	Table struct {
		Align  []Align
		Header []Inline
		Rows   [][]Inline
	}
	// Rule is a thematic break.
	Rule struct{}
	// Practice holds commands to run beside the text.
	Practice struct{ Commands []string }
	// Quiz places a question by its name.
	Quiz struct{ Name string }
	// Graph is the document's live graph of that number, counted from 0.
	Graph struct {
		Number int
		Source string
	}
)

// CalloutKind is the word between the brackets.
type CalloutKind string

// The kinds of call-outs, as GitHub writes them.
const (
	Note      CalloutKind = "NOTE"
	Tip       CalloutKind = "TIP"
	Important CalloutKind = "IMPORTANT"
	Warning   CalloutKind = "WARNING"
	Caution   CalloutKind = "CAUTION"
)

// Align is where a table's column puts its text.
type Align int

// The alignments of a column.
const (
	Left Align = iota
	Centre
	Right
)

func (Heading) block()   {}
func (Paragraph) block() {}
func (Picture) block()   {}
func (List) block()      {}
func (Code) block()      {}
func (Quote) block()     {}
func (Callout) block()   {}
func (Table) block()     {}
func (Rule) block()      {}
func (Practice) block()  {}
func (Quiz) block()      {}
func (Graph) block()     {}
