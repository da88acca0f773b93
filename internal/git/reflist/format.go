package reflist

import (
	"fmt"
	"strconv"
	"strings"

	"cairn/internal/git/color"
	"cairn/internal/git/columns"
	"cairn/internal/git/repo"
	"cairn/internal/git/trailer"
)

// Error is a mistake in a format or a sort key, in Git's words.
type Error struct{ Text string }

func (e *Error) Error() string { return e.Text }

// ColorError says that a word in %(color:…) is no colour.
type ColorError struct {
	Atom  string
	Cause error
}

func (e *ColorError) Error() string { return "unrecognized color: %(" + e.Atom + ")" }
func (e *ColorError) Unwrap() error { return e.Cause }

// Advice is what Git prints before the error.
func (e *ColorError) Advice() string { return "error: " + e.Cause.Error() }

// MalformedError says that a format string cannot be taken apart.
type MalformedError struct{ Format string }

func (e *MalformedError) Error() string { return "malformed format string " + e.Format }

// Format is a compiled format.
type Format struct {
	nodes []node
}

// node is literal text, an atom, or a block with its own nodes.
type node struct {
	text  string // literal
	atom  string // name without %(…)
	block []node // align, if
	then  []node
	other []node
}

// Quote is how atoms are written for another language to read.
type Quote int

// The languages of --shell, --perl, --python and --tcl.
const (
	NoQuote Quote = iota
	Shell
	Perl
	Python
	Tcl
)

// Context is what formats are expanded in.
type Context struct {
	Repo  *repo.Repo
	Color bool
	Quote Quote
	Warn  func(line string) // may be nil
	// Worktrees are the folders of the working trees by the full name of the
	// branch that each has checked out.
	Worktrees map[string]string
	head      string
	ready     bool
	cache     map[string]*object
	settings  *trailer.Settings // see trailers
}

// trailers reads the trailer.* settings once.
func (c *Context) trailers() *trailer.Settings {
	if c.settings == nil {
		c.settings = trailer.Read(c.Repo.Config())
	}
	return c.settings
}

// Parse compiles a format and checks every atom in it.
func Parse(format string) (*Format, error) {
	p := &formatParser{rest: format, all: format}
	nodes, end, err := p.nodes(0)
	if err != nil {
		return nil, err
	}
	if end != "" {
		return nil, &Error{"format: %(" + end + ") atom used without " + needs(end)}
	}
	return &Format{nodes}, nil
}

func needs(end string) string {
	switch end {
	case "then", "else":
		return "a %(if) atom"
	}
	return "corresponding atom"
}

type formatParser struct{ rest, all string }

// nodes reads up to an atom that closes a block, which it names.
func (p *formatParser) nodes(depth int) ([]node, string, error) {
	var list []node
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			list = append(list, node{text: text.String()})
			text.Reset()
		}
	}
	for p.rest != "" {
		at := strings.IndexByte(p.rest, '%')
		if at < 0 {
			text.WriteString(p.rest)
			p.rest = ""
			break
		}
		text.WriteString(p.rest[:at])
		p.rest = p.rest[at:]
		if !strings.HasPrefix(p.rest, "%(") {
			p.escape(&text)
			continue
		}
		name, rest, ok := strings.Cut(p.rest[2:], ")")
		if !ok {
			return nil, "", &MalformedError{p.rest}
		}
		p.rest = rest
		flush()
		switch word, _, _ := strings.Cut(name, ":"); word {
		case "end", "then", "else":
			return list, word, nil
		case "if", "align":
			n, err := p.block(name, word, depth)
			if err != nil {
				return nil, "", err
			}
			list = append(list, n)
		default:
			if err := checkAtom(name); err != nil {
				return nil, "", err
			}
			list = append(list, node{atom: name})
		}
	}
	flush()
	return list, "", nil
}

// escape reads "%%" and "%xx", two hexadecimal digits; anything else stays.
func (p *formatParser) escape(text *strings.Builder) {
	switch {
	case strings.HasPrefix(p.rest, "%%"):
		text.WriteByte('%')
		p.rest = p.rest[2:]
		return
	case len(p.rest) >= 3:
		if n, err := strconv.ParseUint(p.rest[1:3], 16, 8); err == nil {
			text.WriteByte(byte(n))
			p.rest = p.rest[3:]
			return
		}
	}
	text.WriteByte('%')
	p.rest = p.rest[1:]
}

func (p *formatParser) block(name, word string, depth int) (node, error) {
	if depth > 100 {
		return node{}, &Error{"format: too many blocks inside each other"}
	}
	n := node{atom: name}
	if word == "align" {
		if _, _, err := parseAlign(name); err != nil {
			return n, err
		}
	} else if _, _, err := ifCondition(name); err != nil {
		return n, err
	}
	inner, end, err := p.nodes(depth + 1)
	if err != nil {
		return n, err
	}
	n.block = inner
	if word == "align" {
		if end != "end" {
			return n, missingEnd(end)
		}
		return n, nil
	}
	if end != "then" {
		if end == "end" {
			return n, &Error{"format: %(if) atom used without a %(then) atom"}
		}
		return n, missingEnd(end)
	}
	if n.then, end, err = p.nodes(depth + 1); err != nil {
		return n, err
	}
	if end == "else" {
		if n.other, end, err = p.nodes(depth + 1); err != nil {
			return n, err
		}
	}
	if end != "end" {
		return n, missingEnd(end)
	}
	return n, nil
}

