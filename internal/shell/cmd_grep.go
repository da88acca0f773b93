package shell

import (
	"bytes"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

type grepper struct {
	*call
	o             *options
	re            []*regexp.Regexp
	names         bool // print the file's name before each line
	before, after int
	limit         int
	matched       bool
	code          int
}

func grepSpec() spec {
	return spec{short: "rRnivclLEFGwxoqhHse:A:B:C:m:", long: map[string]string{
		"recursive": "r", "line-number": "n", "ignore-case": "i", "invert-match": "v", "count": "c",
		"files-with-matches": "l", "files-without-match": "L", "extended-regexp": "E", "fixed-strings": "F",
		"word-regexp": "w", "line-regexp": "x", "only-matching": "o", "quiet": "q", "silent": "q",
		"no-filename": "h", "with-filename": "H", "no-messages": "s", "regexp": "e:",
		"after-context": "A:", "before-context": "B:", "context": "C:", "max-count": "m:",
		"include": "I:", "exclude-dir": "X:", "color": "k", "color=auto": "k",
	}}
}

func grep(c *call) int {
	c.expandNumber()
	o, ok := c.options(grepSpec())
	if !ok {
		return 2
	}
	g := &grepper{call: c, o: o, limit: -1}
	patterns := o.all["e"]
	if len(patterns) == 0 {
		if len(o.rest) == 0 {
			c.print(c.err, "usage: %s\n", c.usage())
			return 2
		}
		patterns, o.rest = o.rest[:1], o.rest[1:]
	}
	if !g.compile(patterns) || !g.numbers() {
		return 2
	}
	recursive := o.has("r") || o.has("R")
	files := o.rest
	if len(files) == 0 {
		files = []string{"-"}
		if recursive {
			files = []string{""}
		}
	}
	g.names = (len(files) > 1 || recursive || o.has("H")) && !o.has("h")
	for _, name := range files {
		if g.stopped() || g.matched && o.has("q") {
			break
		}
		g.path(name, recursive)
	}
	switch {
	case g.matched && (g.code == 0 || o.has("q")):
		return 0
	case g.code != 0:
		return g.code
	}
	return 1
}

// expandNumber turns -3 into -C 3.
func (c *call) expandNumber() {
	for i, arg := range c.args {
		if len(arg) > 1 && arg[0] == '-' && strings.Trim(arg[1:], "0123456789") == "" {
			c.args[i] = "-C" + arg[1:]
		}
	}
}

func (g *grepper) compile(patterns []string) bool {
	d := basic
	if g.o.has("E") {
		d = extended
	}
	if g.o.has("F") {
		d = fixed
	}
	for _, pattern := range patterns {
		for one := range strings.SplitSeq(pattern, "\n") {
			re, err := compile(one, d, g.o.has("i"))
			if err != nil {
				g.complain("%v", err)
				return false
			}
			g.re = append(g.re, re)
		}
	}
	return true
}

func (g *grepper) numbers() bool {
	for name, set := range map[string][]*int{"A": {&g.after}, "B": {&g.before}, "C": {&g.after, &g.before}, "m": {&g.limit}} {
		if !g.o.has(name) {
			continue
		}
		n, err := strconv.Atoi(g.o.value[name])
		if err != nil || n < 0 {
			g.complain("%s: invalid context length argument", g.o.value[name])
			return false
		}
		for _, v := range set {
			*v = n
		}
	}
	return true
}

func (g *grepper) path(name string, recursive bool) {
	shown := name
	if name == "" {
		name = "."
	}
	if name != "-" {
		info, err := g.s.files.Stat(g.abs(name))
		if err == nil && info.IsDir() {
			if recursive {
				g.dir(shown, g.abs(name))
				return
			}
			g.fail(name, "Is a directory")
			return
		}
		if err != nil && name != "/dev/null" {
			g.fail(name, errText(err))
			return
		}
	}
	data, err := g.read(name)
	if err != nil {
		g.fail(name, errText(err))
		return
	}
	if name == "-" {
		shown = "(standard input)"
	}
	g.file(shown, data)
}

func (g *grepper) fail(name, why string) {
	if !g.o.has("s") {
		g.complain("%s: %s", name, why)
	}
	g.code = 2
}

func (g *grepper) dir(name, full string) {
	entries, err := g.s.files.ReadDir(full)
	if err != nil {
		g.fail(name, errText(err))
		return
	}
	for _, e := range entries {
		if g.stopped() {
			return
		}
		child := e.Name()
		if name != "" {
			child = strings.TrimSuffix(name, "/") + "/" + child
		}
		switch {
		case e.IsDir():
			if !g.listed("X", e.Name()) {
				g.dir(child, filepath.Join(full, e.Name()))
			}
		case e.Type()&fs.ModeSymlink != 0:
			// grep -r does not follow links that it meets.
		case g.o.has("I") && !g.listed("I", e.Name()):
		default:
			data, err := g.read(filepath.Join(full, e.Name()))
			if err != nil {
				g.fail(child, errText(err))
				continue
			}
			g.file(child, data)
		}
	}
}

// listed reports whether a name matches --include or --exclude-dir.
func (g *grepper) listed(option, name string) bool {
	for _, pattern := range g.o.all[option] {
		if ok, err := filepath.Match(pattern, name); err == nil && ok {
			return true
		}
	}
	return false
}

// hits gives the matches in a line, without its newline.
func (g *grepper) hits(line []byte) [][]int {
	var all [][]int
	for _, re := range g.re {
		for _, m := range re.FindAllIndex(line, -1) {
			if g.o.has("w") && !wholeWord(line, m) || g.o.has("x") && (m[0] != 0 || m[1] != len(line)) {
				continue
			}
			all = append(all, m[:2])
		}
	}
	return all
}

func wholeWord(line []byte, m []int) bool {
	isWord := func(i int) bool {
		if i < 0 || i >= len(line) {
			return false
		}
		ch := line[i]
		return ch == '_' || ch >= '0' && ch <= '9' || ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z'
	}
	return !isWord(m[0]-1) && !isWord(m[1])
}

// search is one file being searched.
type search struct {
	*grepper
	name     string
	lines    [][]byte
	quiet    bool // lines themselves are not printed
	binary   bool
	found    int
	last     int // the newest line that was printed; -1 before the first
	trailing int // lines of context still to print
}

// file searches one file and prints what is asked for.
func (g *grepper) file(name string, data []byte) {
	s := &search{
		grepper: g, name: name, lines: splitLines(data), last: -1, binary: bytes.IndexByte(data, 0) >= 0,
		quiet: g.o.has("q") || g.o.has("c") || g.o.has("l") || g.o.has("L"),
	}
	for i := range s.lines {
		if g.stopped() || s.full() && s.trailing == 0 || !s.step(i) {
			break
		}
	}
	g.summary(name, s.found, s.binary && !s.quiet)
}

// full reports whether -m allows no more matches.
func (s *search) full() bool { return s.limit >= 0 && s.found >= s.limit }

func (s *search) text(i int) []byte { return bytes.TrimSuffix(s.lines[i], []byte("\n")) }

// step looks at one line; false means that the rest cannot change the answer.
func (s *search) step(i int) bool {
	var hits [][]int
	selected := false
	if !s.full() {
		hits = s.hits(s.text(i))
		selected = (len(hits) > 0) != s.o.has("v")
	}
	if !selected {
		if s.trailing > 0 && !s.quiet {
			s.trailing--
			s.line(s.name, '-', i, s.text(i))
			s.last = i
		}
		return true
	}
	s.found++
	s.matched = true
	switch {
	case s.quiet || s.binary:
		return s.o.has("c")
	case s.o.has("o"):
		for _, m := range hits {
			if m[1] > m[0] {
				s.line(s.name, ':', i, s.text(i)[m[0]:m[1]])
			}
		}
	default:
		s.withContext(i)
	}
	return true
}

// withContext prints a selected line and the lines before it.
func (s *search) withContext(i int) {
	first := max(s.last+1, i-s.before)
	if (s.before > 0 || s.after > 0) && s.last >= 0 && first > s.last+1 {
		s.printf("--\n")
	}
	for j := first; j < i; j++ {
		s.line(s.name, '-', j, s.text(j))
	}
	s.line(s.name, ':', i, s.text(i))
	s.last, s.trailing = i, s.after
}

func (g *grepper) summary(name string, found int, binary bool) {
	switch {
	case g.o.has("q"):
	case g.o.has("l"):
		if found > 0 {
			g.printf("%s\n", name)
		}
	case g.o.has("L"):
		if found == 0 {
			g.printf("%s\n", name)
		}
	case g.o.has("c"):
		if g.names {
			g.printf("%s:", name)
		}
		g.printf("%d\n", found)
	case binary && found > 0:
		g.printf("grep: %s: binary file matches\n", name)
	}
}

func (g *grepper) line(name string, mark byte, i int, text []byte) {
	var b strings.Builder
	if g.names {
		fmt.Fprintf(&b, "%s%c", name, mark)
	}
	if g.o.has("n") {
		fmt.Fprintf(&b, "%d%c", i+1, mark)
	}
	g.printf("%s%s\n", b.String(), text)
}
