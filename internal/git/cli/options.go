package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// given is one option as it stood on the command line.
type given struct {
	opt   *Option
	value string
	has   bool // a value was there
	off   bool // --no-LONG
	at    int  // number of arguments before it
}

// parseError ends the command with exit code 129.
type parseError struct {
	text  string
	usage bool // print the usage text after it
	// onStdout prints it on standard output, as Git does for an abbreviation that is ambiguous.
	onStdout bool
	exit     int // another exit code, if it is not 0
}

type parser struct {
	cmd  *Command
	rest []string // arguments still to be read
	out  *call
}

// parse fills c.opts, c.args and c.dash from the words after the command's name.
func (c *call) parse(words []string) *parseError {
	p := &parser{cmd: c.cmd, rest: words, out: c}
	c.dash = -1
	for len(p.rest) > 0 {
		word := p.take()
		switch {
		case word == "--":
			c.dash = len(c.args)
			if c.cmd.Parse&KeepDash != 0 {
				c.args = append(c.args, word)
			}
			c.args = append(c.args, p.rest...)
			return nil
		case word == "--end-of-options":
			p.plain()
			return nil
		case len(word) < 2 || word[0] != '-':
			c.args = append(c.args, word)
			if c.cmd.Parse&StopAtArg != 0 {
				c.args = append(c.args, p.rest...)
				return nil
			}
		default:
			if err := p.option(word); err != nil {
				return err
			}
		}
	}
	return nil
}

// plain takes all words that are left for arguments, up to "--".
func (p *parser) plain() {
	c := p.out
	c.plain, c.plainFrom = true, len(c.args)
	if i := slices.Index(p.rest, "--"); i >= 0 {
		c.args = append(c.args, p.rest[:i]...)
		c.dash = len(c.args)
		if p.rest = p.rest[i:]; c.cmd.Parse&KeepDash == 0 {
			p.rest = p.rest[1:]
		}
	}
	c.args = append(c.args, p.rest...)
}

func (p *parser) take() string {
	word := p.rest[0]
	p.rest = p.rest[1:]
	return word
}

func (p *parser) option(word string) *parseError {
	if word[1] != '-' {
		return p.shorts(word)
	}
	return p.long(word)
}

func (p *parser) add(g given) {
	g.at = len(p.out.args)
	p.out.opts = append(p.out.opts, g)
}

// shorts reads "-abc", "-m text", "-mtext" and "-5".
func (p *parser) shorts(word string) *parseError {
	if o := p.digits(); o != nil && isDigits(word[1:]) {
		p.add(given{opt: o, value: word[1:], has: true})
		return nil
	}
	for i := 1; i < len(word); i++ {
		o := p.short(word[i])
		if o == nil {
			return p.unknownShort(word, i)
		}
		if o.Arg == "" {
			p.add(given{opt: o})
			continue
		}
		g := given{opt: o}
		switch {
		case i+1 < len(word):
			g.value, g.has = word[i+1:], true
		case o.OptArg:
		case len(p.rest) > 0:
			g.value, g.has = p.take(), true
		case o.Default != "":
			g.value, g.has = o.Default, true
		default:
			if o.Revision {
				return &parseError{text: fmt.Sprintf("error: -%c requires an argument", o.Short), exit: exitFatal}
			}
			return &parseError{text: fmt.Sprintf("switch `%c' requires a value", o.Short)}
		}
		if o.Number && g.has && !isNumber(g.value) {
			return &parseError{text: fmt.Sprintf("switch `%c' expects a numerical value", o.Short)}
		}
		p.add(g)
		return nil
	}
	return nil
}

func (p *parser) unknownShort(word string, i int) *parseError {
	if p.cmd.Parse&KeepUnknown != 0 && i == 1 {
		p.out.args = append(p.out.args, word)
		return nil
	}
	if word[i] == 'h' && i == 1 && len(word) == 2 {
		p.out.wantsHelp = true
		return &parseError{usage: true}
	}
	if err := p.absent("-" + word[i:i+1]); err != nil {
		return err
	}
	if word[i] >= 0x80 {
		return &parseError{text: fmt.Sprintf("unknown non-ascii option in string: `%s'", word), usage: true}
	}
	return &parseError{text: fmt.Sprintf("unknown switch `%c'", word[i]), usage: true}
}

// long reads "--name", "--no-name", "--name=value" and shortened names.
func (p *parser) long(word string) *parseError {
	name, value, has := strings.Cut(word[2:], "=")
	o, off, err := p.find(name)
	if err != nil {
		return err
	}
	if o == nil {
		return p.unknownLong(word, name)
	}
	shown := o.Long
	if off {
		shown = negated(o.Long)
	}
	g := given{opt: o, value: value, has: has, off: off}
	switch {
	case has && (off || o.Arg == ""):
		return &parseError{text: fmt.Sprintf("option `%s' takes no value", shown)}
	case has || off || o.Arg == "" || o.OptArg:
	case o.Joined:
		return p.unknownLong(word, name)
	case len(p.rest) > 0:
		g.value, g.has = p.take(), true
	case o.Default != "":
		g.value, g.has = o.Default, true
	case o.Long == "default":
		return &parseError{text: "error: bad --default argument", exit: exitFatal}
	case o.Revision:
		return &parseError{text: fmt.Sprintf("fatal: Option '--%s' requires a value", shown), exit: exitFatal}
	default:
		return &parseError{text: fmt.Sprintf("option `%s' requires a value", shown)}
	}
	if o.Number && g.has && !isNumber(g.value) {
		return &parseError{text: fmt.Sprintf("option `%s' expects a numerical value", shown)}
	}
	p.add(g)
	return nil
}

