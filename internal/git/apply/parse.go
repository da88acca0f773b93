// Package apply reads patches as `git diff` writes them and puts them on an index, as `git apply --cached --recount` does:
// all files or none.
//
// It owns what a patch says of files: their names, modes, and that they come or go. Hunks are package hunks'. It reads and
// writes no file of a working tree, and refuses renames and binary patches.
package apply

import (
	"errors"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/hunks"
	"cairn/internal/git/quote"
)

// ErrNothing says that a text holds no patch.
var ErrNothing = errors.New(`No valid patches in input (allow with "--allow-empty")`)

// SyntaxError says where a text stops being a patch.
type SyntaxError struct {
	What string
	Line int    // from 1
	Text string // what stands there, where it is told
}

func (e *SyntaxError) Error() string {
	text := e.What + " at line " + strconv.Itoa(e.Line)
	if e.Text != "" {
		text += ": " + e.Text
	}
	return text
}

// Patch is what is to become of one file.
type Patch struct {
	Path           string
	Added, Deleted bool
	Binary         bool
	Mode           filemode.FileMode // the new one; 0: as it was
	Hunks          []*hunks.Hunk
	New            []Line // what it adds
	CRLF           bool   // what it changes has lines that end so
}

// Line is an added line, with its number in the input.
type Line struct {
	Number int
	Text   string
	// Last says that it is blank, and that nothing but blank lines follows it in a hunk that ends there.
	Last bool
}

// Parse reads all patches of a text. The counts of hunks are worked out anew; warnings tell of lines where that ended.
func Parse(text string) (patches []*Patch, warnings []string, err error) {
	p := &parser{}
	for line := range strings.Lines(text) {
		if !strings.HasSuffix(line, "\n") {
			line += "\n"
		}
		p.lines = append(p.lines, line)
	}
	for p.at < len(p.lines) {
		if line := p.lines[p.at]; !strings.HasPrefix(line, gitHeader) {
			if strings.HasPrefix(line, "@@ -") {
				return nil, p.warnings, &SyntaxError{What: "patch fragment without header", Line: p.at + 1, Text: strings.TrimSuffix(line, "\n")}
			}
			p.at++
			continue
		}
		one, err := p.patch()
		if err != nil {
			return nil, p.warnings, err
		}
		patches = append(patches, one)
	}
	if len(patches) == 0 {
		return nil, p.warnings, ErrNothing
	}
	return patches, p.warnings, nil
}

const gitHeader = "diff --git "

type parser struct {
	lines    []string
	at       int
	warnings []string
}

// patch reads one, from its first line.
func (p *parser) patch() (*Patch, error) {
	one := &Patch{Path: headerName(strings.TrimSuffix(p.lines[p.at][len(gitHeader):], "\n"))}
	changes := false
	for p.at++; p.at < len(p.lines); p.at++ {
		line := strings.TrimSuffix(p.lines[p.at], "\n")
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case word == "index":
		case word == "---" || word == "+++":
			if name := fileName(rest); name != "" {
				one.Path = name
			}
			continue
		case strings.HasPrefix(line, "old mode "):
			continue
		case strings.HasPrefix(line, "new mode "):
			one.Mode = modeOf(line)
			changes = true
			continue
		case strings.HasPrefix(line, "new file mode "):
			one.Added, changes = true, true
			one.Mode = modeOf(line)
			continue
		case strings.HasPrefix(line, "deleted file mode "):
			one.Deleted, changes = true, true
			one.Mode = modeOf(line)
			continue
		case strings.HasPrefix(line, "Binary files "), line == "GIT binary patch":
			one.Binary, changes = true, true
			continue
		case word == "rename" || word == "copy":
			return nil, &SyntaxError{What: "renames are not applied; patch", Line: p.at + 1}
		default:
			return one, p.hunks(one, changes)
		}
	}
	return one, p.hunks(one, changes)
}

func (p *parser) hunks(one *Patch, changes bool) error {
	start := p.at + 1
	for p.at < len(p.lines) && strings.HasPrefix(p.lines[p.at], "@@ -") {
		if err := p.hunk(one); err != nil {
			return err
		}
	}
	switch {
	case one.Path == "":
		return &SyntaxError{What: "git diff header lacks filename information", Line: start}
	case len(one.Hunks) == 0 && !changes:
		return &SyntaxError{What: "patch with only garbage", Line: start}
	}
	return nil
}

