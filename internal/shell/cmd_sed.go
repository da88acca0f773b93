package shell

import (
	"bytes"
	"strings"
)

// stream is sed's state while it goes through its input.
type stream struct {
	*call
	prog    []*sedCommand
	quiet   bool
	out     *bytes.Buffer
	line    int
	lastOne bool
	pattern string
	after   []string // text of `a`, printed at the end of the cycle
	noEOL   bool     // the last line of the input has no newline
	quit    bool
}

func sed(c *call) int {
	o, ok := c.options(spec{short: "nEre:is", long: map[string]string{
		"quiet": "n", "silent": "n", "regexp-extended": "E", "expression": "e:", "in-place": "i", "separate": "s",
	}})
	if !ok {
		return 2
	}
	scripts := o.all["e"]
	if len(scripts) == 0 {
		if len(o.rest) == 0 {
			c.print(c.err, "usage: %s\n", c.usage())
			return 1
		}
		scripts, o.rest = o.rest[:1], o.rest[1:]
	}
	p := &sedParser{text: strings.Join(scripts, "\n"), d: basic}
	if o.has("E") || o.has("r") {
		p.d = extended
	}
	prog, err := p.parse()
	if err != nil {
		c.complain("-e expression #1, char %d: %v", p.at, err)
		return 1
	}
	if o.has("i") {
		return c.sedInPlace(prog, o)
	}
	st := &stream{call: c, prog: prog, quiet: o.has("n"), out: &bytes.Buffer{}}
	var all []byte
	code := 0
	run := func() {
		for _, cmd := range prog {
			cmd.active = false
		}
		st.run(all)
		all = nil
	}
	for _, name := range inputs(o.rest) {
		data, err := c.read(name)
		if err != nil {
			c.sedCannotRead(name, err)
			code = 2
			continue
		}
		if n := len(all); n > 0 && all[n-1] != '\n' {
			all = append(all, '\n')
		}
		all = append(all, data...)
		if o.has("s") {
			run()
		}
	}
	run()
	c.printf("%s", st.out.Bytes())
	return code
}

func (c *call) sedCannotRead(name string, err error) {
	if text := errText(err); text == "Is a directory" {
		c.print(c.err, "sed: couldn't edit %s: not a regular file\n", name)
	} else {
		c.print(c.err, "sed: can't read %s: %s\n", name, text)
	}
}

func (c *call) sedInPlace(prog []*sedCommand, o *options) int {
	if len(o.rest) == 0 {
		c.complain("no input files")
		return 4
	}
	code := 0
	for _, name := range o.rest {
		info, err := c.s.files.Stat(c.abs(name))
		var data []byte
		if err == nil {
			data, err = c.read(name)
		}
		if err != nil {
			c.sedCannotRead(name, err)
			code = 2
			continue
		}
		for _, cmd := range prog {
			cmd.active = false
		}
		st := &stream{call: c, prog: prog, quiet: o.has("n"), out: &bytes.Buffer{}}
		st.run(data)
		if c.ctx.Err() != nil {
			return exitInterrupted
		}
		if err := c.write(name, st.out.Bytes(), info.Mode().Perm()); err != nil {
			c.complain("couldn't write %s: %s", name, errText(err))
			code = 4
		}
	}
	return code
}

// run goes through all lines.
func (s *stream) run(data []byte) {
	lines := splitLines(data)
	for i := 0; i < len(lines) && !s.quit && s.ctx.Err() == nil; i++ {
		raw := string(lines[i])
		s.line, s.lastOne = i+1, i == len(lines)-1
		s.noEOL = !strings.HasSuffix(raw, "\n")
		s.pattern = strings.TrimSuffix(raw, "\n")
		i += s.cycle(lines[i+1:])
	}
}

// cycle runs the program on one line; it gives how many more lines it took.
func (s *stream) cycle(rest [][]byte) (taken int) {
	s.after = nil
	deleted := s.commands(s.prog, rest, &taken)
	if !deleted && !s.quiet {
		s.emit(s.pattern)
	}
	for _, text := range s.after {
		s.out.WriteString(text + "\n")
	}
	return taken
}

// emit writes the pattern space; only the input's last line may lack its newline.
func (s *stream) emit(text string) {
	s.out.WriteString(text)
	if !s.noEOL || len(s.after) > 0 {
		s.out.WriteByte('\n')
	}
}

// commands runs commands in order; true means that the cycle ends without
// printing.
func (s *stream) commands(list []*sedCommand, rest [][]byte, taken *int) (deleted bool) {
	for _, cmd := range list {
		if cmd.matches(s) == cmd.negate {
			continue
		}
		switch cmd.name {
		case '{':
			if s.commands(cmd.block, rest, taken) {
				return true
			}
			if s.quit {
				return false
			}
		case 'd':
			return true
		case 'p':
			s.out.WriteString(s.pattern + "\n")
		case '=':
			s.printLine()
		case 'q':
			s.quit = true
			return false
		case 'a':
			s.after = append(s.after, cmd.text)
		case 'i':
			s.out.WriteString(cmd.text + "\n")
		case 'c':
			if cmd.to == nil || !cmd.active || s.lastOne {
				s.out.WriteString(cmd.text + "\n")
			}
			return true
		case 's':
			s.substitute(cmd)
		case 'y':
			s.pattern = cmd.swap.Replace(s.pattern)
		case 'n':
			if !s.next(rest, taken) {
				return false
			}
		}
	}
	return false
}

func (s *stream) printLine() {
	s.print(s.out, "%d\n", s.line)
}

// next prints the pattern space and takes the next line into it.
func (s *stream) next(rest [][]byte, taken *int) bool {
	if *taken >= len(rest) {
		s.quit = true
		return false
	}
	if !s.quiet {
		s.emit(s.pattern)
	}
	raw := string(rest[*taken])
	*taken++
	s.line++
	s.lastOne = *taken == len(rest)
	s.noEOL = !strings.HasSuffix(raw, "\n")
	s.pattern = strings.TrimSuffix(raw, "\n")
	return true
}

func (s *stream) substitute(cmd *sedCommand) {
	var out strings.Builder
	at, n := 0, 0
	for _, m := range cmd.re.FindAllStringSubmatchIndex(s.pattern, -1) {
		n++
		if n < cmd.nth || n > cmd.nth && !cmd.global {
			continue
		}
		out.WriteString(s.pattern[at:m[0]])
		out.WriteString(cmd.replace(s.pattern, m))
		at = m[1]
		if out.Len() > int(s.s.limits.File) {
			s.st.cancel(errMemory)
			return
		}
	}
	if n < cmd.nth {
		return
	}
	out.WriteString(s.pattern[at:])
	s.pattern = out.String()
	if cmd.print {
		s.out.WriteString(s.pattern + "\n")
	}
}
