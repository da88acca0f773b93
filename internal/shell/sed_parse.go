package shell

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// sedCommand is one parsed command of a sed script.
type sedCommand struct {
	from, to *sedAddress
	negate   bool
	name     byte
	text     string // of a, i, c
	block    []*sedCommand
	re       *regexp.Regexp
	template []sedPart // the replacement
	nth      int
	global   bool
	print    bool
	swap     *strings.Replacer // of y
	active   bool              // within a range
}

// sedAddress is a line number, the last line, or a pattern.
type sedAddress struct {
	line  int
	last  bool
	re    *regexp.Regexp
	plus  bool // ADDR,+N
	first int  // FIRST~STEP
	step  int
	until int // where a +N range ends, once begun
}

// sedPart is plain text or a group of the match.
type sedPart struct {
	text  string
	group int // -1 for text
	fold  byte
}

func (a *sedAddress) hit(s *stream) bool {
	switch {
	case a.last:
		return s.lastOne
	case a.re != nil:
		return a.re.MatchString(s.pattern)
	case a.step > 0:
		return s.line >= a.first && (s.line-a.first)%a.step == 0
	}
	return s.line == a.line
}

// matches reports whether the command's addresses hold for the line.
func (cmd *sedCommand) matches(s *stream) bool {
	switch {
	case cmd.from == nil:
		return true
	case cmd.to == nil:
		return cmd.from.hit(s)
	case cmd.active:
		if cmd.to.plus {
			cmd.active = s.line < cmd.to.until
		} else if cmd.to.re == nil && !cmd.to.last {
			cmd.active = s.line < cmd.to.line
			return s.line <= cmd.to.line
		} else {
			cmd.active = !cmd.to.hit(s)
		}
		return true
	case cmd.from.hit(s):
		cmd.to.until = s.line + cmd.to.line
		switch {
		case cmd.to.last:
			cmd.active = !s.lastOne
		case cmd.to.plus:
			cmd.active = cmd.to.line > 0
		default:
			cmd.active = cmd.to.re != nil || cmd.to.line > s.line
		}
		return true
	}
	return false
}

// replace builds the text for one match.
func (cmd *sedCommand) replace(line string, m []int) string {
	var b strings.Builder
	for _, part := range cmd.template {
		text := part.text
		if part.group >= 0 {
			text = ""
			if m[2*part.group] >= 0 {
				text = line[m[2*part.group]:m[2*part.group+1]]
			}
		}
		switch part.fold {
		case 'U':
			text = strings.ToUpper(text)
		case 'L':
			text = strings.ToLower(text)
		}
		b.WriteString(text)
	}
	return b.String()
}

type sedParser struct {
	text string
	at   int
	d    dialect
}

func (p *sedParser) parse() ([]*sedCommand, error) {
	list, err := p.list(false)
	if err == nil && p.at < len(p.text) {
		err = errors.New("unexpected `}'")
	}
	return list, err
}

func (p *sedParser) peek() byte {
	if p.at >= len(p.text) {
		return 0
	}
	return p.text[p.at]
}

func (p *sedParser) skip(set string) {
	for p.at < len(p.text) && strings.IndexByte(set, p.text[p.at]) >= 0 {
		p.at++
	}
}

func (p *sedParser) list(inBlock bool) ([]*sedCommand, error) {
	var list []*sedCommand
	for {
		p.skip(" \t\n;")
		switch p.peek() {
		case 0:
			if inBlock {
				return nil, errors.New("unmatched `{'")
			}
			return list, nil
		case '}':
			if inBlock {
				p.at++
			}
			return list, nil
		case '#':
			for p.peek() != 0 && p.peek() != '\n' {
				p.at++
			}
			continue
		}
		cmd, err := p.command()
		if err != nil {
			return nil, err
		}
		list = append(list, cmd)
	}
}

func (p *sedParser) command() (*sedCommand, error) {
	cmd := &sedCommand{nth: 1}
	var err error
	if cmd.from, err = p.address(); err != nil {
		return nil, err
	}
	if cmd.from != nil && p.peek() == ',' {
		p.at++
		p.skip(" \t")
		if cmd.to, err = p.address(); err != nil {
			return nil, err
		}
		if cmd.to == nil {
			return nil, errors.New("unexpected `,'")
		}
	}
	p.skip(" \t")
	for p.peek() == '!' {
		cmd.negate = true
		p.at++
		p.skip(" \t")
	}
	cmd.name = p.peek()
	p.at++
	switch cmd.name {
	case 0:
		return nil, errors.New("missing command")
	case '{':
		cmd.block, err = p.list(true)
		return cmd, err
	case 'd', 'p', 'q', '=', 'n':
		return cmd, p.end()
	case 'a', 'i', 'c':
		return cmd, p.textOf(cmd)
	case 's':
		return cmd, p.substitution(cmd)
	case 'y':
		return cmd, p.transliteration(cmd)
	}
	if strings.IndexByte("DGgHhNPrRwWxbtTlLezFQv:", cmd.name) < 0 {
		return nil, fmt.Errorf("unknown command: `%c'", cmd.name)
	}
	return nil, fmt.Errorf("command `%c' is not supported in this console", cmd.name)
}

// end checks that nothing but a separator follows a command.
func (p *sedParser) end() error {
	p.skip(" \t")
	switch p.peek() {
	case 0, ';', '\n', '}', '#':
		return nil
	}
	return errors.New("extra characters after command")
}

func (p *sedParser) number() int {
	start := p.at
	for unicode.IsDigit(rune(p.peek())) {
		p.at++
	}
	n, err := strconv.Atoi(p.text[start:p.at])
	if err != nil {
		return 1 << 30 // more digits than any input has lines
	}
	return n
}

