package console

import "strings"

// history is the lines that were run, the oldest first, and the place in them
// while the learner looks back.
type history struct {
	lines []string
	at    int    // len(lines) while not looking back
	draft string // what was being typed before looking back
}

func (h *history) set(lines []string) {
	h.lines = append([]string(nil), lines...)
	h.at = len(h.lines)
}

func (h *history) add(line string) {
	if n := len(h.lines); n == 0 || h.lines[n-1] != line {
		h.lines = append(h.lines, line)
	}
	h.at, h.draft = len(h.lines), ""
}

// previous gives the line before; typed is what stands in the input now.
func (h *history) previous(typed string) (string, bool) {
	if h.at == 0 {
		return "", false
	}
	if h.at == len(h.lines) {
		h.draft = typed
	}
	h.at--
	return h.lines[h.at], true
}

func (h *history) next() (string, bool) {
	if h.at >= len(h.lines) {
		return "", false
	}
	h.at++
	if h.at == len(h.lines) {
		return h.draft, true
	}
	return h.lines[h.at], true
}

// find is the newest line before index below that holds query.
func (h *history) find(query string, below int) (int, bool) {
	for i := min(below, len(h.lines)) - 1; i >= 0; i-- {
		if query != "" && strings.Contains(h.lines[i], query) {
			return i, true
		}
	}
	return 0, false
}
