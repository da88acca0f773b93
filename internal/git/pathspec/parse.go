// Package pathspec selects paths as the arguments after `--` do: literal names,
// directories, wildcards and magic such as `:(exclude)` or `:/`.
//
// It owns the language of gitglossary(7), "pathspec", and the memory of which argument
// matched nothing. It refuses paths that leave the working tree. It reads no file, but it
// asks for attributes where `attr:` wants them.
package pathspec

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/git/attr"
	"cairn/internal/git/paths"
	"cairn/internal/git/wildmatch"
)

// Params say how arguments are to be read.
type Params struct {
	Prefix     string // the current directory, "" or "a/b/"
	Root       string // the working tree, absolute
	Literal    bool   // --literal-pathspecs: no argument has magic
	NoGlob     bool   // --noglob-pathspecs
	Glob       bool   // --glob-pathspecs
	FoldCase   bool   // --icase-pathspecs
	Attributes *attr.Matcher
	// NoAttributes refuses the magic attr: the command does not look at attributes.
	NoAttributes bool
	// PreferDir makes arguments that only exclude mean "in the current directory" and
	// not "in the whole tree".
	PreferDir bool
}

// Error is an argument that cannot be read; Text is Git's sentence.
type Error struct{ Text string }

func (e *Error) Error() string { return e.Text }

type item struct {
	original string
	match    string // slash-separated, from the top
	literal  int    // length of the part of match that is taken literally
	kept     int    // length of the part that comes from the current directory: it never folds case
	exclude  bool
	foldCase bool
	pathname bool // `*` stops at slashes
	attrs    []want
	seen     bool
}

type want struct {
	name  string
	value attr.Value
}

// Set is a list of arguments. Match remembers what it saw, so one Set serves one command
// and one goroutine; use Clone for others.
type Set struct {
	items    []*item
	attrs    *attr.Matcher
	excludes bool
}

// Parse reads arguments. None at all gives a Set that matches everything.
func Parse(args []string, p Params) (*Set, error) {
	s := &Set{attrs: p.Attributes}
	if err := p.clash(); err != nil && len(args) > 0 {
		return nil, err
	}
	positive := false
	for _, a := range args {
		it, err := parseItem(a, p)
		if err != nil {
			return nil, err
		}
		s.items = append(s.items, it)
		s.excludes = s.excludes || it.exclude
		positive = positive || !it.exclude
	}
	if len(s.items) > 0 && !positive {
		all := &item{seen: true}
		if p.PreferDir {
			all.match, all.literal = p.Prefix, len(p.Prefix)
		}
		s.items = append(s.items, all)
	}
	return s, nil
}

// clash refuses settings for all arguments that go against each other.
func (p *Params) clash() error {
	switch {
	case p.Glob && p.NoGlob:
		return &Error{"global 'glob' and 'noglob' pathspec settings are incompatible"}
	case p.Literal && (p.Glob || p.NoGlob || p.FoldCase):
		return &Error{"global 'literal' pathspec setting is incompatible with all other global pathspec settings"}
	}
	return nil
}

func parseItem(arg string, p Params) (*item, error) {
	if arg == "" {
		return nil, &Error{"empty string is not a valid pathspec. please use . instead if you meant to match all paths"}
	}
	it := &item{original: arg, foldCase: p.FoldCase}
	m := magic{literal: p.Literal, plain: p.NoAttributes}
	rest := arg
	if !p.Literal && arg[0] == ':' {
		var err error
		if rest, err = m.read(arg, it); err != nil {
			return nil, err
		}
	}
	if m.literal && m.glob {
		return nil, &Error{fmt.Sprintf("%s: 'literal' and 'glob' are incompatible", arg)}
	}
	if !m.literal && !m.glob {
		m.literal, m.glob = p.NoGlob, p.Glob
	}
	prefix := p.Prefix
	if m.top {
		prefix = ""
	}
	match, kept, err := resolve(rest, prefix, p.Root)
	if err != nil {
		return nil, err
	}
	it.match, it.kept = match, min(kept, len(match))
	it.pathname = m.glob
	it.literal = len(match)
	if !m.literal || m.glob {
		it.literal = max(kept, wildmatch.LiteralPrefix(match))
	}
	return it, nil
}

// resolve makes a path relative to the top. kept is how much of it comes from the prefix.
func resolve(path, prefix, root string) (match string, kept int, err error) {
	// Where a backslash parts folders, as Windows' own shells complete names, it quotes no wildcard: so Git for Windows.
	path = filepath.ToSlash(path)
	if paths.IsAbs(path) {
		rel, ok := below(root, paths.Abs(root, path))
		if !ok {
			return "", 0, outside(path, root)
		}
		return rel, 0, nil
	}
	dirOnly := strings.HasSuffix(path, "/") || path == "." || strings.HasSuffix(path, "/.") || strings.HasSuffix(path, "/..")
	parts := strings.FieldsFunc(prefix, func(r rune) bool { return r == '/' })
	kept = len(parts)
	for _, part := range strings.Split(path, "/") {
		switch part {
		case "", ".":
		case "..":
			if len(parts) == 0 {
				return "", 0, outside(path, root)
			}
			parts = parts[:len(parts)-1]
			kept = min(kept, len(parts))
		default:
			parts = append(parts, part)
		}
	}
	match = strings.Join(parts, "/")
	if dirOnly && match != "" && strings.Trim(path, "./") != "" {
		match += "/"
	}
	n := len(strings.Join(parts[:kept], "/"))
	return match, n, nil
}

// Resolve names a path of the command line from the top of the working tree.
func Resolve(path, prefix, root string) (string, error) {
	match, _, err := resolve(path, prefix, root)
	return match, err
}

func outside(path, root string) error {
	if dir := filepath.Dir(filepath.FromSlash(path)); filepath.IsAbs(dir) {
		if _, err := os.Stat(dir); err != nil {
			return &Error{fmt.Sprintf("Invalid path '%s': No such file or directory", filepath.ToSlash(dir))}
		}
	}
	return &Error{fmt.Sprintf("%s: '%s' is outside repository at '%s'", path, path, filepath.ToSlash(root))}
}

// below makes an absolute path relative to the root, with slashes; links in the root's own
// name are followed.
func below(root, path string) (string, bool) {
	try := func(root, path string) (string, bool) {
		rel, err := filepath.Rel(root, path)
		if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return "", false
		}
		if rel == "." {
			rel = ""
		}
		return filepath.ToSlash(rel), true
	}
	if rel, ok := try(root, path); ok {
		return rel, true
	}
	realRoot, err1 := filepath.EvalSymlinks(root)
	realDir, err2 := filepath.EvalSymlinks(filepath.Dir(path))
	if err1 != nil || err2 != nil {
		return "", false
	}
	return try(realRoot, filepath.Join(realDir, filepath.Base(path)))
}
