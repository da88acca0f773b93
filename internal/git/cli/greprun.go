package cli

import (
	"fmt"
	"strconv"
	"strings"

	"cairn/internal/git/confine"
	"cairn/internal/git/diff"
	"cairn/internal/git/diff/lines"
)

func repoRoot(dir string) confine.Root { return confine.Root(dir) }

// grepStyle is how hits are written.
type grepStyle struct {
	names, numbers, columns, heading, breaks bool
	list, without, only, count, nul, quiet   bool
	before, after, most                      int
	function, body                           bool
	text, skipBinary                         bool
	colors                                   grepColors
}

func (g *grepRun) settings() (int, bool) {
	s := &g.style
	cfg, err := g.config()
	if err != nil {
		return g.fail(err), false
	}
	option := func(name, key string) bool {
		if o := g.last(name); o != nil {
			return !o.off
		}
		on, err := cfg.Bool(key, false)
		return err == nil && on
	}
	s.numbers, s.columns = option("line-number", "grep.lineNumber"), option("column", "grep.column")
	s.names = true
	for i := range g.opts {
		switch g.opts[i].opt.key() {
		case "h":
			s.names = false
		case "H":
			s.names = true
		}
	}
	s.heading, s.breaks = g.flag("heading"), g.flag("break")
	s.list = g.flag("files-with-matches") || g.flag("name-only")
	s.without, s.only, s.count = g.flag("files-without-match"), g.flag("only-matching"), g.flag("count")
	s.nul, s.quiet = g.flag("null"), g.flag("quiet")
	s.function, s.body = g.flag("show-function"), g.flag("function-context")
	s.text, s.skipBinary = g.flag("text"), g.flag("I")
	s.most = g.number("max-count", -1)
	for i := range g.opts {
		o := &g.opts[i]
		n := leadingNumber(o.value)
		switch o.opt.key() {
		case "context":
			s.before, s.after = n, n
		case "before-context":
			s.before = n
		case "after-context":
			s.after = n
		}
	}
	return g.colorSettings()
}

// isBinary tells what the attribute diff says of a file, or else its content.
func (g *grepRun) isBinary(path string, data []byte) bool {
	if g.style.text {
		return false
	}
	if g.driver == nil {
		g.driver = func(string) diff.Driver { return diff.Driver{} }
		if env, err := g.diffEnv(attrsFromIndex); err == nil && env.Driver != nil {
			g.driver = env.Driver
		}
	}
	if d := g.driver(path); d.Binary || d.Text {
		return d.Binary
	}
	return diff.LooksBinary(data)
}

// grepFile is the search of one file.
type grepFile struct {
	*grepRun
	name    string
	lines   []string
	heading func(string) (string, bool)
	last    int // number of the line shown last, from 1
	isFirst bool
	// beyond: the last of lines is the nothing behind the last line feed. Git finds it
	// by looking ahead, which it does not from a line that is context already.
	beyond bool
}

// file searches one file; errGrepDone ends the whole search (-q).
func (g *grepRun) file(name, path string, data []byte) error {
	if err := g.ctx.Err(); err != nil {
		return err
	}
	s := &g.style
	if s.skipBinary && g.isBinary(path, data) {
		return nil
	}
	f := &grepFile{grepRun: g, name: name, isFirst: !g.shown}
	f.lines = lines.Split(data)
	for i := range f.lines {
		f.lines[i] = strings.TrimSuffix(f.lines[i], "\n")
	}
	if !g.m.AllIn(f.lines) {
		return nil
	}
	if n := len(f.lines); n > 0 && data[len(data)-1] == '\n' && g.m.EmptyAtEnd(f.lines[n-1]) {
		f.lines, f.beyond = append(f.lines, ""), true
	}
	if s.function || s.body {
		f.heading = lines.DefaultHeading
		if g.repo != nil {
			f.heading = g.call.heading(path)
		}
	}
	return f.search(func() bool { return g.isBinary(path, data) })
}

