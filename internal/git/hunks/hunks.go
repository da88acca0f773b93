// Package hunks takes a patch of one file apart into hunks, splits, edits and puts them on a
// text: what a person does who chooses changes one by one.
//
// It owns hunks as text and their arithmetic. It reads no file and asks nobody; it refuses to put
// a hunk where its context is not found.
package hunks

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Use is what was decided about a hunk.
type Use uint8

// The decisions.
const (
	Undecided Use = iota
	Skip
	Take
)

// Hunk is one hunk of a patch, or (with both offsets 0) a pseudo hunk such as a change of mode.
type Hunk struct {
	OldStart, OldCount int
	NewStart, NewCount int
	Heading            string   // what follows the second @@, its space included
	Lines              []string // each with its marker and its line's end
	Colored            []string // the same for show; nil: no colour
	ColoredHead        string   // the header line with colours
	Use                Use
	Splittable         int // how many hunks it can be split into
	Edited             bool
}

// File is the patch of one file.
type File struct {
	Head        []string // lines before the first hunk, without those of a change of mode
	Mode        []string // "old mode …", "new mode …"
	ModeAt      int      // where in Head these lines stood
	ColoredHead []string
	Hunks       []*Hunk // with a change of mode the first is the pseudo hunk
	ModeChange  bool
	Added       bool
	Deleted     bool
	Binary      bool
}

// ErrSyntax says that a text is no patch.
var ErrSyntax = errors.New("could not parse hunk header")

// BadLineError says which line of an edited hunk cannot be one.
type BadLineError struct{ Line int } // from 1, below the header

func (e *BadLineError) Error() string { return fmt.Sprintf("line %d is no line of a patch", e.Line) }

// Parse reads the patch of one file. colored is the same patch with colours, or "".
func Parse(text, colored string) (*File, error) {
	lines := splitLines(text)
	var paint []string
	if colored != "" {
		if paint = splitLines(colored); len(paint) != len(lines) {
			paint = nil
		}
	}
	f := &File{}
	var h *Hunk
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "@@ "):
			var err error
			if h, err = parseHeader(line); err != nil {
				return nil, err
			}
			if paint != nil {
				h.ColoredHead = paint[i]
				h.Colored = []string{}
			}
			f.Hunks = append(f.Hunks, h)
		case h != nil:
			h.Lines = append(h.Lines, line)
			if paint != nil {
				h.Colored = append(h.Colored, paint[i])
			}
		default:
			f.headLine(line, paint, i)
		}
	}
	for _, h := range f.Hunks {
		h.Splittable = len(h.groups())
	}
	if len(f.Mode) == 2 {
		f.ModeChange = true
		mode := &Hunk{Lines: f.Mode, Splittable: 1}
		f.Hunks = append([]*Hunk{mode}, f.Hunks...)
	}
	return f, nil
}

func (f *File) headLine(line string, paint []string, i int) {
	switch {
	case strings.HasPrefix(line, "old mode "), strings.HasPrefix(line, "new mode "):
		f.ModeAt = len(f.Head)
		f.Mode = append(f.Mode, line)
		return
	case strings.HasPrefix(line, "new file mode "):
		f.Added = true
	case strings.HasPrefix(line, "deleted file mode "):
		f.Deleted = true
	case strings.HasPrefix(line, "Binary files "), strings.HasPrefix(line, "GIT binary patch"):
		f.Binary = true
	}
	f.Head = append(f.Head, line)
	if paint != nil {
		f.ColoredHead = append(f.ColoredHead, paint[i])
	}
}

// splitLines keeps the line ends.
func splitLines(text string) []string {
	var lines []string
	for text != "" {
		i := strings.IndexByte(text, '\n') + 1
		if i == 0 {
			i = len(text)
		}
		lines = append(lines, text[:i])
		text = text[i:]
	}
	return lines
}

// parseHeader reads "@@ -1,2 +3,4 @@ heading".
func parseHeader(line string) (*Hunk, error) {
	rest, ok := strings.CutPrefix(line, "@@ -")
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrSyntax, line)
	}
	ranges, heading, ok := strings.Cut(rest, " @@")
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrSyntax, line)
	}
	before, after, ok := strings.Cut(ranges, " +")
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrSyntax, line)
	}
	h := &Hunk{Heading: strings.TrimSuffix(heading, "\n")}
	var err1, err2 error
	h.OldStart, h.OldCount, err1 = parseRange(before)
	h.NewStart, h.NewCount, err2 = parseRange(after)
	if err := errors.Join(err1, err2); err != nil {
		return nil, fmt.Errorf("%w: %q", ErrSyntax, line)
	}
	return h, nil
}

func parseRange(text string) (start, count int, err error) {
	first, second, both := strings.Cut(text, ",")
	if start, err = strconv.Atoi(first); err != nil {
		return 0, 0, err
	}
	if !both {
		return start, 1, nil
	}
	count, err = strconv.Atoi(second)
	return start, count, err
}

// Header is the hunk's first line; "" for a pseudo hunk.
func (h *Hunk) Header() string {
	if h.OldStart == 0 && h.NewStart == 0 {
		return ""
	}
	return "@@ -" + rangeText(h.OldStart, h.OldCount) + " +" + rangeText(h.NewStart, h.NewCount) + " @@" + h.Heading + "\n"
}

func rangeText(start, count int) string {
	if count == 1 {
		return strconv.Itoa(start)
	}
	return strconv.Itoa(start) + "," + strconv.Itoa(count)
}

// Text is the hunk as a patch has it.
func (h *Hunk) Text() string { return h.Header() + strings.Join(h.Lines, "") }

