package config

import (
	"bytes"
	"fmt"
	"strings"
)

// RenameSection gives every section "section" or "section.sub" another name.
func (f *File) RenameSection(from, to string) error { return f.section(from, &to) }

// RemoveSection removes every section "section" or "section.sub" whole.
func (f *File) RemoveSection(name string) error { return f.section(name, nil) }

func (f *File) section(name string, to *string) error {
	if to != nil && !validSection(*to) {
		return &NameError{*to}
	}
	section, sub, hasSub := strings.Cut(name, ".")
	if err := f.checkLines(); err != nil {
		return err
	}
	var out []byte
	pos, found := 0, false
	for i, h := range f.doc.headers {
		if h.section != strings.ToLower(section) || h.hasSub != hasSub || h.sub != sub {
			continue
		}
		found = true
		start := h.start
		if at := f.lineStart(start); at == 0 || f.text[at-1] == '\n' {
			start = at // the header loses its indent
		}
		out = append(out, f.text[pos:max(start, pos)]...)
		pos = h.end
		if to == nil {
			if pos = len(f.text); i+1 < len(f.doc.headers) {
				pos = f.doc.headers[i+1].start
			}
			continue
		}
		section, sub, hasSub := strings.Cut(*to, ".")
		out = append(out, strings.TrimSuffix(sectionLine(section, Key{Section: section, Sub: sub, HasSub: hasSub}), "\n")...)
		if items := f.itemsOf(i); len(items) > 0 && items[0].line == h.line {
			out = append(out, "\n\t"...) // what stood on the header's line moves below it
			pos = items[0].start
		} else {
			out, pos = f.moveComment(out, pos)
		}
	}
	if !found {
		return &SectionError{name}
	}
	return f.reparse(append(out, f.text[pos:]...))
}

// moveComment ends the line of a new header; a comment on the old one's line moves below it.
func (f *File) moveComment(out []byte, pos int) ([]byte, int) {
	end := f.lineEnd(pos)
	if rest := bytes.TrimSpace(f.text[pos:end]); len(rest) > 0 {
		return append(append(append(out, "\n\t"...), rest...), '\n'), end
	}
	if end == pos || f.text[end-1] != '\n' {
		return out, pos
	}
	return append(out, '\n'), end
}

// longestLine is how long a line may be in a file whose sections are renamed:
// Git reads it into a buffer of this size.
const longestLine = 512 << 10

// LongLineError says that a line is longer.
type LongLineError struct {
	Path string
	Line int
}

func (e *LongLineError) Error() string {
	return fmt.Sprintf("refusing to work with overly long line in '%s' on line %d", e.Path, e.Line)
}

// Level is "error".
func (e *LongLineError) Level() string { return "error" }

// ExitCode is 255.
func (e *LongLineError) ExitCode() int { return 255 }

func (f *File) checkLines() error {
	n := 0
	for line := range bytes.Lines(f.text) {
		if n++; len(line) > longestLine {
			return &LongLineError{f.path, n}
		}
	}
	return nil
}

// CopySection appends a copy of every section of a name under another name,
// each behind its model, as `git branch --copy` does.
func (f *File) CopySection(from, to string) error {
	section, sub, hasSub := strings.Cut(from, ".")
	toSection, toSub, toHas := strings.Cut(to, ".")
	head := sectionLine(toSection, Key{Section: toSection, Sub: toSub, HasSub: toHas})
	var out []byte
	pos, found := 0, false
	for i, h := range f.doc.headers {
		if h.section != strings.ToLower(section) || h.hasSub != hasSub || h.sub != sub {
			continue
		}
		found = true
		end := len(f.text)
		if i+1 < len(f.doc.headers) {
			end = f.doc.headers[i+1].start
		}
		out = append(out, f.text[pos:end]...)
		out = endLine(out)
		out = append(out, head...)
		out = append(out, bytes.TrimLeft(f.text[h.end:end], "\n")...)
		pos = end
	}
	if !found {
		return &SectionError{from}
	}
	return f.reparse(append(out, f.text[pos:]...))
}

func validSection(name string) bool {
	section, sub, _ := strings.Cut(name, ".")
	if section == "" || strings.Contains(sub, "\n") {
		return false
	}
	for i := range len(section) {
		if !isKeyByte(section[i]) {
			return false
		}
	}
	return true
}
