package cli

import (
	"errors"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff/lines"
	"cairn/internal/git/lineranges"
	"cairn/internal/git/object"
	"cairn/internal/git/rev"
)

// lineStart is the one commit that -L begins at.
func (l *logRun) lineStart() (*object.Commit, int, bool) {
	var tip *rev.Item
	for i := range l.items {
		t := &l.items[i]
		if t.Exclude {
			continue
		}
		if tip != nil && tip.Hash != t.Hash {
			return nil, l.die("More than one commit to dig from: %s and %s?", t.Spec, tip.Spec), false
		}
		tip = t
	}
	if tip == nil {
		return nil, l.die("No commit specified?"), false
	}
	h, err := l.repo.Objects().Peel(tip.Hash, plumbing.CommitObject)
	if err != nil {
		return nil, l.fail(err), false
	}
	c, err := l.repo.Objects().Commit(h)
	if err != nil {
		return nil, l.fail(err), false
	}
	return c, 0, true
}

// splitLineSpec cuts "range:file" at the colon that ends the range.
func splitLineSpec(spec string) (ranges, file string, ok bool) {
	at := 0
	rest := strings.TrimPrefix(spec, "^")
	lead := len(spec) - len(rest)
	if strings.HasPrefix(rest, ":") {
		at = lead + 1
	}
	inRegex := false
	for ; at < len(spec); at++ {
		switch spec[at] {
		case '\\':
			at++
		case '/':
			if !strings.HasPrefix(rest, ":") {
				inRegex = !inRegex
			}
		case ':':
			if !inRegex {
				return spec[:at], spec[at+1:], spec[at+1:] != ""
			}
		}
	}
	return "", "", false
}

// lineSpec reads one -L and adds its range to the start.
func (l *logRun) lineSpec(start *object.Commit, spec string) (int, bool) {
	ranges, name, ok := splitLineSpec(spec)
	if !ok {
		return l.die("-L argument not 'start,end:file' or ':funcname:file': %s", spec), false
	}
	path, err := l.topPath(name)
	if err != nil {
		return l.fail(err), false
	}
	e, found, err := l.repo.Objects().Lookup(start.TreeHash, path)
	if err != nil {
		return l.fail(err), false
	}
	if !found || e.IsTree() {
		return l.die("There is no path %s in the commit", path), false
	}
	data, err := l.repo.Objects().Blob(e.Hash)
	if err != nil {
		return l.fail(err), false
	}
	file := l.lines.file(start.Hash, path)
	after := 0
	if n := len(file.ranges); n > 0 {
		after = file.ranges[n-1].End
	}
	r, err := lineranges.Parse(ranges, lineranges.Params{Name: name, Lines: lines.Split(data), Heading: l.heading(path), AlwaysLines: true}, after)
	var fault *lineranges.Error
	if errors.As(err, &fault) && fault.Usage {
		return l.die("malformed -L argument '%s'", ranges), false
	}
	if err != nil {
		return l.fail(err), false
	}
	file.ranges = lineranges.Sorted(append(file.ranges, r))
	return 0, true
}
