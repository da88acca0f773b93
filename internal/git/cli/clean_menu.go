package cli

import (
	"bufio"
	"strconv"
	"strings"

	"cairn/internal/git/ignore"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/quote"
)

// cleanMenu is the dialogue of `git clean -i` (git-clean(1), "Interactive mode").
type cleanMenu struct {
	*call
	clean *porcelain.Cleaner
	paths []string // what is still to be removed
	in    *bufio.Reader
	paint *patchPaint
	lists columnStyle
	high  bool
}

// cleanCommands are the entries of the main menu.
func cleanCommands() []menuItem {
	var items []menuItem
	for _, name := range []string{"clean", "filter by pattern", "select by numbers", "ask each", "quit", "help"} {
		items = append(items, menuItem{name: name, hot: true})
	}
	return items
}

const cleanHelp = `clean               - start cleaning
filter by pattern   - exclude items from deletion
select by numbers   - select items to be deleted by numbers
ask each            - confirm each deletion (like "rm -i")
quit                - stop cleaning
help                - this screen
?                   - help for prompt selection
`

func (c *call) cleanInteractively(clean *porcelain.Cleaner, paths []string) int {
	style, code, ok := c.columnStyle("clean")
	if !ok {
		return code
	}
	style.on = true // whatever the configuration says
	high, err := c.repo.Config().Bool("core.quotePath", true)
	m := &cleanMenu{
		call: c, clean: clean, paths: paths, in: bufio.NewReader(c.env.Stdin), paint: c.readPaint(),
		lists: style, high: high || err != nil,
	}
	return m.run()
}

// run is the loop of the main menu.
func (m *cleanMenu) run() int {
	for len(m.paths) > 0 {
		head := "Would remove the following items:\n"
		if len(m.paths) == 1 {
			head = "Would remove the following item:\n"
		}
		m.printf("%s", m.paint.head(head))
		m.list()
		choice := -1
		for choice < 0 {
			picked, ended := m.menu("What now", "*** Commands ***", cleanCommands(), true)
			if ended {
				choice = cleanQuit
			}
			for i, on := range picked {
				if on {
					choice = i
				}
			}
		}
		if done, code := m.do(choice); done {
			return code
		}
		if len(m.paths) == 0 {
			m.printf("%s", m.paint.error("No more files to clean, exiting.\n"))
		}
	}
	return exitOK
}

// The places of the commands in the menu.
const (
	cleanNow = iota
	cleanFilter
	cleanSelect
	cleanAsk
	cleanQuit
)

// do carries out one command; done ends the dialogue.
func (m *cleanMenu) do(choice int) (done bool, code int) {
	switch choice {
	case cleanNow:
		return true, m.remove(m.paths)
	case cleanFilter:
		m.filter()
	case cleanSelect:
		m.choose()
	case cleanAsk:
		return true, m.remove(m.askEach())
	case cleanQuit:
		m.printf("Bye.\n")
		return true, exitOK
	default:
		m.printf("%s", m.paint.help(cleanHelp))
	}
	return false, 0
}

func (m *cleanMenu) remove(paths []string) int {
	return m.tellCleaned(m.clean.Remove(paths), m.flag("dry-run"))
}

// shown is a path seen from the current directory.
func (m *cleanMenu) shown(path string) string { return fromPrefix(path, m.repo.Prefix()) }

// list prints the paths that would go, in columns.
func (m *cleanMenu) list() {
	names := make([]string, len(m.paths))
	for i, path := range m.paths {
		names[i] = quote.Path(m.shown(path), m.high)
	}
	m.columns(names, m.lists)
}

// columns prints lines with two spaces before and between them.
func (m *cleanMenu) columns(lines []string, style columnStyle) {
	const indent, gap = "  ", 2
	for _, row := range style.lay(lines, m.call.columns()-1-len(indent), gap) {
		m.println(indent + row)
	}
}

// read takes one line of the answers; false at their end.
func (m *cleanMenu) read() (string, bool) {
	_ = m.out.Flush()
	line, err := m.in.ReadString('\n')
	if err != nil && line == "" {
		return "", false
	}
	return strings.TrimSpace(line), true
}

// filter takes out what ignore patterns match.
func (m *cleanMenu) filter() {
	changed := true
	for len(m.paths) > 0 {
		if changed {
			m.list()
		}
		m.printf("%s", m.paint.prompt("Input ignore patterns>> "))
		line, ok := m.read()
		if !ok || line == "" {
			return
		}
		var patterns []*ignore.Pattern
		for _, word := range strings.Fields(line) {
			if p := ignore.ParseLine(word, "manual exclude", ""); p != nil {
				patterns = append(patterns, p)
			}
		}
		left := porcelain.WithoutIgnored(m.paths, patterns)
		if changed = len(left) < len(m.paths); !changed {
			m.printf("%s", m.paint.error("WARNING: Cannot find items matched by: "+line+"\n"))
		}
		m.paths = left
	}
}

