package practice

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"cairn/internal/app"
	"cairn/internal/ui/kit/console"
	"cairn/internal/ui/task"
)

// Run runs lines as if they were typed, or as soon as the exercise is open.
func (p *Pane) Run(lines ...string) {
	if p.practice == nil {
		p.waiting = append(p.waiting, lines...)
		return
	}
	p.console.Run(lines...)
}

// columns is the console's width in letters, for Git's own layout. Below what
// Git's statistics need they would say nothing.
func (p *Pane) columns() int {
	const usual, least = 80, 40
	if n := p.console.Columns(); n > 0 {
		return max(n, least)
	}
	return usual
}

// verbatim reports whether Git prints: that stays as it is.
func verbatim(line string) bool {
	return slices.Contains(strings.FieldsFunc(line, func(r rune) bool { return !unicode.IsLetter(r) }), "git")
}

// outcome is what one line came to.
type outcome struct {
	exit     int
	standing app.Standing
}

// run is a line typed into the console.
func (p *Pane) run(line string) {
	if p.practice == nil {
		says := "The exercise is not open yet."
		if p.failed {
			says = "The exercise could not be opened; the message at the top says why."
		}
		p.console.Write(says + "\n")
		p.console.Finish(1)
		return
	}
	if !p.asked && makesCommit(line) && p.practice.NeedsName() {
		p.asked = true
		p.params.OnAskIdentity(func() { p.run(line) })
		return
	}
	if strings.TrimSpace(line) == "clear" {
		p.console.Clear()
		p.console.Finish(0)
		return
	}
	ctx, cancel := context.WithCancel(p.params.Context)
	p.cancel = cancel
	out := newOutput(p.params.Dispatch, p.console.Write)
	p.stdin = newInput(p.params.Dispatch, func() { out.flush(); p.console.Ask(true) })
	stdin, columns := p.stdin, p.columns()
	task.Go(p.lane, func(context.Context) (outcome, error) {
		defer cancel()
		defer stdin.close()
		exit, standing, err := p.practice.Run(ctx, app.Line{
			Text: line, Stdin: stdin, Stdout: out, Stderr: out, Columns: columns, Edit: p.edit})
		out.flush()
		return outcome{exit, standing}, err
	}, p.ran)
}

// makesCommit is a guess at whether a line writes the learner's name anywhere.
func makesCommit(line string) bool {
	words := strings.Fields(line)
	for i, w := range words {
		if w == "git" && i+1 < len(words) && words[i+1] == "commit" {
			return true
		}
	}
	return false
}

func (p *Pane) ran(o outcome, err error) {
	if err != nil {
		p.params.OnError(err)
	} else {
		p.params.OnWorked()
	}
	if o.standing.View != nil {
		p.show(o.standing)
	}
	p.console.Finish(o.exit)
}

func (p *Pane) interrupt() {
	if p.cancel != nil {
		p.cancel()
	}
	p.endInput()
}

// answer is a line for the command that asks.
func (p *Pane) answer(line string) {
	if p.stdin != nil {
		p.stdin.give(line + "\n")
	}
}

func (p *Pane) endInput() {
	if p.stdin != nil {
		p.stdin.close()
	}
}

func (p *Pane) complete(line string, cursor int) console.Completion {
	if p.practice == nil {
		return console.Completion{}
	}
	c := p.practice.Complete(p.params.Context, line, cursor)
	return console.Completion{From: c.From, Candidates: c.Candidates, Notes: c.Notes}
}

// ghost suggests the newest earlier line that begins with what was typed.
func (p *Pane) ghost(line string) string {
	if p.practice == nil || line == "" {
		return ""
	}
	return p.practice.Suggest(line)
}
