package trailer

import (
	"slices"
	"strings"
)

// Add puts the trailers of --trailer arguments into a message, by the rules that are
// configured.
func (s *Settings) Add(text string, arguments []string, comment byte) string {
	if len(arguments) == 0 {
		return text
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	start, end := s.start(text, comment)
	var block []line
	for raw := range strings.SplitSeq(text[start:end], "\n") {
		if raw == "" {
			continue
		}
		if n := len(block); n > 0 && (raw[0] == ' ' || raw[0] == '\t') {
			block[n-1].value += "\n" + raw
			continue
		}
		l := s.split(raw)
		s.rename(&l)
		block = append(block, l)
	}
	for _, a := range arguments {
		l, r := s.argument(a)
		block = r.apply(block, l)
	}
	return s.join(text, start, end, block)
}

// join writes the block back.
func (s *Settings) join(text string, start, end int, block []line) string {
	if len(block) == 0 {
		return text
	}
	var b strings.Builder
	b.WriteString(text[:start])
	if start == end && !strings.HasSuffix(text[:start], "\n\n") {
		b.WriteString("\n")
		if start > 0 && text[start-1] != '\n' {
			b.WriteString("\n")
		}
	}
	for i := range block {
		b.WriteString(block[i].text() + "\n")
	}
	b.WriteString(strings.TrimPrefix(text[end:], "\n"))
	return b.String()
}

// apply adds one trailer where its rule wants it, if it wants it.
func (r *rule) apply(block []line, l line) []line {
	forward := r.where == "start" || r.where == "before"
	same := -1 // the nearest trailer with this key
	for i := range block {
		if strings.EqualFold(block[i].key, l.key) && (same < 0 || !forward) {
			same = i
		}
	}
	if same < 0 {
		if r.ifMissing == "donothing" {
			return block
		}
		if forward {
			return slices.Insert(block, 0, l)
		}
		return append(block, l)
	}
	at, neighbour := r.place(len(block), same)
	switch r.ifExists {
	case "donothing":
		return block
	case "replace":
		block = slices.Insert(block, at, l)
		if at <= same {
			same++
		}
		return slices.Delete(block, same, same+1)
	case "addifdifferent":
		if slices.ContainsFunc(block, l.equal) {
			return block
		}
	case "add":
	default:
		if l.equal(block[neighbour]) {
			return block
		}
	}
	return slices.Insert(block, at, l)
}

// place is where a new trailer goes, and which one it must differ from.
func (r *rule) place(n, same int) (at, neighbour int) {
	switch r.where {
	case "start":
		return 0, 0
	case "before":
		return same, same
	case "after":
		return same + 1, same
	}
	return n, n - 1
}

func (l line) equal(o line) bool {
	return strings.EqualFold(l.key, o.key) && strings.EqualFold(l.value, o.value)
}