func (f *grepFile) search(binary func() bool) error {
	s := &f.style
	count, lastHit, inBody := 0, 0, false
	for i, line := range f.lines {
		number := i + 1
		if f.beyond && number == len(f.lines) && lastHit > 0 && (inBody || i <= lastHit+s.after) {
			break
		}
		hit := (s.most < 0 || count < s.most) && f.m.Line(line)
		if !hit {
			switch {
			case s.count || lastHit == 0:
			case number <= lastHit+s.after:
				f.show(number, '-')
			case inBody && f.bodyEnds(i):
				inBody = false
			case inBody:
				f.show(number, '-')
			}
			continue
		}
		count++
		switch {
		case s.without:
			return nil
		case s.quiet && !s.without:
			f.hits = true
			return errGrepDone
		case s.list:
			f.hits = true
			f.fileName()
			return nil
		case s.count:
			continue
		case count == 1 && binary():
			swallowed := f.swallowed()
			f.hits, f.shown = true, f.shown || f.threaded()
			if swallowed {
				return nil
			}
			f.printf("Binary file %s matches\n", f.painted(f.style.colors.file, f.name))
			return nil
		}
		f.hits = true
		f.contextBefore(number)
		f.show(number, ':')
		lastHit = number
		inBody = s.body
	}
	switch {
	case s.without:
		f.hits = true
		if s.quiet {
			return errGrepDone
		}
		f.fileName()
	case s.count && count > 0:
		f.hits = true
		f.countLine(count)
	}
	return nil
}

// swallowed reports whether Git loses the line about a binary file: its threads leave
// out the first line of all where there is context or --break, since that is a
// separator else.
func (f *grepFile) swallowed() bool {
	s := &f.style
	return f.isFirst && (s.before > 0 || s.after > 0 || s.body || s.breaks) && f.threaded()
}

func (f *grepFile) threaded() bool { return f.number("threads", 0) != 1 }

// bodyEnds reports whether the next function begins after this line: blank lines
// before it belong to it.
func (f *grepFile) bodyEnds(i int) bool {
	for ; i < len(f.lines); i++ {
		if f.isHeading(i) {
			return true
		}
		if f.lines[i] != "" {
			return false
		}
	}
	return false
}

func (f *grepFile) isHeading(i int) bool {
	_, is := f.heading(f.lines[i] + "\n")
	return is
}

func (f *grepFile) fileName() {
	f.printf("%s", f.painted(f.style.colors.file, f.name))
	if f.style.nul {
		f.printf("\x00")
	} else {
		f.printf("\n")
	}
}

func (f *grepFile) countLine(n int) {
	if f.style.names {
		f.printf("%s", f.painted(f.style.colors.file, f.name))
		f.separator(':')
	}
	f.printf("%d\n", n)
}

func (f *grepFile) painted(code, text string) string {
	if code == "" {
		return text
	}
	return code + text + f.style.colors.reset
}

// separator stands behind a name or number; with -z it is always a NUL.
func (f *grepFile) separator(sign byte) {
	if f.style.nul {
		f.printf("\x00")
		return
	}
	f.printf("%s", f.painted(f.style.colors.separator, string(sign)))
}

// contextBefore shows the lines before a hit, and the function that it stands in.
func (f *grepFile) contextBefore(number int) {
	s := &f.style
	if s.before == 0 && !s.body {
		if s.function {
			f.functionBefore(number)
		}
		return
	}
	from := max(number-s.before, f.last+1, 1)
	heading := 0
	switch {
	case s.body:
		from, heading = f.bodyStart(number, from)
	case s.function:
		for n := number - 1; n >= from; n-- {
			if f.isHeading(n - 1) {
				heading = n
				break
			}
		}
	}
	if s.function && heading == 0 {
		f.functionBefore(from)
	}
	for n := from; n < number; n++ {
		sign := byte('-')
		if n == heading {
			sign = '='
		}
		f.show(n, sign)
	}
}

