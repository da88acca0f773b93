package cli

import (
	"fmt"
	"strconv"
	"strings"
)

// percentFormat is a --format of ls-tree or ls-files: %(field), %n where the command has it, %% and
// %xx with two hex digits.
type percentFormat struct {
	command string // in messages
	text    string
	newline bool
	field   func(name string) (string, error)
}

type formatError struct{ text string }

func (e *formatError) Error() string { return e.text }

// unknown is the error for a field that the command does not have.
func (f *percentFormat) unknown(name string) error {
	return &formatError{fmt.Sprintf("bad %s format: %%(%s)", f.command, name)}
}

// expand writes the format out.
func (f *percentFormat) expand() (string, error) {
	var b strings.Builder
	rest := f.text
	for rest != "" {
		at := strings.IndexByte(rest, '%')
		if at < 0 {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:at])
		rest = rest[at+1:]
		text, used, err := f.atom(rest)
		if err != nil {
			return b.String(), err
		}
		b.WriteString(text)
		rest = rest[used:]
	}
	return b.String(), nil
}

// atom expands what follows a percent sign.
func (f *percentFormat) atom(text string) (string, int, error) {
	switch {
	case strings.HasPrefix(text, "%"):
		return "%", 1, nil
	case strings.HasPrefix(text, "n") && f.newline:
		return "\n", 1, nil
	case len(text) >= 3 && text[0] == 'x':
		if n, err := strconv.ParseUint(text[1:3], 16, 8); err == nil {
			return string([]byte{byte(n)}), 3, nil
		}
	}
	name, ok := strings.CutPrefix(text, "(")
	if !ok {
		return "", 0, &formatError{fmt.Sprintf("bad %s format: element '%s' does not start with '('", f.command, text)}
	}
	name, _, ok = strings.Cut(name, ")")
	if !ok {
		return "", 0, &formatError{fmt.Sprintf("bad %s format: element '%s' does not end in ')'", f.command, text)}
	}
	out, err := f.field(name)
	return out, len(name) + 2, err
}
