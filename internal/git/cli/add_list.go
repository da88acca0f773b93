package cli

import "strings"

// addItem is one line of a list of add -i.
type addItem struct {
	name   string
	before string // stands before the name
	on     bool
	prefix int // bytes of the name that choose it alone; 0: only the number or the whole name does
}

// addList is a list to choose from, by number, range or the beginning of a name.
type addList struct {
	items     []addItem
	title     string
	prompt    string
	columns   int  // 0: one item a line
	single    bool // only one can be chosen
	immediate bool // the first answer ends it
}

// show prints the list.
func (a *interactiveAdd) show(l *addList) {
	a.println(a.paint.head(l.title))
	for i, it := range l.items {
		mark := " "
		if it.on {
			mark = "*"
		}
		end := "\n"
		if l.columns > 0 && (i+1)%l.columns != 0 && i+1 < len(l.items) {
			end = "\t"
		}
		a.printf("%s%2d: %s%s%s", mark, i+1, it.before, a.marked(&it), end)
	}
}

// marked is a name with its shortest beginning marked that nothing else has.
func (a *interactiveAdd) marked(it *addItem) string {
	switch {
	case it.prefix == 0:
		return it.name
	case a.paint.promptC != "":
		return a.paint.prompt(it.name[:it.prefix]) + it.name[it.prefix:]
	}
	return "[" + it.name[:it.prefix] + "]" + it.name[it.prefix:]
}

// findPrefixes works out the beginnings: of at most four signs, and none that could be meant
// otherwise.
func (l *addList) findPrefixes() {
	const most = 4
	for i := range l.items {
		name := l.items[i].name
		l.items[i].prefix = 0
		for n := 1; n <= min(most, len(name)) && plainPrefix(name[:n]); n++ {
			if l.alone(i, name[:n]) {
				l.items[i].prefix = n
				break
			}
		}
	}
}

func (l *addList) alone(i int, prefix string) bool {
	for k := range l.items {
		if k != i && strings.HasPrefix(l.items[k].name, prefix) {
			return false
		}
	}
	return true
}

// plainPrefix refuses what is a number, a range or a sign of its own in an answer.
func plainPrefix(s string) bool {
	if s == "*" || s == "?" || s[0] == '-' || s[0] >= '0' && s[0] <= '9' {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] == ',' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// choose asks until the choice is made; ended says that the answers did.
func (a *interactiveAdd) choose(l *addList) (picked []int, ended bool) {
	l.findPrefixes()
	for i := range l.items {
		l.items[i].on = false
	}
	for {
		a.show(l)
		tail := ">> "
		if l.single {
			tail = "> "
		}
		a.printf("%s%s", a.paint.prompt(l.prompt), tail)
		_ = a.out.Flush()
		line, err := a.in.ReadString('\n')
		if err != nil && line == "" {
			if !l.single {
				a.println("")
			}
			return l.picked(), true
		}
		line = strings.TrimSpace(line)
		if line == "" {
			return l.picked(), false
		}
		if line == "?" {
			for help := range strings.Lines(promptHelp(l.single)) {
				a.println(a.paint.help(strings.TrimSuffix(help, "\n")))
			}
			continue
		}
		a.take(l, line)
		if l.immediate || line == "*" || (l.single && len(l.picked()) > 0) {
			return l.picked(), false
		}
	}
}

func (l *addList) picked() []int {
	var list []int
	for i := range l.items {
		if l.items[i].on {
			list = append(list, i)
		}
	}
	return list
}

// take marks what an answer names.
func (a *interactiveAdd) take(l *addList, answer string) {
	for _, word := range strings.FieldsFunc(answer, func(r rune) bool { return r <= ' ' || r == ',' }) {
		off := false
		if !l.single {
			word, off = strings.CutPrefix(word, "-")
		}
		first, last, ok := l.find(word)
		if !ok || (l.single && first != last) {
			a.say("%s", a.paint.error("Huh ("+word+")?"))
			return // the rest of the answer is not looked at
		}
		for i := first; i <= last; i++ {
			l.items[i].on = !off
		}
		if l.single {
			return
		}
	}
}

// find reads "*", "3", "2-5", "7-", or the beginning of one name.
func (l *addList) find(word string) (first, last int, ok bool) {
	n := len(l.items)
	if word == "*" {
		return 0, n - 1, true
	}
	if from, to, _, ok := numbers(word, n); ok {
		return from - 1, min(to, n) - 1, from >= 1 && from <= n && from <= to
	}
	found := -1
	for i := range l.items {
		switch name := l.items[i].name; {
		case name == word:
			return i, i, true
		case word == "" || !strings.HasPrefix(name, word):
		case found >= 0:
			return 0, 0, false
		default:
			found = i
		}
	}
	return found, found, found >= 0
}

// readInteractivePaint is readPaint for add -i and -p, where color.ui does not count: color.interactive
// does for the dialogue, and for hunks nothing but a terminal.
func (c *call) readInteractivePaint() *patchPaint {
	p := &patchPaint{}
	if _, set := c.repo.Config().Get("color.interactive"); set || c.env.autoColor() {
		p = c.readPaint()
	}
	p.on = c.env.autoColor() && c.diffColorDefault()
	return p
}
