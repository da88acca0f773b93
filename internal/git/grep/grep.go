// Package grep finds lines: patterns combined with and, or, not, as git-grep(1) has
// them, matched against one text at a time. It opens no files and prints nothing.
package grep

import (
	"regexp"
	"strings"

	"cairn/internal/git/regex"
)

// Op is what stands on the command line: a pattern or something between two.
type Op int

// The parts of an expression.
const (
	Pattern Op = iota
	And
	Or
	Not
	Open
	Close
)

// Token is one part of an expression as it was given.
type Token struct {
	Op   Op
	Text string // of a Pattern
	// From says where a pattern came from, for messages: "-e option", "command line".
	From string
}

// Params says how patterns are read.
type Params struct {
	Flavor   regex.Flavor
	FoldCase bool
	// Words matches whole words only, Invert the lines that do not match.
	Words, Invert bool
	// AllMatch wants every one of the or-ed patterns somewhere in the file.
	AllMatch bool
}

// Matcher tells which lines match.
type Matcher struct {
	p     Params
	root  *node
	parts []*node // the or-ed patterns at the top, for AllMatch and for highlights
	leafs []*node
}

// node is one part of the expression tree.
type node struct {
	op          Op
	re          *regexp.Regexp
	left, right *node
}

// Error says what is wrong with an expression.
type Error struct{ Text string }

func (e *Error) Error() string { return e.Text }

// Compile reads an expression. Patterns that stand side by side are or-ed.
func Compile(tokens []Token, p Params) (*Matcher, error) {
	m := &Matcher{p: p}
	b := &builder{m: m, rest: tokens}
	root, err := b.or()
	if err != nil {
		return nil, err
	}
	if len(b.rest) > 0 {
		return nil, &Error{"incomplete pattern expression: " + b.rest[0].Text}
	}
	m.root = root
	m.splitTop(root)
	return m, nil
}

func (m *Matcher) splitTop(n *node) {
	if n != nil && n.op == Or {
		m.splitTop(n.left)
		m.splitTop(n.right)
		return
	}
	m.parts = append(m.parts, n)
}

type builder struct {
	m    *Matcher
	rest []Token
}

func (b *builder) peek() (Op, bool) {
	if len(b.rest) == 0 {
		return 0, false
	}
	return b.rest[0].Op, true
}

func (b *builder) or() (*node, error) {
	left, err := b.and()
	if err != nil {
		return nil, err
	}
	for {
		op, ok := b.peek()
		if !ok || op == Close {
			return left, nil
		}
		if op == Or {
			b.rest = b.rest[1:]
		}
		right, err := b.and()
		if err != nil {
			return nil, err
		}
		if right == nil {
			return nil, &Error{"not a pattern expression"}
		}
		if left == nil {
			left = right
			continue
		}
		left = &node{op: Or, left: left, right: right}
	}
}

func (b *builder) and() (*node, error) {
	left, err := b.not()
	if err != nil {
		return nil, err
	}
	for {
		if op, ok := b.peek(); !ok || op != And {
			return left, nil
		}
		if left == nil {
			return nil, &Error{"--and not preceded by pattern expression"}
		}
		b.rest = b.rest[1:]
		right, err := b.not()
		if err != nil {
			return nil, err
		}
		if right == nil {
			return nil, &Error{"--and not followed by pattern expression"}
		}
		left = &node{op: And, left: left, right: right}
	}
}

func (b *builder) not() (*node, error) {
	op, ok := b.peek()
	if !ok {
		return nil, nil
	}
	switch op {
	case Not:
		b.rest = b.rest[1:]
		if len(b.rest) == 0 {
			return nil, &Error{"--not not followed by pattern expression"}
		}
		inner, err := b.not()
		if err != nil {
			return nil, err
		}
		if inner == nil {
			return nil, &Error{"--not followed by non pattern expression"}
		}
		return &node{op: Not, left: inner}, nil
	case Open:
		b.rest = b.rest[1:]
		inner, err := b.or()
		if err != nil {
			return nil, err
		}
		if op, ok := b.peek(); !ok || op != Close {
			return nil, &Error{"unmatched parenthesis"}
		}
		b.rest = b.rest[1:]
		return inner, nil
	case Pattern:
		t := b.rest[0]
		b.rest = b.rest[1:]
		return b.leaf(t)
	}
	return nil, nil
}

