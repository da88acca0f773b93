// Package ignore decides which untracked paths are ignored, and by which line of
// which file.
//
// It owns the language of .gitignore, .git/info/exclude and core.excludesFile, and
// their order of precedence. It does not know what is tracked (a tracked file is
// never ignored; its callers ask the index first), and it never follows a
// symbolic link named .gitignore. The rules are those of gitignore(5).
package ignore

import (
	"strings"

	"cairn/internal/git/wildmatch"
)

// Pattern is one line of an ignore file.
type Pattern struct {
	Source string // the file as Git names it: ".gitignore", ".git/info/exclude"
	Line   int    // from 1; 0 for a pattern given on the command line
	Text   string // the line as it was written
	Negate bool   // the line began with "!"

	dirOnly  bool
	anchored bool   // it is matched against the path below base, not the last name
	base     string // directory of the file, "" or "a/b/"
	glob     string // what is matched
	literal  bool   // glob has no special character
	suffix   string // set where the glob is "*" and a literal
}

// Parse reads the lines of an ignore file that lies in the directory base ("" or
// "a/b/"). Empty lines and comments give no pattern.
func Parse(text, source, base string) []*Pattern {
	text = strings.TrimPrefix(text, "\ufeff")
	var all []*Pattern
	for n := 1; text != ""; n++ {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line = strings.TrimSuffix(line, "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		if p := ParseLine(trimSpaces(line), source, base); p != nil {
			p.Line = n
			all = append(all, p)
		}
	}
	return all
}

// ParseLine reads one pattern, or gives nil where there is none.
func ParseLine(line, source, base string) *Pattern {
	p := &Pattern{Source: source, Text: line, base: base}
	glob := line
	if strings.HasPrefix(glob, "!") {
		p.Negate, glob = true, glob[1:]
	}
	if strings.HasSuffix(glob, "/") {
		p.dirOnly, glob = true, glob[:len(glob)-1]
	}
	p.anchored = strings.Contains(glob, "/")
	glob = strings.TrimPrefix(glob, "/")
	if glob == "" {
		return nil
	}
	p.glob = glob
	p.literal = !wildmatch.HasMeta(glob)
	if glob[0] == '*' && !p.anchored && !wildmatch.HasMeta(glob[1:]) {
		p.suffix = glob[1:]
	}
	return p
}

// trimSpaces removes the spaces at the end of a line that no backslash protects.
func trimSpaces(line string) string {
	end := len(line)
	for end > 0 && line[end-1] == ' ' {
		end--
	}
	if end == len(line) {
		return line
	}
	slashes := 0
	for i := end; i > 0 && line[i-1] == '\\'; i-- {
		slashes++
	}
	if slashes%2 == 1 {
		end++
	}
	return line[:end]
}

// matches compares a path whose last name begins at nameAt.
func (p *Pattern) matches(path string, nameAt int, isDir, foldCase bool) bool {
	if p.dirOnly && !isDir {
		return false
	}
	text := path[nameAt:]
	flags := wildmatch.Pathname
	if p.anchored {
		if !strings.HasPrefix(path, p.base) {
			return false
		}
		text = path[len(p.base):]
	}
	switch {
	case foldCase:
		return wildmatch.Match(p.glob, text, flags|wildmatch.CaseFold)
	case p.literal:
		return text == p.glob
	case p.suffix != "":
		return strings.HasSuffix(text, p.suffix)
	}
	return wildmatch.Match(p.glob, text, flags)
}
