package merge

import (
	"bytes"
	"strings"
)

// defaultMarker is the length of a conflict marker.
const defaultMarker = 7

// write assembles the result: our text, with their changes put in.
func (m *textMerge) write() (result []byte, conflicts int) {
	var out bytes.Buffer
	at := 0
	for _, r := range m.regions {
		if r.verdict == conflict {
			r.verdict = verdict(m.Favor)
		}
		switch {
		case r.verdict == conflict:
			m.copy(&out, m.ours[at:r.ours])
			m.marked(&out, r)
			conflicts++
		case r.verdict == equal:
			continue
		default:
			m.copy(&out, m.ours[at:r.ours])
			if r.verdict&takeOurs != 0 {
				m.copy(&out, m.ours[r.ours:r.ours+r.oursN])
				if r.verdict == takeBoth {
					m.endLine(&out, m.ours[r.ours:r.ours+r.oursN], m.returns(r))
				}
			}
			if r.verdict&takeTheir != 0 {
				m.copy(&out, m.theirs[r.theirs:r.theirs+r.theirsN])
			}
		}
		at = r.ours + r.oursN
	}
	m.copy(&out, m.ours[at:])
	return out.Bytes(), conflicts
}

func (m *textMerge) copy(out *bytes.Buffer, text []string) {
	for _, line := range text {
		out.WriteString(line)
	}
}

// endLine completes a last line that lacks its line feed.
func (m *textMerge) endLine(out *bytes.Buffer, text []string, returns bool) {
	if len(text) == 0 || strings.HasSuffix(text[len(text)-1], "\n") {
		return
	}
	if returns {
		out.WriteByte('\r')
	}
	out.WriteByte('\n')
}

// marked writes a conflict between markers.
func (m *textMerge) marked(out *bytes.Buffer, r region) {
	returns := m.returns(r)
	block := func(text []string) {
		m.copy(out, text)
		m.endLine(out, text, returns)
	}
	m.marker(out, "<", m.Ours, returns)
	block(m.ours[r.ours : r.ours+r.oursN])
	if m.Style != StyleMerge {
		m.marker(out, "|", m.Base, returns)
		block(m.base[r.base : r.base+r.baseN])
	}
	m.marker(out, "=", "", returns)
	block(m.theirs[r.theirs : r.theirs+r.theirsN])
	m.marker(out, ">", m.Theirs, returns)
}

func (m *textMerge) marker(out *bytes.Buffer, sign, label string, returns bool) {
	size := m.MarkerSize
	if size <= 0 {
		size = defaultMarker
	}
	out.WriteString(strings.Repeat(sign, size))
	if label != "" {
		out.WriteString(" " + label)
	}
	if returns {
		out.WriteByte('\r')
	}
	out.WriteByte('\n')
}

// lineEnd is how a line ends.
type lineEnd int

const (
	endUnknown lineEnd = iota
	endLF
	endCRLF
)

// returns decides whether markers end in CRLF: when the lines before the
// conflict on both sides and the first line of the base do, as far as they tell.
func (m *textMerge) returns(r region) bool {
	end := lineEndAt(m.ours, max(r.ours-1, 0))
	if end != endLF {
		end = lineEndAt(m.theirs, max(r.theirs-1, 0))
	}
	if end != endLF {
		end = lineEndAt(m.base, 0)
	}
	return end == endCRLF
}

func lineEndAt(text []string, i int) lineEnd {
	if len(text) == 0 {
		return endUnknown
	}
	i = min(i, len(text)-1)
	line := text[i]
	if !strings.HasSuffix(line, "\n") {
		if i == 0 {
			return endUnknown
		}
		line = text[i-1]
	}
	if strings.HasSuffix(line, "\r\n") {
		return endCRLF
	}
	return endLF
}