func (p *parser) hunk(one *Patch) error {
	header := p.lines[p.at]
	from := p.at + 1
	to, whole := p.hunkEnd(from)
	if !whole {
		var err error
		if to, err = p.countedEnd(header, from); err != nil {
			return err
		}
	}
	var text strings.Builder
	text.WriteString(header)
	for i := from; i < to; i++ {
		line := p.lines[i]
		one.CRLF = one.CRLF || line[0] != '+' && strings.HasSuffix(line, "\r\n")
		if line == "\n" { // editors take the space of an empty line away
			line = " \n"
		}
		text.WriteString(line)
	}
	f, err := hunks.Parse(text.String(), "")
	if err != nil || len(f.Hunks) != 1 {
		return &SyntaxError{What: "corrupt patch", Line: from}
	}
	one.Hunks = append(one.Hunks, f.Hunks...)
	one.New = append(one.New, p.added(from, to)...)
	p.at = to
	return nil
}

// hunkEnd finds where a hunk ends by its lines; whole is false where one ends it that begins nothing new.
func (p *parser) hunkEnd(from int) (to int, whole bool) {
	for to = from; to < len(p.lines); to++ {
		line := p.lines[to]
		switch line[0] {
		case ' ', '+', '-', '\\', '\n':
			continue
		}
		if !strings.HasPrefix(line, "@@ ") && !strings.HasPrefix(line, "diff ") {
			p.warnings = append(p.warnings, "recount: unexpected line: "+line)
			return to, false
		}
		break
	}
	return to, true
}

// countedEnd finds where a hunk ends by the counts in its header.
func (p *parser) countedEnd(header string, from int) (int, error) {
	f, err := hunks.Parse(header, "")
	if err != nil || len(f.Hunks) != 1 {
		return 0, &SyntaxError{What: "corrupt patch", Line: from}
	}
	before, after := f.Hunks[0].OldCount, f.Hunks[0].NewCount
	to := from
	for ; before > 0 || after > 0; to++ {
		if to >= len(p.lines) {
			return 0, &SyntaxError{What: "corrupt patch", Line: to + 1}
		}
		switch p.lines[to][0] {
		case ' ', '\n':
			before, after = before-1, after-1
		case '-':
			before--
		case '+':
			after--
		case '\\':
		default:
			return 0, &SyntaxError{What: "corrupt patch", Line: to + 1}
		}
	}
	for to < len(p.lines) && p.lines[to][0] == '\\' {
		to++
	}
	return to, nil
}

func (p *parser) added(from, to int) []Line {
	end := to
	for end > from && strings.Trim(p.lines[end-1], "+ \t\r\n") == "" && p.lines[end-1][0] == '+' {
		end--
	}
	var out []Line
	for i := from; i < to; i++ {
		if p.lines[i][0] == '+' {
			out = append(out, Line{Number: i + 1, Text: strings.TrimSuffix(p.lines[i][1:], "\n"), Last: i == end})
		}
	}
	return out
}

func modeOf(line string) filemode.FileMode {
	m, err := strconv.ParseUint(line[strings.LastIndexByte(line, ' ')+1:], 8, 32)
	if err != nil {
		return 0
	}
	return filemode.FileMode(m)
}

// fileName reads the name after "---" or "+++", without a/ or b/; "" for /dev/null.
func fileName(text string) string {
	if name, _, err := quote.Unquote(text); err == nil {
		text = name
	} else {
		text, _, _ = strings.Cut(text, "\t")
	}
	if text == "/dev/null" {
		return ""
	}
	_, name, _ := strings.Cut(text, "/")
	return name
}

// headerName reads the name that "a/NAME b/NAME" has twice; "" where these are not the same.
func headerName(text string) string {
	if first, rest, err := quote.Unquote(text); err == nil {
		second := strings.TrimPrefix(rest, " ")
		if name, _, err := quote.Unquote(second); err == nil {
			second = name
		}
		return same(first, second)
	}
	for i := range len(text) {
		if text[i] != ' ' {
			continue
		}
		if name := same(text[:i], text[i+1:]); name != "" {
			return name
		}
	}
	return ""
}

func same(a, b string) string {
	_, first, ok1 := strings.Cut(a, "/")
	_, second, ok2 := strings.Cut(b, "/")
	if !ok1 || !ok2 || first != second {
		return ""
	}
	return first
}