func (p *sedParser) address() (*sedAddress, error) {
	switch ch := p.peek(); {
	case ch == '$':
		p.at++
		return &sedAddress{last: true}, nil
	case unicode.IsDigit(rune(ch)):
		a := &sedAddress{line: p.number()}
		if p.peek() == '~' {
			p.at++
			a.first, a.step = a.line, p.number()
		}
		return a, nil
	case ch == '+':
		p.at++
		return &sedAddress{line: p.number(), plus: true}, nil
	case ch == '/' || ch == '\\':
		if ch == '\\' {
			p.at++
			ch = p.peek()
		}
		p.at++
		text, ok := p.until(ch, true)
		if !ok {
			return nil, errors.New("unterminated address regex")
		}
		ignore := p.peek() == 'I'
		if ignore {
			p.at++
		}
		re, err := compile(text, p.d, ignore)
		return &sedAddress{re: re}, err
	}
	return nil, nil
}

// until reads up to an unescaped delimiter and steps over it. In a pattern a
// delimiter within brackets is plain.
func (p *sedParser) until(delim byte, isPattern bool) (string, bool) {
	var b strings.Builder
	bracket := false
	for p.at < len(p.text) {
		ch := p.text[p.at]
		p.at++
		switch {
		case ch == '\\' && p.at < len(p.text) && !bracket:
			next := p.text[p.at]
			p.at++
			if next == delim {
				b.WriteByte(next)
			} else {
				b.WriteString("\\" + string(next))
			}
		case ch == delim && !bracket:
			return b.String(), true
		default:
			if isPattern && ch == '[' {
				bracket = strings.IndexByte(p.text[p.at:], ']') > 0
			} else if ch == ']' {
				bracket = false
			}
			b.WriteByte(ch)
		}
	}
	return "", false
}

// textOf reads the text of a, i and c: on the same line, or after a backslash.
func (p *sedParser) textOf(cmd *sedCommand) error {
	p.skip(" \t")
	if p.peek() == '\\' {
		p.at++
		p.skip(" \t")
		if p.peek() == '\n' {
			p.at++
		}
	}
	if p.at >= len(p.text) {
		return fmt.Errorf("expected \\ after `a', `c' or `i'")
	}
	var b strings.Builder
	for p.at < len(p.text) && p.text[p.at] != '\n' {
		ch := p.text[p.at]
		p.at++
		if ch == '\\' && p.at < len(p.text) {
			ch = p.text[p.at]
			p.at++
			if ch == 't' {
				ch = '\t'
			}
		}
		b.WriteByte(ch)
	}
	cmd.text = b.String()
	return nil
}

func (p *sedParser) substitution(cmd *sedCommand) error {
	delim := p.peek()
	p.at++
	pattern, ok1 := p.until(delim, true)
	replacement, ok2 := p.until(delim, false)
	if delim == 0 || !ok1 || !ok2 {
		return errors.New("unterminated `s' command")
	}
	ignore := false
	for {
		ch := p.peek()
		switch {
		case ch == 'g':
			cmd.global = true
		case ch == 'p':
			cmd.print = true
		case ch == 'i' || ch == 'I':
			ignore = true
		case unicode.IsDigit(rune(ch)):
			if cmd.nth = p.number(); cmd.nth == 0 {
				return errors.New("number option to `s' command may not be zero")
			}
			continue
		case ch == 'w' || ch == 'e' || ch == 'm' || ch == 'M':
			return fmt.Errorf("flag `%c' of `s' is not supported in this console", ch)
		default:
			if err := p.end(); err != nil {
				return errors.New("unknown option to `s'")
			}
			var err error
			if cmd.re, err = compile(pattern, p.d, ignore); err != nil {
				return err
			}
			cmd.template, err = sedTemplate(replacement, cmd.re.NumSubexp())
			return err
		}
		p.at++
	}
}

// sedTemplate reads a replacement: &, \1 … \9, \n, \U \L \E.
func sedTemplate(text string, groups int) ([]sedPart, error) {
	var parts []sedPart
	var fold byte
	add := func(text string, group int) { parts = append(parts, sedPart{text: text, group: group, fold: fold}) }
	for i := 0; i < len(text); i++ {
		ch := text[i]
		if ch == '&' {
			add("", 0)
			continue
		}
		if ch != '\\' || i+1 == len(text) {
			add(string(ch), -1)
			continue
		}
		i++
		switch ch = text[i]; {
		case ch >= '0' && ch <= '9':
			if int(ch-'0') > groups {
				return nil, fmt.Errorf("invalid reference \\%c on `s' command's RHS", ch)
			}
			add("", int(ch-'0'))
		case ch == 'n':
			add("\n", -1)
		case ch == 't':
			add("\t", -1)
		case ch == 'U' || ch == 'L':
			fold = ch
		case ch == 'E':
			fold = 0
		default:
			add(string(ch), -1)
		}
	}
	return parts, nil
}

func (p *sedParser) transliteration(cmd *sedCommand) error {
	delim := p.peek()
	p.at++
	from, ok1 := p.until(delim, false)
	to, ok2 := p.until(delim, false)
	a, b := []rune(from), []rune(to)
	if delim == 0 || !ok1 || !ok2 {
		return errors.New("unterminated `y' command")
	}
	if len(a) != len(b) {
		return errors.New("strings for `y' command are different lengths")
	}
	pairs := make([]string, 0, 2*len(a))
	for i := range a {
		pairs = append(pairs, string(a[i]), string(b[i]))
	}
	cmd.swap = strings.NewReplacer(pairs...)
	return p.end()
}
