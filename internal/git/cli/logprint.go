package cli

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/pretty"
	"cairn/internal/git/walk"
)

// terminator ends lines that belong to commits: -z makes it NUL.
func (l *logRun) terminator() string {
	if l.req != nil && l.req.NUL {
		return "\x00"
	}
	return "\n"
}

func (l *logRun) puts(text string) { _, _ = l.out.WriteString(text) }

// showCommit draws the graph's rows down to the commit's own.
func (l *logRun) graphCommit() {
	if l.drawing == nil {
		l.linePrefix()
		return
	}
	if l.drawing.Done() {
		// a merge that is shown once more, against its next parent
		l.graphPadding()
		return
	}
	for {
		row, onCommit := l.drawing.Next()
		l.linePrefix()
		l.puts(row)
		if onCommit {
			return
		}
		l.puts("\n")
	}
}

// graphRow draws one row, to the left of a line of text.
func (l *logRun) graphRow() {
	l.linePrefix()
	if l.drawing != nil {
		row, _ := l.drawing.Next()
		l.puts(row)
	}
}

func (l *logRun) graphPadding() {
	l.linePrefix()
	if l.drawing != nil {
		l.puts(l.drawing.Padding())
	}
}

// linePrefix writes --line-prefix.
func (l *logRun) linePrefix() {
	if l.req != nil {
		l.puts(l.req.LinePrefix)
	}
}

// graphRest draws what remains of the commit's rows; it ends without a newline.
func (l *logRun) graphRest() bool {
	if l.drawing == nil || l.drawing.Done() {
		return false
	}
	for {
		l.graphRow()
		if l.drawing.Done() {
			return true
		}
		l.puts("\n")
	}
}

// graphText writes text beside the graph, and the rest of the commit's rows.
func (l *logRun) graphText(text string) {
	if l.drawing == nil {
		l.puts(text)
		return
	}
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		if i > 0 && line != "" {
			l.graphRow()
		}
		l.puts(line)
	}
	if l.drawing.Done() {
		return
	}
	ended := strings.HasSuffix(text, "\n")
	if !ended {
		l.puts("\n")
	}
	l.graphRest()
	if ended {
		l.puts("\n")
	}
}

// sign is what stands for a commit in a graph.
func (l *logRun) sign(c *walk.Commit) string {
	switch {
	case c.Boundary():
		return "o"
	case c.PatchSame():
		return "="
	case l.leftRight && c.Left():
		return "<"
	case l.leftRight:
		return ">"
	case l.cherryMark:
		return "+"
	}
	return "*"
}

// mark is what stands before a hash where there is no graph.
func (l *logRun) mark(c *walk.Commit) string { return c.Mark(l.leftRight, l.cherryMark) }

func (l *logRun) putHash(h plumbing.Hash) {
	if l.abbrevCommit {
		l.puts(l.printer.Abbrev(h))
		return
	}
	_, _ = l.out.Write(hex.AppendEncode(l.out.AvailableBuffer(), h[:]))
}

func (l *logRun) shortHash(h plumbing.Hash) string {
	if l.abbrevCommit {
		return l.printer.Abbrev(h)
	}
	return h.String()
}

// header writes everything about a commit but its difference, once.
func (l *logRun) header(it *logItem) {
	l.pending = nil
	l.lineBreak(it.Commit)
	if !l.verbose {
		l.bareHeader(it)
		return
	}
	if l.shownOne && !l.format.Terminated {
		if l.terminator() == "\n" && !l.missingNewline {
			l.graphPadding()
		}
		l.puts(l.terminator())
	}
	l.shownOne = true
	l.graphCommit()
	switch {
	case l.format.IsMail():
		l.puts("From " + it.Hash.String() + " Mon Sep 17 00:00:00 2001\n")
	case l.format.Style != pretty.User:
		if l.titleLine(it) {
			return
		}
	}
	text := l.printer.Message(l.format, l.item(it))
	if l.format.Style != pretty.User {
		text += l.notesBelow(it.Hash, text)
	}
	if l.flag("log-size") {
		l.puts(fmt.Sprintf("log size %d\n", len(text)))
		l.graphRow()
	}
	l.missingNewline = !strings.HasSuffix(text, "\n")
	l.graphText(text)
	if l.format.Terminated && !l.format.IsEmpty() {
		if !l.missingNewline {
			l.graphPadding()
		}
		l.puts(l.terminator())
	}
}

