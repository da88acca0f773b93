package trailer

import "strings"

// Item is one line of a block of trailers, with the lines that go on with it. A line that is no
// trailer has no key.
type Item struct{ Key, Value, Raw string }

// Usual are the settings where nothing is configured.
func Usual() *Settings { return &Settings{separators: ":", comment: '#'} }

// Items gives the lines of a message's block of trailers, and the block as it stands there; both
// are empty where it has none. Keys that a setting knows are written as that setting has them.
func (s *Settings) Items(message string) (list []Item, block string) {
	start, end := s.start(message, s.comment)
	if start == end {
		return nil, ""
	}
	if end < len(message) {
		end++ // the end of the last line
	}
	block = message[start:end]
	for raw := range strings.SplitSeq(strings.TrimSuffix(block, "\n"), "\n") {
		if n := len(list); n > 0 && list[n-1].Key != "" && raw != "" && (raw[0] == ' ' || raw[0] == '\t') {
			list[n-1].Raw += "\n" + raw
			continue
		}
		list = append(list, Item{Raw: raw, Key: s.split(raw).key})
	}
	for i := range list {
		it := &list[i]
		l := s.split(it.Raw)
		r := s.rename(&l)
		it.Key, it.Value = l.key, strings.TrimSpace(l.value)
		if r != nil && r.key != "" {
			it.Key = r.key // with its separator, if there is one in it
		}
	}
	return list, block
}

// Unfold joins the lines of a value: the end of a line and the white space behind it are one space.
func Unfold(value string) string {
	lines := strings.Split(value, "\n")
	for i := range lines {
		if i > 0 {
			lines[i] = strings.TrimLeft(lines[i], " \t\r\v\f")
		}
	}
	return strings.TrimSpace(strings.Join(lines, " "))
}
