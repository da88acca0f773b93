package cli

import (
	"errors"
	"os"
	"regexp"
	"strconv"
	"strings"

	"cairn/internal/git/diff"
	"cairn/internal/git/hunks"
	"cairn/internal/git/lockfile"
)

// filePatch is the dialogue about one file.
type filePatch struct {
	*patchRun
	pair    *diff.Pair
	f       *hunks.File
	at      int
	whole   hunks.Use // the decision about a file without hunks
	letters string    // what is possible now, besides y n q a d ?
	// allowed only grows, as in 2.39: a letter that was possible once stays so for the file.
	allowed        map[byte]bool
	previous, next int // undecided hunks around; -1: none
	quit           bool
	asked          bool
}

// file asks about all hunks of a file, and carries out what was chosen.
func (r *patchRun) file(pair *diff.Pair, f *hunks.File) (quit bool, err error) {
	if len(f.Hunks) == 0 && !f.Added && !f.Deleted {
		return false, nil
	}
	p := &filePatch{patchRun: r, pair: pair, f: f, allowed: map[byte]bool{}}
	r.printf("%s", strings.Join(p.head(), ""))
	for p.ask() {
	}
	if err := r.apply(pair, f, p.whole); err != nil {
		return false, err
	}
	r.printf("\n")
	return p.quit, nil
}

// head are the lines before the first hunk.
func (p *filePatch) head() []string {
	if len(p.f.ColoredHead) > 0 {
		return p.f.ColoredHead
	}
	return p.f.Head
}

func (p *filePatch) hunk() *hunks.Hunk {
	if len(p.f.Hunks) == 0 {
		return nil
	}
	return p.f.Hunks[p.at]
}

// ask shows a hunk and deals with one answer; false ends the file.
func (p *filePatch) ask() bool {
	if p.at < 0 || p.at >= len(p.f.Hunks) {
		p.at = 0
	}
	p.around()
	decided := p.whole != hunks.Undecided
	if h := p.hunk(); h != nil {
		decided = h.Use != hunks.Undecided
	}
	if p.previous < 0 && p.next < 0 && decided {
		return false
	}
	p.letters = ""
	if p.f.Deleted && p.asked { // Git counts all but the first line as the hunk
		p.printf("%s", strings.Join(p.head()[1:], ""))
	}
	p.asked = true
	if h := p.hunk(); h != nil {
		p.printf("%s", h.Shown())
		p.possible(h)
	}
	p.printf("%s", p.paint.prompt("("+itoa(p.at+1)+"/"+itoa(max(1, len(p.f.Hunks)))+") "+p.words.question(p.what(), p.letters)))
	if !p.read() {
		return false
	}
	if p.answer == "" {
		return true
	}
	return p.deal()
}

// around finds the undecided hunks before and after.
func (p *filePatch) around() {
	p.previous, p.next = -1, -1
	for i := p.at - 1; i >= 0; i-- {
		if p.f.Hunks[i].Use == hunks.Undecided {
			p.previous = i
			break
		}
	}
	for i := p.at + 1; i < len(p.f.Hunks); i++ {
		if p.f.Hunks[i].Use == hunks.Undecided {
			p.next = i
			break
		}
	}
}

// possible works out which letters the question names.
func (p *filePatch) possible(h *hunks.Hunk) {
	n := len(p.f.Hunks)
	for _, l := range []struct {
		on     bool
		letter string
	}{
		{p.previous >= 0, "k"}, {p.at > 0, "K"}, {p.next >= 0, "j"}, {p.at+1 < n, "J"}, {n > 1, "g"}, {n > 1, "/"},
		{h.Splittable > 1, "s"}, {p.editable(), "e"},
	} {
		if l.on {
			p.letters += "," + l.letter
			p.allowed[l.letter[0]] = true
		}
	}
}

func (p *filePatch) editable() bool {
	return (p.at > 0 || !p.f.ModeChange) && !p.f.Deleted
}

func (p *filePatch) what() string {
	switch {
	case p.f.Deleted:
		return "deletion"
	case p.f.Added:
		return "addition"
	case p.f.ModeChange && p.at == 0:
		return "mode change"
	}
	return "this hunk"
}

// deal does what the answer says.
func (p *filePatch) deal() bool {
	switch p.answer[0] {
	case 'y', 'Y':
		p.decide(hunks.Take)
	case 'n', 'N':
		p.decide(hunks.Skip)
	case 'a', 'A':
		p.decideRest(hunks.Take)
	case 'd', 'D':
		p.decideRest(hunks.Skip)
	case 'q', 'Q':
		p.decideRest(hunks.Skip)
		p.quit = true
		return false
	case 'K':
		p.move('K', p.at-1, "No previous hunk")
	case 'J':
		p.move('J', p.at+1, "No next hunk")
	case 'k':
		p.move('k', p.previous, "No previous hunk")
	case 'j':
		p.move('j', p.next, "No next hunk")
	case 'g':
		return p.goTo()
	case '/':
		return p.search()
	case 's':
		p.split()
	case 'e':
		p.edit()
	default:
		p.explain()
	}
	return true
}

func (p *filePatch) decide(u hunks.Use) {
	if h := p.hunk(); h != nil {
		h.Use = u
	} else {
		p.whole = u
	}
	p.onward()
}

// onward goes to the next undecided hunk, or to the first.
func (p *filePatch) onward() {
	p.at = p.next
	if p.next < 0 {
		p.at = len(p.f.Hunks)
	}
}

func (p *filePatch) decideRest(u hunks.Use) {
	if len(p.f.Hunks) == 0 && p.whole == hunks.Undecided {
		p.whole = u
	}
	for ; p.at < len(p.f.Hunks); p.at++ {
		if h := p.f.Hunks[p.at]; h.Use == hunks.Undecided {
			h.Use = u
		}
	}
}