// leaf compiles a pattern; its lines are patterns of their own.
func (b *builder) leaf(t Token) (*node, error) {
	var all *node
	for text := range strings.SplitSeq(t.Text, "\n") {
		re, err := regex.Compile(text, b.m.p.Flavor, b.m.p.FoldCase)
		if err != nil {
			return nil, &Error{t.From + ", " + err.Error()}
		}
		n := &node{op: Pattern, re: re}
		b.m.leafs = append(b.m.leafs, n)
		if all == nil {
			all = n
		} else {
			all = &node{op: Or, left: all, right: n}
		}
	}
	return all, nil
}

// Line reports whether a line is a hit.
func (m *Matcher) Line(line string) bool { return m.eval(m.root, line) != m.p.Invert }

// EmptyAtEnd reports whether a file whose last line is given has a hit behind it:
// Git looks ahead for plain patterns, and so finds the nothing after the last line
// feed where a pattern such as ^$ matches that (seen in 2.39 with `git grep -n '^$'`).
func (m *Matcher) EmptyAtEnd(last string) bool {
	for _, part := range m.parts {
		if part == nil || part.op != Pattern {
			return false
		}
	}
	return !m.p.Invert && !m.Line(last) && m.Line("")
}

// AllIn reports whether each of the or-ed patterns matches some line: --all-match.
func (m *Matcher) AllIn(lines []string) bool {
	if !m.p.AllMatch {
		return true
	}
	for _, part := range m.parts {
		found := false
		for _, line := range lines {
			if m.eval(part, line) {
				found = true
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}

func (m *Matcher) eval(n *node, line string) bool {
	if n == nil {
		return true
	}
	switch n.op {
	case And:
		return m.eval(n.left, line) && m.eval(n.right, line)
	case Or:
		return m.eval(n.left, line) || m.eval(n.right, line)
	case Not:
		return !m.eval(n.left, line)
	}
	_, _, ok := m.find(n.re, line, 0)
	return ok
}

// Next gives the first place at or after from where any pattern matches: of two
// that begin together, the longer. Empty places count for Line, but not here.
func (m *Matcher) Next(line string, from int) (start, end int, ok bool) {
	for _, n := range m.leafs {
		s, e, found := m.find(n.re, line, from)
		if found && (!ok || s < start || s == start && e > end) {
			start, end, ok = s, e, true
		}
	}
	return start, end, ok
}

// find looks for a pattern from a byte on; with Words, only where no letter, digit
// or underscore stands beside it.
func (m *Matcher) find(re *regexp.Regexp, line string, from int) (start, end int, ok bool) {
	for from <= len(line) {
		at := matchFrom(re, line, from)
		if at == nil {
			return 0, 0, false
		}
		start, end = at[0], at[1]
		if !m.p.Words {
			return start, end, true
		}
		if start < end && (start == 0 || !isWord(line[start-1])) && (end == len(line) || !isWord(line[end])) {
			return start, end, true
		}
		from = start + 1
		for from < len(line) && isWord(line[from-1]) {
			from++
		}
	}
	return 0, 0, false
}

// matchFrom matches the rest of a line; ^ holds at its beginning only.
func matchFrom(re *regexp.Regexp, line string, from int) []int {
	if from == 0 {
		return re.FindStringIndex(line)
	}
	for _, at := range re.FindAllStringIndex(line, -1) {
		if at[0] >= from {
			return at
		}
	}
	// matches that overlap an earlier one
	if at := re.FindStringIndex(line[from:]); at != nil && !strings.HasPrefix(re.String(), "(?m)^") && !strings.HasPrefix(re.String(), "(?mi)^") {
		return []int{at[0] + from, at[1] + from}
	}
	return nil
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