// bodyStart finds where the function around a hit begins, with the comment above it.
func (f *grepFile) bodyStart(number, from int) (start, heading int) {
	first := f.last + 1
	inComment := f.isHeading(number - 1)
	start = first
	for n := number - 1; n >= first; n-- {
		if inComment && (f.lines[n-1] == "" || f.isHeading(n-1)) {
			return max(min(n+1, number), 1), heading
		}
		if !inComment && f.isHeading(n-1) {
			heading, inComment = n, true
		}
	}
	if heading == 0 && !inComment {
		return max(first, 1), 0
	}
	return max(min(start, from), 1), heading
}

// functionBefore shows the nearest line above that begins a function.
func (f *grepFile) functionBefore(number int) {
	for n := number - 1; n >= 1 && n > f.last; n-- {
		if f.isHeading(n - 1) {
			f.show(n, '=')
			return
		}
	}
}

// show writes one line with what stands before it.
func (f *grepFile) show(number int, sign byte) {
	s := &f.style
	line := f.lines[number-1]
	f.between(number)
	f.shown = true
	if !s.only || f.flag("invert-match") {
		column := 0
		if sign == ':' {
			if start, _, ok := f.m.Next(line, 0); ok {
				column = start + 1
			} else {
				column = 1
			}
		}
		f.lead(number, column, sign)
		f.highlighted(line, sign)
		f.printf("\n")
		return
	}
	column := 0
	for from := 0; ; {
		start, end, ok := f.m.Next(line, from)
		if !ok {
			break
		}
		if start == end {
			break // Git gives up on the line where nothing matches
		}
		// Git adds up where matches end, so that of several the later columns are too large.
		if column == 0 {
			column = start + 1
		}
		f.lead(number, column, sign)
		column += end - from
		f.printf("%s\n", f.painted(s.colors.match, line[start:end]))
		from = end
		if from > len(line) {
			break
		}
	}
}

// between writes what separates this line from those shown before.
func (f *grepFile) between(number int) {
	s := &f.style
	context := s.before > 0 || s.after > 0 || s.body
	if f.last == 0 && f.isFirst {
		f.isFirst = false
		return
	}
	switch {
	case s.breaks && f.last == 0:
		f.printf("\n")
	case context && (f.last == 0 || number > f.last+1):
		f.printf("%s\n", f.painted(s.colors.separator, "--"))
	}
}

func (f *grepFile) lead(number, column int, sign byte) {
	s := &f.style
	if s.heading && s.names && f.last == 0 {
		f.printf("%s\n", f.painted(s.colors.file, f.name))
	}
	f.last = number
	if !s.heading && s.names {
		f.printf("%s", f.painted(s.colors.file, f.name))
		f.separator(sign)
	}
	if s.numbers {
		f.printf("%s", f.painted(s.colors.line, strconv.Itoa(number)))
		f.separator(sign)
	}
	if s.columns && column > 0 {
		f.printf("%s", f.painted(s.colors.column, fmt.Sprint(column)))
		f.separator(sign)
	}
}

// highlighted writes a line with its matches in colour.
func (f *grepFile) highlighted(line string, sign byte) {
	colors := &f.style.colors
	if colors.reset == "" || sign != ':' || f.flag("invert-match") {
		base := colors.context
		if sign == '=' {
			base = colors.function
		} else if sign == ':' {
			base = colors.selected
		}
		f.printf("%s", f.painted(base, line))
		return
	}
	at := 0
	for at <= len(line) {
		start, end, ok := f.m.Next(line, at)
		if !ok || start == end {
			break
		}
		if start > at {
			f.printf("%s", f.painted(colors.selected, line[at:start]))
		}
		f.printf("%s", f.painted(colors.match, line[start:end]))
		at = end
	}
	if at < len(line) {
		f.printf("%s", f.painted(colors.selected, line[at:]))
	}
}