func (p *filePatch) move(letter byte, to int, no string) {
	if !p.allowed[letter] {
		p.complain("%s", no)
		return
	}
	p.at = to
}

// goTo asks for a hunk's number, with a list to choose from.
func (p *filePatch) goTo() bool {
	if !p.allowed['g'] {
		p.complain("No other hunks to goto")
		return true
	}
	const listed = 20
	text := strings.TrimSpace(p.answer[1:])
	from := p.at - listed/2
	if from < 0 || (from < 1 && p.f.ModeChange) {
		from = 0
		if p.f.ModeChange {
			from = 1
		}
	}
	for text == "" {
		from = p.list(from, listed)
		question := "go to which hunk? "
		if from < len(p.f.Hunks) {
			question = "go to which hunk (<ret> to see more)? "
		}
		p.printf("%s", question)
		if !p.read() {
			break
		}
		text = strings.TrimSpace(p.answer)
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		p.complain("Invalid number: '%s'", text)
	case n > 0 && n <= len(p.f.Hunks):
		p.at = n - 1
	default:
		p.complain("Sorry, only %s available.", plural(len(p.f.Hunks), "hunk"))
	}
	return true
}

func (p *filePatch) list(from, n int) int {
	end := min(from+n, len(p.f.Hunks))
	for ; from < end; from++ {
		h := p.f.Hunks[from]
		mark := [...]string{" ", "-", "+"}[h.Use]
		number := itoa(from + 1)
		if len(number) < 2 {
			number = " " + number
		}
		p.printf("%s%s: %s", mark, number, h.Summary())
	}
	return from
}

// search goes to the next hunk that matches a pattern.
func (p *filePatch) search() bool {
	if !p.allowed['/'] {
		p.complain("No other hunks to search")
		return true
	}
	pattern := p.answer[1:]
	if pattern == "" {
		p.printf("search for regex? ")
		if !p.read() {
			return false
		}
		if pattern = p.answer; pattern == "" {
			return true
		}
	}
	re, err := regexp.CompilePOSIX("(?m)" + pattern)
	if err != nil {
		re, err = regexp.Compile("(?m)" + pattern)
	}
	if err != nil {
		p.complain("Malformed search regexp %s: Invalid regular expression", pattern)
		return true
	}
	for n := range p.f.Hunks {
		i := (p.at + n) % len(p.f.Hunks)
		if re.MatchString(p.f.Hunks[i].Text()) {
			p.at = i
			return true
		}
	}
	p.complain("No hunk matches the given pattern")
	return true
}

func (p *filePatch) split() {
	h := p.hunk()
	if h == nil || !p.allowed['s'] {
		p.complain("Sorry, cannot split this hunk")
		return
	}
	parts := h.Split()
	p.f.Hunks = append(p.f.Hunks[:p.at], append(parts, p.f.Hunks[p.at+1:]...)...)
	p.printf("%s\n", p.paint.head("Split into "+itoa(len(parts))+" hunks."))
}

func (p *filePatch) explain() {
	p.printf("%s", p.paint.help(p.words.help))
	for line := range strings.Lines(patchHelpMore) {
		if line[0] == '?' || strings.IndexByte(p.letters, line[0]) >= 0 {
			p.printf("%s\n", p.paint.help(strings.TrimSuffix(line, "\n")))
		}
	}
}

// edit lets the person change the hunk in an editor, until it fits or is given up.
func (p *filePatch) edit() {
	h := p.hunk()
	if h == nil || !p.allowed['e'] {
		p.complain("Sorry, cannot edit this hunk")
		return
	}
	for {
		edited, given := p.editOnce(h)
		if given && edited == nil { // all of it was deleted: nothing changes
			return
		}
		if edited != nil {
			if p.p.Fits(p.pair, p.f, edited) {
				edited.Use = hunks.Take
				p.f.Hunks[p.at] = edited
				p.onward()
				return
			}
			p.errorf("patch failed: %s:%d", p.pair.Path(), edited.OldStart)
			p.errorf("%s: patch does not apply", p.pair.Path())
			p.errorf("'git apply --cached' failed")
		}
		if !p.yesNo("Your edited hunk does not apply. Edit again (saying \"no\" discards!) [y/n]? ") {
			return
		}
	}
}

// editOnce opens the editor. given is false when it failed.
func (p *filePatch) editOnce(h *hunks.Hunk) (edited *hunks.Hunk, given bool) {
	const name = "addp-hunk-edit.diff"
	path := p.repo.StateFile(name)
	text := "# Manual hunk edit mode -- see bottom for a quick guide.\n" + h.Text() + p.words.editGuide(p.mode.Reverse())
	if err := lockfile.Replace(path, []byte(text)); err != nil {
		p.errorf("could not open '%s' for writing", name)
		return nil, false
	}
	defer func() { _ = os.Remove(path) }()
	if err := p.call.edit(path); err != nil {
		p.errorf("could not edit '.git/%s': Success", name)
		return nil, false
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, false
	}
	var kept strings.Builder
	for line := range strings.Lines(string(data)) {
		if line[0] != '#' {
			kept.WriteString(line)
		}
	}
	if kept.Len() == 0 {
		return nil, true
	}
	edited, err = h.Edit(kept.String())
	var bad *hunks.BadLineError
	switch {
	case errors.As(err, &bad):
		p.errorf("corrupt patch at line %d", len(p.f.Head)+1+bad.Line)
		p.errorf("'git apply --cached' failed")
		return nil, false
	case err != nil:
		p.errorf("could not parse hunk header")
		return nil, false
	}
	return edited, true
}
