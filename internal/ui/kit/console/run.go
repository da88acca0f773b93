package console

import (
	"fmt"
	"strings"
	"time"

	"cairn/internal/ui/theme"
)

func promptStyle() style { return style{ink: theme.Accent, bold: true} }

// continued stands before the second and later lines of one command.
const continued = "> "

// Running reports whether a command is under way.
func (c *Console) Running() bool { return c.running != nil }

// Run runs commands as if they were typed, each after the one before.
func (c *Console) Run(commands ...string) {
	c.queue = append(c.queue, commands...)
	c.next()
}

// enter is the key Enter.
func (c *Console) enter() {
	c.follow = true
	if c.acceptMenu() {
		return
	}
	c.closeMenu()
	typed := c.input.String()
	switch {
	case c.asking:
		c.answer(typed)
	case c.running != nil && !c.params.Unfinished(typed):
		// Typed ahead, as in every terminal: it runs when the command is done, however that ends.
		if strings.TrimSpace(typed) != "" {
			c.typedAhead = append(c.typedAhead, typed)
			c.input.set("")
			c.changed()
		}
	case strings.TrimSpace(typed) == "" && c.ghost != "":
		c.input.set("")
		c.Run(c.ghost)
	case strings.TrimSpace(typed) == "":
		c.buffer.line(&row{runs: append([]run(nil), c.prompt...)})
	case c.params.Unfinished(typed):
		c.input.at = len(c.input.text)
		c.input.insert("\n")
	default:
		c.input.set("")
		c.Run(commandsOf(typed, c.params.Unfinished)...)
	}
}

// next starts the first waiting command.
func (c *Console) next() {
	if c.running == nil && len(c.queue) == 0 && len(c.typedAhead) > 0 {
		typed := c.typedAhead[0]
		c.typedAhead = c.typedAhead[1:]
		c.queue = commandsOf(typed, c.params.Unfinished)
	}
	if c.running != nil || len(c.queue) == 0 {
		c.changed()
		return
	}
	command := c.queue[0]
	c.queue = c.queue[1:]
	c.running = c.show(command)
	c.buffer.verbatim = c.params.Verbatim != nil && c.params.Verbatim(command)
	c.since, c.ghost = c.params.Now(), ""
	c.history.add(command)
	c.tick()
	c.changed()
	if c.params.OnRun == nil {
		c.Finish(0)
		return
	}
	c.params.OnRun(command)
}

// show prints a command with its prompt and returns its first row, which gets
// the sign.
func (c *Console) show(command string) *row {
	var first *row
	for i, line := range strings.Split(command, "\n") {
		r := &row{runs: append([]run(nil), c.own...), status: underWay}
		if i > 0 {
			r = &row{runs: []run{{continued, promptStyle()}}}
		}
		r.add(visible(line, r.letters()), style{})
		c.buffer.line(r)
		if first == nil {
			first = r
		}
	}
	return first
}

// Finish ends the running command: its line gets a check or a cross. Waiting
// commands go on after success; after a failure they are dropped, since what
// they build on is missing.
func (c *Console) Finish(exit int) {
	if c.running == nil {
		return
	}
	c.running.status = succeeded
	if exit != 0 {
		c.running.status = failed
		c.queue = nil
	}
	c.running, c.waiting = nil, ""
	c.Ask(false)
	if c.ticking != nil {
		c.ticking.Stop()
	}
	c.buffer.open, c.buffer.verbatim = false, false
	c.next()
}

// Ask hands typed lines to the running command, whose last words become the
// prompt.
func (c *Console) Ask(on bool) {
	c.asking = on
	if on {
		c.prompt = c.buffer.takeOpen()
	} else {
		c.prompt = c.own
	}
	c.changed()
}

// Asking reports whether typed lines go to the running command.
func (c *Console) Asking() bool { return c.asking }

func (c *Console) answer(line string) {
	r := &row{runs: append([]run(nil), c.prompt...)}
	r.add(visible(line, r.letters()), style{bold: true})
	c.buffer.line(r)
	c.input.set("")
	c.asking, c.prompt = false, nil
	c.changed()
	if c.params.OnInput != nil {
		c.params.OnInput(line)
	}
}

// interrupt is Ctrl+C without a selection.
func (c *Console) interrupt() {
	if c.running != nil {
		c.queue, c.typedAhead = nil, nil
		if c.params.OnInterrupt != nil {
			c.params.OnInterrupt()
		}
		return
	}
	rows, _, _ := c.typed(c.prompt)
	for _, r := range rows {
		c.buffer.line(r)
	}
	rows[len(rows)-1].add("^C", style{})
	c.history.at = len(c.history.lines)
	c.input.set("")
	c.edited()
}

// tick draws once a second while a command runs, and not at all otherwise: a
// console at rest costs nothing.
func (c *Console) tick() {
	started := c.running
	c.ticking = time.AfterFunc(time.Second, func() {
		c.params.Do(func() {
			if c.running != nil && c.running == started {
				c.changed()
				c.tick()
			}
		})
	})
}

// elapsed is the word below a command that takes its time.
func (c *Console) elapsed() string {
	d := c.params.Now().Sub(c.since)
	switch {
	case c.waiting != "":
		return c.waiting
	case c.running == nil || c.asking || d < time.Second:
		return ""
	}
	return fmt.Sprintf("running for %d s · Ctrl+C stops it", int(d.Seconds()))
}
