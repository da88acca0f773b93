package console

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"cairn/internal/ui/theme"
)

// Margins. The signs of typed commands stand in the left one.
const (
	padLeft  = theme.Space6
	padRight = theme.Space4
	padTop   = theme.Space3
	leading  = 1.5
)

func rowHeight() float32 { return theme.Code() * leading }

func letterWidth() float32 {
	return theme.Measure("0123456789", theme.Code(), fyne.TextStyle{Monospace: true}).Width / 10
}

// columns is how many letters fit into a width.
func columns(width float32) int { return max(10, int((width-padLeft-padRight)/letterWidth())) }

// greyed is what the ghost adds to what was typed.
func (c *Console) greyed() string {
	typed := c.input.String()
	if c.search.on || c.asking || c.running != nil || c.input.at != len(c.input.text) || c.menu.open {
		return ""
	}
	whole := ""
	switch {
	case strings.HasPrefix(c.ghost, typed) && c.ghost != typed:
		whole = c.ghost
	case typed != "" && c.params.Ghost != nil:
		whole = c.params.Ghost(typed)
	}
	if rest, ok := strings.CutPrefix(whole, typed); ok && !strings.Contains(rest, "\n") {
		return rest
	}
	return ""
}

// live is the rows after what was printed: the line being typed, the
// candidates below it, or how long a command has been running. at is the
// cursor's row among them and letter its place there; at is -1 for none.
func (c *Console) live() (rows []*row, at, letter int) {
	if c.running != nil && !c.asking && len(c.input.text) == 0 {
		if words := c.elapsed(); words != "" {
			return []*row{{runs: []run{{words, style{ink: theme.Muted}}}}}, -1, 0
		}
		return nil, -1, 0
	}
	prefix := c.prompt
	if c.search.on {
		prefix = c.searchPrompt()
	} else if c.running != nil && !c.asking {
		prefix = nil
	}
	rows, at, letter = c.typed(prefix)
	last := rows[len(rows)-1]
	last.add(c.greyed(), style{ink: theme.Muted})
	if c.asking && len(c.prompt) == 0 && len(c.input.text) == 0 {
		last.add("the command waits for lines · Ctrl+D ends them, Ctrl+C stops it", style{ink: theme.Muted})
	}
	return append(rows, c.menuRows()...), at, letter
}

// typed sets the input line by line behind its prompts.
func (c *Console) typed(prefix []run) (rows []*row, at, letter int) {
	seen := 0
	for i, line := range strings.Split(c.input.String(), "\n") {
		r := &row{runs: append([]run(nil), prefix...)}
		if i > 0 {
			r = &row{runs: []run{{continued, promptStyle()}}}
		}
		before, n := r.letters(), utf8.RuneCountInString(line)
		r.add(line, style{})
		if c.input.at >= seen && c.input.at <= seen+n {
			at, letter = i, before+c.input.at-seen
		}
		seen += n + 1
		rows = append(rows, r)
	}
	return rows, at, letter
}

// menuRows is the list of candidates, below the line so that it covers nothing.
func (c *Console) menuRows() []*row {
	m := c.menu
	if !m.open {
		return nil
	}
	first := max(0, min(m.selected-maxCandidates/2, len(m.Candidates)-maxCandidates))
	last := min(first+maxCandidates, len(m.Candidates))
	widest := 0
	for _, w := range m.Candidates[first:last] {
		widest = max(widest, utf8.RuneCountInString(w))
	}
	var rows []*row
	for i := first; i < last; i++ {
		r := &row{}
		s := style{}
		if i == m.selected {
			s = style{ink: theme.OnAccent, paper: theme.Accent}
		}
		word := m.Candidates[i]
		r.add("  "+word+strings.Repeat(" ", widest-utf8.RuneCountInString(word)+2), s)
		if i < len(m.Notes) {
			r.add("  "+m.Notes[i], style{ink: theme.Muted})
		}
		r.cut(c.Columns())
		rows = append(rows, r)
	}
	if more := len(m.Candidates) - last; more > 0 {
		rows = append(rows, &row{runs: []run{{"  … " + strconv.Itoa(more) + " more", style{ink: theme.Muted}}}})
	}
	return rows
}

// slice is the part of a row's runs between two letters.
func slice(runs []run, from, to int) []run {
	var out []run
	seen := 0
	for _, r := range runs {
		n := utf8.RuneCountInString(r.text)
		a, b := max(from-seen, 0), min(to-seen, n)
		if a < b {
			text := r.text
			if a > 0 || b < n {
				text = string([]rune(text)[a:b])
			}
			out = append(out, run{text, r.style})
		}
		seen += n
	}
	return out
}
