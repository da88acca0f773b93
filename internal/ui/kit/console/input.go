package console

import (
	"strings"
	"unicode"
)

// input is the text being typed and the place in it. It knows no keys.
type input struct {
	text []rune
	at   int
}

func (in *input) String() string { return string(in.text) }

func (in *input) set(s string) { in.text = []rune(s); in.at = len(in.text) }

func (in *input) insert(s string) {
	letters := []rune(s)
	text := make([]rune, 0, len(in.text)+len(letters))
	text = append(append(append(text, in.text[:in.at]...), letters...), in.text[in.at:]...)
	in.text, in.at = text, in.at+len(letters)
}

// cut removes the text between two places and puts the cursor there.
func (in *input) cut(from, to int) {
	from, to = max(0, min(from, to)), min(len(in.text), max(from, to))
	in.text = append(append([]rune(nil), in.text[:from]...), in.text[to:]...)
	in.at = from
}

func (in *input) move(by int) { in.at = max(0, min(len(in.text), in.at+by)) }

// wordLeft is the beginning of the word before the cursor.
func (in *input) wordLeft() int {
	i := in.at
	for i > 0 && unicode.IsSpace(in.text[i-1]) {
		i--
	}
	for i > 0 && !unicode.IsSpace(in.text[i-1]) {
		i--
	}
	return i
}

// wordRight is the end of the word after the cursor.
func (in *input) wordRight() int {
	i := in.at
	for i < len(in.text) && unicode.IsSpace(in.text[i]) {
		i++
	}
	for i < len(in.text) && !unicode.IsSpace(in.text[i]) {
		i++
	}
	return i
}

// lineStart and lineEnd are those of the line that the cursor is in.
func (in *input) lineStart() int {
	i := in.at
	for i > 0 && in.text[i-1] != '\n' {
		i--
	}
	return i
}

func (in *input) lineEnd() int {
	i := in.at
	for i < len(in.text) && in.text[i] != '\n' {
		i++
	}
	return i
}

// up and down move by a line and report whether there was one.
func (in *input) up() bool {
	start := in.lineStart()
	if start == 0 {
		return false
	}
	column := in.at - start
	in.at = start - 1
	in.at = min(in.lineStart()+column, in.lineEnd())
	return true
}

func (in *input) down() bool {
	end := in.lineEnd()
	if end == len(in.text) {
		return false
	}
	column := in.at - in.lineStart()
	in.at = end + 1
	in.at = min(in.lineStart()+column, in.lineEnd())
	return true
}

// openQuote reports whether text ends within quotes or with a backslash, for
// consoles that were given no better judge.
func openQuote(text string) bool {
	var quote rune
	escaped := false
	for _, r := range text {
		switch {
		case escaped:
			escaped = false
		case r == '\\' && quote != '\'':
			escaped = true
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '\'' || r == '"':
			quote = r
		}
	}
	return quote != 0 || escaped
}

// commandsOf splits what was typed into the commands that run in turn: a line
// goes on as long as unfinished says so.
func commandsOf(text string, unfinished func(string) bool) []string {
	var out []string
	command := ""
	for line := range strings.SplitSeq(text, "\n") {
		if command != "" {
			command += "\n"
		}
		command += line
		if !unfinished(command) {
			if strings.TrimSpace(command) != "" {
				out = append(out, command)
			}
			command = ""
		}
	}
	if strings.TrimSpace(command) != "" {
		out = append(out, command)
	}
	return out
}
