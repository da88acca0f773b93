package cli

import (
	"fmt"
	"io"
	"strings"

	"cairn/internal/git/color"
	"cairn/internal/git/quote"
)

// statusWriter writes status lines, as they are or as comments of a commit message.
type statusWriter struct {
	w       io.Writer
	comment byte // begins each line, if set
	colors  *statusColors
}

// text writes whole or partial lines, each with the comment character before it in a comment. What follows
// on the same line goes through more.
func (w *statusWriter) text(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	if s == "" {
		if w.comment != 0 {
			w.more("%c ", w.comment)
		}
		return
	}
	for s != "" {
		line, rest, whole := strings.Cut(s, "\n")
		if w.comment != 0 {
			w.more("%c", w.comment)
			if line != "" && line[0] != '\t' {
				w.more(" ")
			}
		}
		w.more("%s", line)
		if !whole {
			return
		}
		w.more("\n")
		s = rest
	}
}

// line is text with a line's end after it.
func (w *statusWriter) line(format string, args ...any) {
	if format == "" {
		if w.comment != 0 {
			w.more("%c", w.comment)
		}
	} else {
		w.text(format, args...)
	}
	w.more("\n")
}

func (w *statusWriter) more(format string, args ...any) {
	_, _ = fmt.Fprintf(w.w, format, args...)
}

// paint writes coloured text.
func (w *statusWriter) paint(slot string, text string) {
	w.more("%s", w.colors.paint(slot, text))
}

// statusColors are color.status.<slot>; nil is no colour.
type statusColors struct{ slots map[string]string }

func (c *statusColors) paint(slot, text string) string {
	if c == nil || c.slots[slot] == "" || text == "" || text == " " {
		return text
	}
	return c.slots[slot] + text + color.Reset
}

// readStatusColors reads color.status, or color.ui.
func (c *call) readStatusColors() *statusColors {
	cfg := c.repo.Config()
	v, ok := cfg.Get("color.status")
	if !ok {
		v = cfg.String("color.ui", "auto")
	}
	switch strings.ToLower(v) {
	case "always":
	case "never", "false", "no", "off":
		return nil
	default:
		if !c.env.autoColor() {
			return nil
		}
	}
	sc := &statusColors{slots: map[string]string{
		"added": "\x1b[32m", "updated": "", "changed": "\x1b[31m", "untracked": "\x1b[31m", "nobranch": "\x1b[31m",
		"unmerged": "\x1b[31m", "localbranch": "\x1b[32m", "remotebranch": "\x1b[31m",
	}}
	for slot := range sc.slots {
		if v, ok := cfg.Get("color.status." + slot); ok {
			if code, err := color.Parse(v); err == nil {
				if slot == "updated" {
					slot = "added"
				}
				sc.slots[slot] = code
			}
		}
	}
	return sc
}

// shown is a path as the page prints it: seen from the current folder, quoted if needed.
func (p *statusPage) shown(path string) string {
	if p.relative {
		path = fromPrefix(path, p.repo.Prefix())
	}
	return quote.Path(path, p.quoteHigh)
}

// otherColumns lists untracked paths side by side. What stands before each row takes its
// share of the width, a colour's bytes among it, as in Git.
func (p *statusPage) otherColumns(w *statusWriter, paths []string) {
	names := make([]string, len(paths))
	for i, path := range paths {
		names[i] = p.shown(path)
	}
	taken := len("\t")
	if w.comment != 0 {
		taken++
	}
	if w.colors != nil {
		taken += len(w.colors.slots["untracked"])
	}
	const gap = 1
	for _, row := range p.columnar.lay(names, p.call.columns()-1-taken, gap) {
		w.text("\t")
		w.paint("untracked", row)
		w.more("\n")
	}
	w.line("")
}

// fromPrefix makes a path from the top ("a/b") one from the folder prefix ("a/").
func fromPrefix(path, prefix string) string {
	if prefix == "" {
		return path
	}
	common := 0
	for i := 0; i < len(prefix) && i < len(path) && prefix[i] == path[i]; i++ {
		if prefix[i] == '/' {
			common = i + 1
		}
	}
	rel := strings.Repeat("../", strings.Count(prefix[common:], "/")) + path[common:]
	if rel == "" {
		return "./"
	}
	return rel
}