// lineBreak writes the barrier of --show-linear-break above a commit that is no parent
// of the one before; in reverse order, above one whose parent that is not.
func (l *logRun) lineBreak(c *walk.Commit) {
	if !l.breaks {
		return
	}
	older, newer := c, l.previous
	if l.params.Reverse {
		older, newer = newer, older
	}
	if l.previous != nil && !slices.Contains(newer.Parents, older) {
		l.puts("\n" + l.barrier + "\n")
	}
	l.previous = c
}

// notesBelow are the notes of a commit, where the format has room for them.
func (l *logRun) notesBelow(h plumbing.Hash, text string) string {
	if len(l.notes) == 0 {
		return ""
	}
	n := noteText(l.notes, h, false)
	if n != "" && !strings.HasSuffix(text, "\n") {
		n = "\n" + strings.TrimPrefix(n, "\n")
	}
	return n
}

// titleLine writes the line with the hash; true if that is all (an entry of a
// reflog on one line).
func (l *logRun) titleLine(it *logItem) bool {
	colors := l.printer.Colors
	l.puts(colors.Commit)
	oneline := l.format.Style == pretty.Oneline
	if !oneline {
		l.puts("commit ")
	}
	if l.drawing == nil {
		l.spacedMark(it)
	}
	l.putHash(it.Hash)
	l.relatives(it)
	if !it.from.IsZero() {
		l.puts(" (from " + l.shortHash(it.from) + ")")
	}
	l.puts(colors.Reset)
	l.decoration(it.Hash)
	if oneline {
		l.puts(" ")
	} else {
		l.puts("\n")
		l.graphRow()
	}
	if it.entry == nil {
		return false
	}
	if oneline {
		l.puts(l.selector(it.entry, false) + ": " + it.entry.Message + "\n")
		return true
	}
	l.puts("Reflog: " + l.selector(it.entry, false) + " (" + it.entry.Who.Name + " <" + it.entry.Who.Email + ">)\n")
	l.puts("Reflog message: " + it.entry.Message + "\n")
	return false
}

func (l *logRun) spacedMark(it *logItem) {
	if m := l.mark(it.Commit); m != "" {
		l.puts(m)
		if m != "^" && m != "-" || l.verbose {
			l.puts(" ")
		}
	}
}

// relatives writes --parents and --children.
func (l *logRun) relatives(it *logItem) {
	if l.flag("parents") {
		for _, p := range it.Parents {
			l.puts(" " + l.shortHash(p.Hash))
		}
	}
	if l.flag("children") {
		for _, h := range l.children[it.Hash] {
			l.puts(" " + l.shortHash(h))
		}
	}
}

// decoration writes --source and the refs that lead to a commit.
func (l *logRun) decoration(h plumbing.Hash) {
	if l.flag("source") {
		if name := l.sources[h]; name != "" {
			l.puts("\t" + name)
		}
	}
	if l.decorate {
		l.puts(l.printer.Decorations.Write(h, l.printer.Colors, " (", ", ", ")"))
	}
}

// item gives the printer what it needs of a commit, until the next one.
func (l *logRun) item(it *logItem) *pretty.Item {
	p := &l.shown
	*p = pretty.Item{Commit: it.Commit.Commit, Source: l.sources[it.Hash]}
	if l.params.RewriteParents || l.params.Paths != nil && l.params.NoWalk == walk.Walking {
		p.Parents = []plumbing.Hash{}
		for _, parent := range it.Parents {
			p.Parents = append(p.Parents, parent.Hash)
		}
	}
	switch {
	case it.Boundary():
		p.Mark = "-"
	case it.PatchSame():
		p.Mark = "="
	case it.Left():
		p.Mark = "<"
	}
	if it.entry != nil {
		p.Entry = pretty.ReflogEntry{Who: it.entry.Who, Message: it.entry.Message}
		p.Selector, p.ShortSelector = l.selector(it.entry, false), l.selector(it.entry, true)
	}
	return p
}

// bareHeader writes a hash alone, as `show` and `log` never do but the reading of
// hashes by other programs wants.
func (l *logRun) bareHeader(it *logItem) {
	l.graphCommit()
	if l.drawing == nil {
		l.puts(l.mark(it.Commit))
	}
	l.puts(l.shortHash(it.Hash))
	l.relatives(it)
	l.decoration(it.Hash)
	if l.drawing != nil && !l.drawing.Done() {
		l.puts("\n")
		l.graphRest()
	}
	l.puts(l.terminator())
}