// choose keeps the paths that are selected from a menu.
func (m *cleanMenu) choose() {
	items := make([]menuItem, len(m.paths))
	for i, path := range m.paths {
		items[i].name = m.shown(path)
	}
	picked, _ := m.menu("Select items to delete", "", items, false)
	var left []string
	for i, on := range picked {
		if on {
			left = append(left, m.paths[i])
		}
	}
	m.paths = left
}

// askEach asks for each path; the end of the answers leaves the rest alone.
func (m *cleanMenu) askEach() []string {
	var gone []string
	for _, path := range m.paths {
		m.printf("Remove %s [y/N]? ", quote.Path(m.shown(path), m.high))
		answer, ok := m.read()
		if !ok {
			m.println("")
			break
		}
		if answer != "" && strings.HasPrefix("yes", strings.ToLower(answer)) {
			gone = append(gone, path)
		}
	}
	return gone
}

// menuItem is one line of a menu.
type menuItem struct {
	name string
	hot  bool // its first letter alone chooses it
	on   bool
}

// menu lets one item (single) or several be chosen; ended says that the answers did.
func (m *cleanMenu) menu(prompt, head string, items []menuItem, single bool) (picked []bool, ended bool) {
	picked = make([]bool, len(items))
	for {
		if head != "" {
			m.println(m.paint.head(head))
		}
		m.printItems(items)
		tail := ">> "
		if single {
			tail = "> "
		}
		m.printf("%s", m.paint.prompt(prompt+tail))
		line, ok := m.read()
		switch {
		case !ok:
			return picked, true // nothing is chosen then
		case line == "":
			return marks(items, picked), false
		case line == "?":
			m.printf("%s", m.paint.help(promptHelp(single)))
			continue
		}
		if m.pick(items, line, single) && single {
			return marks(items, picked), false
		}
	}
}

func marks(items []menuItem, picked []bool) []bool {
	for i := range items {
		picked[i] = items[i].on
	}
	return picked
}

func (m *cleanMenu) printItems(items []menuItem) {
	lines := make([]string, len(items))
	for i, it := range items {
		mark := " "
		if it.on {
			mark = "*"
		}
		number := strconv.Itoa(i + 1)
		name := it.name
		if it.hot && m.paint.promptC != "" {
			name = m.paint.prompt(name[:1]) + name[1:]
		}
		lines[i] = mark + strings.Repeat(" ", max(2-len(number), 0)) + number + ": " + name
	}
	m.columns(lines, columnStyle{on: true, row: true})
}

func promptHelp(single bool) string {
	if single {
		return "Prompt help:\n1          - select a numbered item\nfoo        - select item based on unique prefix\n" +
			"           - (empty) select nothing\n"
	}
	return "Prompt help:\n1          - select a single item\n3-5        - select a range of items\n" +
		"2-3,6-9    - select multiple ranges\nfoo        - select item based on unique prefix\n" +
		"-...       - unselect specified items\n*          - choose all items\n           - (empty) finish selecting\n"
}

// pick marks what an answer names; any tells that something was named.
func (m *cleanMenu) pick(items []menuItem, answer string, single bool) (any bool) {
	words := []string{answer}
	if !single {
		words = strings.FieldsFunc(answer, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' })
	}
	for _, word := range words {
		off := false
		if !single {
			word, off = strings.CutPrefix(word, "-")
		}
		first, last, ok := findItems(items, word, single)
		if !ok {
			m.printf("%s", m.paint.error("Huh ("+word+")?\n"))
			continue
		}
		for i := first; i <= last; i++ {
			items[i].on = !off
		}
		any = true
	}
	return any
}

// findItems reads "*", "3", "2-5", "7-", or the beginning of one item's name.
func findItems(items []menuItem, word string, single bool) (first, last int, ok bool) {
	if word == "*" && !single {
		return 0, len(items) - 1, true
	}
	if from, to, isRange, ok := numbers(word, len(items)); ok {
		good := from >= 1 && to <= len(items) && from <= to && !(single && isRange)
		return from - 1, to - 1, good
	}
	found := -1
	for i, it := range items {
		switch {
		case it.name == word:
			return i, i, true
		case word == "" || !strings.HasPrefix(it.name, word):
		case found >= 0:
			return 0, 0, false
		default:
			found = i
		}
	}
	return found, found, found >= 0
}

// numbers reads "3", "2-5" and "7-".
func numbers(word string, top int) (from, to int, isRange, ok bool) {
	left, right, isRange := strings.Cut(word, "-")
	if !isDigits(left) || (right != "" && !isDigits(right)) {
		return 0, 0, false, false
	}
	from, err := strconv.Atoi(left)
	if err != nil {
		return 0, 0, false, false
	}
	switch {
	case !isRange:
		return from, from, false, true
	case right == "":
		return from, top, true, true
	}
	to, err = strconv.Atoi(right)
	return from, to, true, err == nil
}