func missingEnd(end string) error {
	if end == "then" || end == "else" {
		return &Error{"format: %(" + end + ") atom used more than once"}
	}
	return &Error{"format: %(end) atom missing"}
}

func ifCondition(name string) (kind, want string, err error) {
	_, arg, ok := strings.Cut(name, ":")
	if !ok {
		return "", "", nil
	}
	if w, ok := strings.CutPrefix(arg, "equals="); ok {
		return "equals", w, nil
	}
	if w, ok := strings.CutPrefix(arg, "notequals="); ok {
		return "notequals", w, nil
	}
	return "", "", &Error{fmt.Sprintf("unrecognized %%(if) argument: %s", arg)}
}

func parseAlign(name string) (width int, position string, err error) {
	_, arg, _ := strings.Cut(name, ":")
	if arg == "" {
		return 0, "", &Error{"expected format: %(align:<width>,<position>)"}
	}
	width, position = -1, "left"
	for word := range strings.SplitSeq(arg, ",") {
		word = strings.TrimPrefix(word, "position=")
		if w, ok := strings.CutPrefix(word, "width="); ok {
			word = w
		}
		switch word {
		case "left", "middle", "right":
			position = word
			continue
		}
		n, err := strconv.Atoi(word)
		if err != nil || n < 0 {
			return 0, "", &Error{"unrecognized %(align) argument: " + word}
		}
		width = n
	}
	if width < 0 {
		return 0, "", &Error{"positive width expected with the %(align) atom"}
	}
	return width, position, nil
}

// Uses reports whether an atom of this name, without argument, is in the format.
func (f *Format) Uses(name string) bool { return uses(f.nodes, name) }

func uses(nodes []node, name string) bool {
	for _, n := range nodes {
		if strings.TrimPrefix(n.atom, "*") == name || uses(n.block, name) || uses(n.then, name) || uses(n.other, name) {
			return true
		}
	}
	return false
}

// Expand writes the format for one ref.
func (f *Format) Expand(c *Context, it Item) (string, error) {
	var b strings.Builder
	colored, err := c.expand(&b, f.nodes, it, c.Quote)
	if err != nil {
		return "", err
	}
	if colored && c.Color {
		b.WriteString("\x1b[m")
	}
	return b.String(), nil
}

// expand also tells whether the last colour is still on.
func (c *Context) expand(b *strings.Builder, nodes []node, it Item, q Quote) (bool, error) {
	colored := false
	for _, n := range nodes {
		word, _, _ := strings.Cut(n.atom, ":")
		switch {
		case n.atom == "":
			b.WriteString(n.text)
		case word == "align":
			if err := c.align(b, n, it, q); err != nil {
				return false, err
			}
		case word == "if":
			on, err := c.branch(b, n, it, q)
			if err != nil {
				return false, err
			}
			colored = colored || on
		case word == "color":
			code, err := c.colorCode(n.atom)
			if err != nil {
				return false, err
			}
			b.WriteString(code)
			if code != "" {
				colored = code != "\x1b[m"
			}
		default:
			v, err := c.value(it, n.atom)
			if err != nil {
				return false, err
			}
			b.WriteString(quoteFor(q, v))
		}
	}
	return colored, nil
}

func (c *Context) align(b *strings.Builder, n node, it Item, q Quote) error {
	width, position, err := parseAlign(n.atom)
	if err != nil {
		return err
	}
	var inner strings.Builder
	if _, err := c.expand(&inner, n.block, it, NoQuote); err != nil {
		return err
	}
	text := inner.String()
	if pad := width - columns.Of(text); pad > 0 {
		left := 0
		switch position {
		case "right":
			left = pad
		case "middle":
			left = pad / 2
		}
		text = strings.Repeat(" ", left) + text + strings.Repeat(" ", pad-left)
	}
	b.WriteString(quoteFor(q, text))
	return nil
}

func (c *Context) branch(b *strings.Builder, n node, it Item, q Quote) (bool, error) {
	kind, want, err := ifCondition(n.atom)
	if err != nil {
		return false, err
	}
	var cond strings.Builder
	if _, err := c.expand(&cond, n.block, it, NoQuote); err != nil {
		return false, err
	}
	text := cond.String()
	yes := strings.TrimSpace(text) != ""
	switch kind {
	case "equals":
		yes = text == want
	case "notequals":
		yes = text != want
	}
	if yes {
		return c.expand(b, n.then, it, q)
	}
	return c.expand(b, n.other, it, q)
}

func (c *Context) colorCode(atom string) (string, error) {
	_, arg, _ := strings.Cut(atom, ":")
	if arg == "" {
		return "", &Error{"expected format: %(color:<color>)"}
	}
	code, err := color.Parse(arg)
	if err != nil {
		return "", &ColorError{Atom: atom, Cause: err}
	}
	if !c.Color {
		return "", nil
	}
	if arg == "reset" {
		return "\x1b[m", nil
	}
	return code, nil
}

func quoteFor(q Quote, s string) string {
	switch q {
	case Shell:
		return "'" + strings.NewReplacer("'", `'\''`, "!", `'\!'`).Replace(s) + "'"
	case Perl:
		return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'"
	case Python:
		return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`).Replace(s) + "'"
	case Tcl:
		return `"` + strings.NewReplacer("[", `\[`, "]", `\]`, "{", `\{`, "}", `\}`, "$", `\$`, `\`, `\\`, `"`, `\"`,
			"\f", `\f`, "\r", `\r`, "\n", `\n`, "\t", `\t`, "\v", `\v`).Replace(s) + `"`
	default:
		return s
	}
}
