package difftest

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Step is one shell line of a script with what rules it.
type Step struct {
	Line     int    // line number in the script, from 1
	Text     string // the shell line
	Stdin    string // what the line reads
	NoStdout bool   // stdout legitimately differs
	NoStderr bool   // stderr legitimately differs
	NoState  bool   // state is settled only by a later line
}

// Script is a parsed script.
type Script struct {
	Name  string // for messages: merge/renames-both-sides
	Point string // the first comment
	Steps []Step
}

// Parse reads a script's text. Name is used in errors only.
func Parse(name, text string) (Script, error) {
	s := Script{Name: name}
	var next Step
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		switch trimmed := strings.TrimSpace(line); {
		case trimmed == "":
		case strings.HasPrefix(trimmed, "#"):
			comment := strings.TrimSpace(strings.TrimPrefix(trimmed, "#"))
			if s.Point == "" {
				s.Point = comment
				continue
			}
			if err := next.direct(comment); err != nil {
				return s, fmt.Errorf("%s:%d: %w", name, i+1, err)
			}
		default:
			next.Line = i + 1
			for strings.HasSuffix(line, "\\") && i+1 < len(lines) {
				i++
				line += "\n" + lines[i]
			}
			next.Text = line
			s.Steps = append(s.Steps, next)
			next = Step{}
		}
	}
	if s.Point == "" {
		return s, fmt.Errorf("%s:1: the first comment must say the script's point", name)
	}
	if len(s.Steps) == 0 {
		return s, fmt.Errorf("%s: no lines to run", name)
	}
	return s, nil
}

// ParseFile reads one script file.
func ParseFile(name, path string) (Script, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Script{}, fmt.Errorf("read script: %w", err)
	}
	return Parse(name, string(text))
}

// direct takes a directive; any other comment is for people.
func (s *Step) direct(comment string) error {
	name, value, found := strings.Cut(comment, ":")
	if !found {
		return nil
	}
	value = strings.TrimPrefix(value, " ")
	switch name {
	case "stdin":
		text, err := strconv.Unquote(`"` + strings.ReplaceAll(value, `"`, `\"`) + `"`)
		if err != nil {
			return fmt.Errorf("stdin %q: %w", value, err)
		}
		s.Stdin = text
		return nil
	case "text", "stdout", "stderr", "state":
	default:
		return nil
	}
	reason, off := strings.CutPrefix(value, "off")
	if !off {
		return nil
	}
	if strings.TrimSpace(reason) == "" {
		return fmt.Errorf("%q needs a reason", comment)
	}
	s.NoStdout = s.NoStdout || name == "text" || name == "stdout"
	s.NoStderr = s.NoStderr || name == "text" || name == "stderr"
	s.NoState = s.NoState || name == "state"
	return nil
}