// Patch is the patch of some of the file's hunks, as it is handed to git-apply(1): those that overlap are one, since a
// split leaves the lines between in both. With reverse the lines' signs are turned: it is what taking them back adds.
func (f *File) Patch(list []*Hunk, mode, reverse bool) string {
	head := f.Head
	if mode {
		head = slices.Concat(head[:f.ModeAt], f.Mode, head[f.ModeAt:])
	}
	var text strings.Builder
	text.WriteString(strings.Join(head, ""))
	end := 0 // of what the hunk before replaces
	for _, h := range list {
		lines := h.Lines
		if shared := end - h.OldStart; shared > 0 && shared <= len(lines) {
			lines = lines[shared:]
		} else {
			text.WriteString(h.Header())
		}
		for _, line := range lines {
			switch {
			case reverse && line[0] == '+':
				line = "-" + line[1:]
			case reverse && line[0] == '-':
				line = "+" + line[1:]
			}
			text.WriteString(line)
		}
		before, _ := count(h.Lines)
		end = h.OldStart + before
	}
	return text.String()
}

// Shown is the hunk with its colours, where it has any.
func (h *Hunk) Shown() string {
	if h.Colored == nil {
		return h.Text()
	}
	head := h.ColoredHead
	if head == "" {
		head = h.Header()
	}
	return head + strings.Join(h.Colored, "")
}

// Summary is the hunk in one line, for a list.
func (h *Hunk) Summary() string {
	const headWidth, width = 20, 80
	out := fmt.Sprintf(" -%d,%d +%d,%d ", h.OldStart, h.OldCount, h.NewStart, h.NewCount)
	out += strings.Repeat(" ", max(0, headWidth-len(out)))
	for _, line := range h.Lines {
		if line[0] != ' ' {
			out += line
			break
		}
	}
	if len(out) > width {
		out = out[:width]
	}
	if !strings.HasSuffix(out, "\n") {
		out += "\n"
	}
	return out
}

// group is a run of changed lines of a hunk.
type group struct{ from, to int }

// groups finds the runs of changes. "\ No newline" belongs to the line before it.
func (h *Hunk) groups() []group {
	var all []group
	open := false
	for i, line := range h.Lines {
		switch line[0] {
		case '+', '-':
			if !open {
				all = append(all, group{i, i})
				open = true
			}
			all[len(all)-1].to = i + 1
		case '\\':
			if open {
				all[len(all)-1].to = i + 1
			}
		default:
			open = false
		}
	}
	return all
}

// Split makes a hunk for each run of changes; the lines between two runs are in both.
func (h *Hunk) Split() []*Hunk {
	groups := h.groups()
	if len(groups) < 2 {
		return []*Hunk{h}
	}
	var parts []*Hunk
	oldAt, newAt, from := h.OldStart, h.NewStart, 0
	for i, g := range groups {
		to := len(h.Lines)
		if i+1 < len(groups) {
			to = groups[i+1].from
		}
		part := &Hunk{OldStart: oldAt, NewStart: newAt, Lines: h.Lines[from:to], Use: h.Use, Splittable: 1}
		if h.Colored != nil {
			part.Colored = h.Colored[from:to]
		}
		if i == 0 {
			part.Heading = h.Heading
		}
		part.OldCount, part.NewCount = count(part.Lines)
		part.ColoredHead = recolored(h, part)
		parts = append(parts, part)
		o, n := count(h.Lines[from:g.to])
		oldAt, newAt, from = oldAt+o, newAt+n, g.to
	}
	return parts
}

// recolored puts the colours of a header round another one.
func recolored(from, to *Hunk) string {
	if from.ColoredHead == "" {
		return ""
	}
	i := strings.Index(from.ColoredHead, "@@")
	if i < 0 {
		return ""
	}
	const reset = "\x1b[m"
	return from.ColoredHead[:i] + strings.TrimSuffix(to.Header(), "\n") + reset + "\n"
}

// count gives the lines of both sides.
func count(lines []string) (before, after int) {
	for _, line := range lines {
		switch line[0] {
		case '-':
			before++
		case '+':
			after++
		case '\\':
		default:
			before++
			after++
		}
	}
	return before, after
}

// isLine reports whether a line can stand in a hunk. Editors strip the space of an empty one.
func isLine(line string) bool { return strings.IndexByte(" +-\\\n", line[0]) >= 0 }

// Edit replaces the hunk's lines by a text that a person edited. A header in it counts, else the
// old one does; the counts are worked out anew.
func (h *Hunk) Edit(text string) (*Hunk, error) {
	lines := splitLines(text)
	n := &Hunk{
		OldStart: h.OldStart, NewStart: h.NewStart, Heading: h.Heading, Splittable: 1, Edited: true, Use: h.Use,
	}
	if len(lines) > 0 && lines[0][0] == '@' {
		head, err := parseHeader(lines[0])
		if err != nil {
			return nil, err
		}
		n.OldStart, n.NewStart, n.Heading = head.OldStart, head.NewStart, head.Heading
		lines = lines[1:]
	}
	for len(lines) > 1 && isLine(lines[0]) && !isLine(lines[len(lines)-1]) { // what follows the hunk is no part of it
		lines = lines[:len(lines)-1]
	}
	for i, line := range lines {
		if line == "\n" {
			line = " \n"
		}
		if !isLine(line) {
			return nil, &BadLineError{i + 1}
		}
		if !strings.HasSuffix(line, "\n") {
			line += "\n"
		}
		n.Lines = append(n.Lines, line)
	}
	n.OldCount, n.NewCount = count(n.Lines)
	n.Splittable = 1
	return n, nil
}
