package pathspec

import (
	"strings"

	"cairn/internal/git/wildmatch"
)

// Empty reports whether there are no arguments, so that everything matches.
func (s *Set) Empty() bool { return s == nil || len(s.items) == 0 }

// All reports whether every path is selected, as with "." at the top. It counts as having
// selected something.
func (s *Set) All() bool {
	if s.Empty() {
		return true
	}
	if s.excludes {
		return false
	}
	for _, it := range s.items {
		if it.match == "" && len(it.attrs) == 0 {
			it.seen = true
			return true
		}
	}
	return false
}

// Match reports whether a file (slash-separated, from the top) is selected.
func (s *Set) Match(path string) bool { return s.match(path, false) }

// MatchDir is Match for a directory, named without a slash at its end. A pattern that matches its name with the slash
// selects it, too, but counts for no match (Unmatched); what is in it is selected only where all says so.
func (s *Set) MatchDir(path string) (selected, all bool) {
	if s.match(path, true) {
		return true, true
	}
	for _, it := range s.items {
		if !it.exclude && s.matches(it, path+"/", false) {
			return !s.ExcludesDir(path), false
		}
	}
	return false, false
}

// ExcludesDir reports whether a directory is excluded with all that is in it.
func (s *Set) ExcludesDir(path string) bool {
	if s.Empty() || !s.excludes {
		return false
	}
	for _, it := range s.items {
		if it.exclude && s.matches(it, path+"/", false) {
			it.seen = true
			return true
		}
	}
	return false
}

func (s *Set) match(path string, isDir bool) bool {
	if s.Empty() {
		return true
	}
	found := false
	for _, it := range s.items {
		if !it.exclude && (!found || !it.seen) && s.matches(it, path, isDir) {
			it.seen, found = true, true
		}
	}
	if !found || !s.excludes {
		return found
	}
	for _, it := range s.items {
		if it.exclude && s.matches(it, path, isDir) {
			it.seen = true
			return false
		}
	}
	return true
}

func (s *Set) matches(it *item, path string, isDir bool) bool {
	if !it.matchesPath(path, isDir) {
		return false
	}
	if len(it.attrs) == 0 {
		return true
	}
	if s.attrs == nil {
		return false
	}
	for _, w := range it.attrs {
		if s.attrs.Lookup(path, w.name)[0] != w.value {
			return false
		}
	}
	return true
}

func (it *item) matchesPath(path string, isDir bool) bool {
	m := it.match
	if m == "" {
		return true
	}
	if it.foldCase && it.kept > 0 && (len(path) < it.kept || path[:it.kept] != m[:it.kept]) {
		return false
	}
	if hasPrefix(path, m, it.foldCase) {
		if len(path) == len(m) || m[len(m)-1] == '/' || path[len(m)] == '/' {
			return true
		}
	} else if isDir && len(m) == len(path)+1 && m[len(m)-1] == '/' && hasPrefix(m, path, it.foldCase) {
		return true
	}
	if it.literal == len(m) || !hasPrefix(path, m[:it.literal], it.foldCase) {
		return false
	}
	flags := wildmatch.Flags(0)
	if it.pathname {
		flags |= wildmatch.Pathname
	}
	if it.foldCase {
		flags |= wildmatch.CaseFold
	}
	return wildmatch.Match(m[it.literal:], path[it.literal:], flags)
}

func hasPrefix(s, prefix string, foldCase bool) bool {
	if len(s) < len(prefix) {
		return false
	}
	if foldCase {
		return strings.EqualFold(s[:len(prefix)], prefix)
	}
	return s[:len(prefix)] == prefix
}

// Reaches reports whether something below a directory ("" or "a/b/") may be selected; a
// walk need not enter where it says no.
func (s *Set) Reaches(dir string) bool {
	if s.Empty() || dir == "" {
		return true
	}
	for _, it := range s.items {
		if it.exclude {
			continue
		}
		n := min(it.literal, len(dir))
		if it.foldCase || it.match[:n] == dir[:n] {
			return true
		}
	}
	return false
}

// Unmatched gives the arguments that have selected nothing so far, as they were written.
// Excluding ones are not among them.
func (s *Set) Unmatched() []string {
	if s == nil {
		return nil
	}
	var all []string
	for _, it := range s.items {
		if !it.seen && !it.exclude {
			all = append(all, it.original)
		}
	}
	return all
}

// Arg is one argument as other packages may ask about it.
type Arg struct {
	Original string
	Path     string // from the top; "" is the top itself
	Prefix   string // Path up to the first wildcard
	Literal  bool   // it has no wildcard
	Exclude  bool
	Seen     bool
}

// Args lists the arguments.
func (s *Set) Args() []Arg {
	if s == nil {
		return nil
	}
	all := make([]Arg, 0, len(s.items))
	for _, it := range s.items {
		if it.original != "" {
			all = append(all, Arg{it.original, it.match, it.match[:it.literal], it.literal == len(it.match), it.exclude, it.seen})
		}
	}
	return all
}
