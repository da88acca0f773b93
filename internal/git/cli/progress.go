package cli

import (
	"fmt"
	"strconv"
	"time"
)

// progress tells on stderr how far a long run has come. Like Git it keeps silent for
// two seconds, or as many as GIT_PROGRESS_DELAY says.
type progress struct {
	*call
	title       string
	seen, total int
	percent     int // shown last
	shown       bool
	silentUntil time.Time
}

func (c *call) newProgress(title string) *progress {
	const patience = 2
	delay, err := strconv.Atoi(c.env.Vars["GIT_PROGRESS_DELAY"])
	if err != nil {
		delay = patience
	}
	return &progress{
		call: c, title: title, percent: -1, silentUntil: c.env.Now().Add(time.Duration(delay) * time.Second),
	}
}

// show says how much is done.
func (p *progress) show(seen, total int) {
	const all = 100
	p.seen, p.total = seen, total
	percent := seen * all / max(total, 1)
	if percent == p.percent || !p.shown && p.env.Now().Before(p.silentUntil) {
		return
	}
	p.percent, p.shown = percent, true
	p.line("\r")
}

// done writes the last line, if there were others; nil has nothing to say.
func (p *progress) done() {
	if p != nil && p.shown {
		p.line(", done.\n")
	}
}

func (p *progress) line(end string) {
	_, _ = fmt.Fprintf(p.stderr(), "%s: %3d%% (%d/%d)%s", p.title, p.percent, p.seen, p.total, end)
}