func (p *parser) unknownLong(word, name string) *parseError {
	if p.cmd.Parse&KeepUnknown != 0 {
		p.out.args = append(p.out.args, word)
		return nil
	}
	if word == "--help" || word == "--help-all" {
		p.out.wantsHelp = true
		return &parseError{usage: true}
	}
	if err := p.absent("--" + name); err != nil {
		return err
	}
	return &parseError{text: fmt.Sprintf("unknown option `%s'", word[2:]), usage: true}
}

// absent is the error for an option that Git has and this engine has not.
func (p *parser) absent(name string) *parseError {
	for _, a := range p.cmd.Absent {
		if a.Name != name {
			continue
		}
		text := fmt.Sprintf("Cairn's 'git %s' does not have the option %s", p.cmd.Name, name)
		if a.Instead != "" {
			text += "; the nearest that it has is " + a.Instead
		}
		return &parseError{text: text}
	}
	return nil
}

func negated(long string) string {
	if s, ok := strings.CutPrefix(long, "no-"); ok {
		return s
	}
	return "no-" + long
}

// find looks a long name up: exactly, as a negation, or shortened so far as
// only one option begins with it.
func (p *parser) find(name string) (*Option, bool, *parseError) {
	type candidate struct {
		o   *Option
		off bool
	}
	var near []candidate
	for i := range p.cmd.Options {
		o := &p.cmd.Options[i]
		if o.Long == "" {
			continue
		}
		if o.Long == name {
			return o, false, nil
		}
		if !o.NoNeg && negated(o.Long) == name {
			if exact := p.exact(name); exact != nil {
				return exact, false, nil
			}
			return o, true, nil
		}
		if strings.HasPrefix(o.Long, name) {
			near = append(near, candidate{o, false})
		} else if !o.NoNeg && strings.HasPrefix(negated(o.Long), name) {
			near = append(near, candidate{o, true})
		}
	}
	if p.cmd.Parse&(NoAbbrev|KeepUnknown) != 0 || len(near) == 0 {
		return nil, false, nil
	}
	if n := len(near); n > 1 {
		shown := func(c candidate) string {
			if c.off {
				return negated(c.o.Long)
			}
			return c.o.Long
		}
		return nil, false, &parseError{text: fmt.Sprintf("ambiguous option: %s (could be --%s or --%s)",
			name, shown(near[n-2]), shown(near[n-1])), usage: true, onStdout: true}
	}
	return near[0].o, near[0].off, nil
}

func (p *parser) exact(name string) *Option {
	for i := range p.cmd.Options {
		if p.cmd.Options[i].Long == name {
			return &p.cmd.Options[i]
		}
	}
	return nil
}

func (p *parser) short(b byte) *Option {
	for i := range p.cmd.Options {
		if p.cmd.Options[i].Short == b {
			return &p.cmd.Options[i]
		}
	}
	return nil
}

func (p *parser) digits() *Option {
	for i := range p.cmd.Options {
		if p.cmd.Options[i].Digits {
			return &p.cmd.Options[i]
		}
	}
	return nil
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

// flag reports whether an option without argument is on: the last of NAME
// and --no-NAME counts.
func (c *call) flag(name string) bool {
	g := c.last(name)
	return g != nil && !g.off
}

// off reports whether --no-NAME is the last word on the option.
func (c *call) off(name string) bool {
	g := c.last(name)
	return g != nil && g.off
}

func (c *call) last(name string) *given {
	for i := len(c.opts) - 1; i >= 0; i-- {
		if c.opts[i].opt.key() == name {
			return &c.opts[i]
		}
	}
	return nil
}

// count is how many times an option was given since its last --no-NAME.
func (c *call) count(name string) int {
	n := 0
	for _, g := range c.opts {
		switch {
		case g.opt.key() != name:
		case g.off:
			n = 0
		default:
			n++
		}
	}
	return n
}

// value is an option's argument; ok is false when the option was not given,
// was taken back, or stood without its optional argument (see flag).
func (c *call) value(name string) (text string, ok bool) {
	g := c.last(name)
	if g == nil || g.off {
		return "", false
	}
	return g.value, g.has
}

// values lists the arguments of an option that may be repeated.
func (c *call) values(name string) []string {
	var list []string
	for _, g := range c.opts {
		switch {
		case g.opt.key() != name:
		case g.off:
			list = nil
		default:
			list = append(list, g.value)
		}
	}
	return list
}

// number is the argument of an option with Number set, or def.
func (c *call) number(name string, def int) int {
	text, ok := c.value(name)
	if !ok {
		return def
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return def
	}
	return n
}
