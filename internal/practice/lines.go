package practice

import (
	"regexp"
	"strings"
	"time"

	"cairn/internal/shell"
)

// tick is how far a line moves the clock.
const tick = time.Minute

// step is one line of a scenario, a solution or an event: one time on the clock.
type step struct {
	actor string // the teammate; empty for the learner
	text  string
	line  int // in the block, from 1
}

// scenarioLines cuts a block of shell text into lines as a person would type
// them: a here-document or a loop is one. Empty lines and comments are none.
func scenarioLines(block string) []step {
	var steps []step
	var pending []string
	first := 0
	for i, line := range strings.Split(block, "\n") {
		if len(pending) == 0 {
			trimmed := strings.TrimSpace(line)
			if trimmed == "" || strings.HasPrefix(trimmed, "#") {
				continue
			}
			first = i + 1
		}
		pending = append(pending, line)
		text := strings.Join(pending, "\n")
		if strings.HasSuffix(line, `\`) || shell.Incomplete(actorless(text)) {
			continue
		}
		steps = append(steps, newStep(text, first))
		pending = nil
	}
	if len(pending) > 0 {
		steps = append(steps, newStep(strings.Join(pending, "\n"), first))
	}
	return steps
}

// Lines gives a block's lines, such as a solution's, as they are typed.
func Lines(block string) []string {
	var lines []string
	for _, s := range scenarioLines(block) {
		lines = append(lines, s.text)
	}
	return lines
}

// cutActor reads "as Grace: git push".
func cutActor(text string) (actor, rest string) {
	after, ok := strings.CutPrefix(strings.TrimLeft(text, " \t"), "as ")
	if !ok {
		return "", text
	}
	name, rest, ok := strings.Cut(after, ":")
	name = strings.TrimSpace(name)
	if !ok || !regexp.MustCompile(`^[A-Za-z][A-Za-z-]*$`).MatchString(name) {
		return "", text
	}
	return name, strings.TrimLeft(rest, " \t")
}

func actorless(text string) string {
	_, rest := cutActor(text)
	return rest
}

func newStep(text string, line int) step {
	actor, rest := cutActor(text)
	return step{actor: actor, text: rest, line: line}
}
