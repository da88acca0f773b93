package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff"
	"cairn/internal/git/grep"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/regex"
	"cairn/internal/git/rev"
)

func grepCommand() Command {
	return Command{
		Name: "grep", Summary: "Find lines in tracked files, or as they were in a commit", Group: "history",
		Usage: []string{"git grep [<options>] [-e] <pattern> [<rev>...] [[--] <path>...]"},
		Options: []Option{
			{Long: "cached", Help: "search in index instead of in the work tree"},
			{Long: "no-index", NoNeg: true, Help: "find in contents not managed by git"},
			{Long: "untracked", Help: "search in both tracked and untracked files"},
			{Long: "exclude-standard", Help: "ignore files specified via '.gitignore'"},
			{Short: 'v', Long: "invert-match", Help: "show non-matching lines"},
			{Short: 'i', Long: "ignore-case", Help: "case insensitive matching"},
			{Short: 'w', Long: "word-regexp", Help: "match patterns only at word boundaries"},
			{Short: 'a', Long: "text", Help: "process binary files as text"},
			{Short: 'I', NoNeg: true, Help: "don't match patterns in binary files"},
			{Short: 'r', Long: "recursive", Help: "search in subdirectories (default)"},
			{Long: "max-depth", Arg: "depth", NoNeg: true, Number: true, Help: "descend at most <depth> levels"},
			{Short: 'E', Long: "extended-regexp", Help: "use extended POSIX regular expressions"},
			{Short: 'G', Long: "basic-regexp", Help: "use basic POSIX regular expressions (default)"},
			{Short: 'F', Long: "fixed-strings", Help: "interpret patterns as fixed strings"},
			{Short: 'P', Long: "perl-regexp", Help: "use Perl-compatible regular expressions"},
			{Short: 'n', Long: "line-number", Help: "show line numbers"},
			{Long: "column", Help: "show column number of first match"},
			{Short: 'h', NoNeg: true, Help: "don't show filenames"},
			{Short: 'H', NoNeg: true, Help: "show filenames"},
			{Long: "full-name", Help: "show filenames relative to top directory"},
			{Short: 'l', Long: "files-with-matches", Help: "show only filenames instead of matching lines"},
			{Long: "name-only", Help: "synonym for --files-with-matches"},
			{Short: 'L', Long: "files-without-match", Help: "show only the names of files without match"},
			{Short: 'z', Long: "null", Help: "print NUL after filenames"},
			{Short: 'o', Long: "only-matching", Help: "show only matching parts of a line"},
			{Short: 'c', Long: "count", Help: "show the number of matches instead of matching lines"},
			{Long: "color", Arg: "when", OptArg: true, Help: "highlight matches"},
			{Long: "break", Help: "print empty line between matches from different files"},
			{Long: "heading", Help: "show filename only once above matches from same file"},
			{Short: 'C', Long: "context", Arg: "n", Digits: true, NoNeg: true, Number: true, Help: "show <n> context lines before and after matches"},
			{Short: 'B', Long: "before-context", Arg: "n", NoNeg: true, Number: true, Help: "show <n> context lines before matches"},
			{Short: 'A', Long: "after-context", Arg: "n", NoNeg: true, Number: true, Help: "show <n> context lines after matches"},
			{Long: "no-recurse-submodules", NoNeg: true, Hidden: true, Help: "do not search in submodules (default)"},
			{Long: "threads", Arg: "n", NoNeg: true, Number: true, Help: "use <n> worker threads"},
			{Short: 'p', Long: "show-function", Help: "show a line with the function name before matches"},
			{Short: 'W', Long: "function-context", Help: "show the surrounding function"},
			{Short: 'f', Arg: "file", NoNeg: true, Help: "read patterns from file"},
			{Short: 'e', Arg: "pattern", NoNeg: true, Help: "match <pattern>"},
			{Long: "and", NoNeg: true, Help: "combine patterns specified with -e"},
			{Long: "or", NoNeg: true},
			{Long: "not", NoNeg: true},
			{Short: 'q', Long: "quiet", Help: "indicate hit with exit status without output"},
			{Long: "all-match", Help: "show only matches from files that match all patterns"},
			{Short: 'm', Long: "max-count", Arg: "n", Number: true, Help: "maximum number of results per file"},
		},
		Absent: []Absent{
			{"--recurse-submodules", ""}, {"--textconv", ""},
			{"-O", ""}, {"--open-files-in-pager", ""}, {"--ext-grep", ""}, {"--parent-basename", ""},
		},
		Example: "git grep timeout\n" +
			"git grep -n -i 'x-request-id' -- '*.py'\n" +
			"git grep -c TODO v1.0",
		Setup: MaybeRepo, Parse: KeepDash,
		Run: runGrep,
	}
}

// grepRun is one run of git grep.
type grepRun struct {
	*call
	m     *grep.Matcher
	style grepStyle
	trees []grepTree
	paths []string
	set   *pathspec.Set
	hits  bool
	shown bool // something was printed for an earlier file
	// driver tells what attributes say of a path; nil until that matters.
	driver func(path string) diff.Driver
}

// grepTree is a tree that was named.
type grepTree struct {
	name string
	hash plumbing.Hash
	blob bool
	path string
}

func runGrep(c *call) int {
	g := &grepRun{call: c}
	noIndex := c.flag("no-index")
	if cfg, err := c.config(); c.repo == nil && err == nil {
		if on, err := cfg.Bool("grep.fallbackToNoIndex", false); err == nil && on {
			noIndex = true
		}
	}
	if c.repo == nil && !noIndex {
		return c.die("not a git repository (or any of the parent directories): .git")
	}
	tokens, rest, code, ok := g.tokens()
	if !ok {
		return code
	}
	m, err := grep.Compile(tokens, g.params())
	if err != nil {
		return c.fail(err)
	}
	g.m = m
	if code, ok := g.settings(); !ok {
		return code
	}
	if code, ok := g.arguments(rest, noIndex); !ok {
		return code
	}
	switch {
	case noIndex:
		err = g.folder()
	case len(g.trees) > 0:
		err = g.inTrees()
	default:
		err = g.inIndex()
	}
	if err != nil && !errors.Is(err, errGrepDone) {
		return c.fail(err)
	}
	if g.hits {
		return exitOK
	}
	return exitFail
}

var errGrepDone = errors.New("found")

// tokens puts the pattern expression together, from options and parentheses in
// their order; without any, the first argument is the pattern.
func (g *grepRun) tokens() ([]grep.Token, []string, int, bool) {
	var tokens []grep.Token
	args := g.args
	used := 0
	paren := func(upTo int) {
		for used < upTo && used < len(args) && (args[used] == "(" || args[used] == ")") {
			op := grep.Open
			if args[used] == ")" {
				op = grep.Close
			}
			tokens = append(tokens, grep.Token{Op: op, Text: args[used]})
			used++
		}
	}
	patterns := false
	for i := range g.opts {
		o := &g.opts[i]
		paren(o.at)
		switch o.opt.key() {
		case "e":
			tokens = append(tokens, grep.Token{Text: o.value, From: "-e option"})
			patterns = true
		case "f":
			text, code, ok := g.patternFile(o.value)
			if !ok {
				return nil, nil, code, false
			}
			for line := range strings.Lines(text) {
				if line = strings.TrimSuffix(line, "\n"); line != "" {
					tokens = append(tokens, grep.Token{Text: line, From: o.value})
				}
			}
			patterns = patterns || len(tokens) > 0
		case "and":
			tokens = append(tokens, grep.Token{Op: grep.And, Text: "--and"})
		case "or":
			tokens = append(tokens, grep.Token{Op: grep.Or, Text: "--or"})
		case "not":
			tokens = append(tokens, grep.Token{Op: grep.Not, Text: "--not"})
		}
	}
	if patterns {
		paren(len(args))
		return tokens, args[used:], 0, true
	}
	if paren(len(args)); used > 0 {
		return tokens, args[used:], 0, true // without a pattern, which is a fault of the expression
	}
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return nil, nil, g.die("no pattern given"), false
	}
	return append(tokens, grep.Token{Text: args[0], From: "command line"}), args[1:], 0, true
}

func (g *grepRun) patternFile(name string) (string, int, bool) {
	if name == "-" {
		data, err := io.ReadAll(g.env.Stdin)
		if err != nil {
			return "", g.fail(err), false
		}
		return g.patternText(data)
	}
	path, err := g.userPath(name)
	if err != nil {
		return "", g.fail(err), false
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", g.die("cannot open '%s': No such file or directory", name), false
	}
	return g.patternText(data)
}

func (g *grepRun) patternText(data []byte) (string, int, bool) {
	if bytes.IndexByte(data, 0) >= 0 && g.params().Flavor != regex.Perl {
		return "", g.die("given pattern contains NULL byte (via -f <file>). This is only supported with -P under PCRE v2"), false
	}
	return string(data), 0, true
}

func (g *grepRun) params() grep.Params {
	p := grep.Params{
		FoldCase: g.flag("ignore-case"), Words: g.flag("word-regexp"),
		Invert: g.flag("invert-match"), AllMatch: g.flag("all-match"),
	}
	if cfg, err := g.config(); err == nil {
		if on, err := cfg.Bool("grep.extendedRegexp", false); err == nil && on {
			p.Flavor = regex.Extended
		}
		switch cfg.String("grep.patternType", "default") {
		case "basic":
			p.Flavor = regex.Basic
		case "extended":
			p.Flavor = regex.Extended
		case "fixed":
			p.Flavor = regex.Fixed
		case "perl":
			p.Flavor = regex.Perl
		}
	}
	for i := range g.opts {
		switch g.opts[i].opt.key() {
		case "basic-regexp":
			p.Flavor = regex.Basic
		case "extended-regexp":
			p.Flavor = regex.Extended
		case "fixed-strings":
			p.Flavor = regex.Fixed
		case "perl-regexp":
			p.Flavor = regex.Perl
		}
	}
	return p
}

// clash names options that cannot stand together.
func (g *grepRun) clash(outside, revs bool) string {
	switch {
	case g.last("exclude-standard") != nil && !outside:
		return "--[no-]exclude-standard cannot be used for tracked contents"
	case outside && revs:
		return "--no-index or --untracked cannot be used with revs"
	}
	for _, two := range [][2]string{{"untracked", "cached"}, {"no-index", "cached"}, {"no-index", "untracked"}} {
		if g.flag(two[0]) && g.flag(two[1]) {
			return "options '--" + two[0] + "' and '--" + two[1] + "' cannot be used together"
		}
	}
	return ""
}

// pathsFrom takes the arguments from the nth on as paths.
func (g *grepRun) pathsFrom(args []string, n int) (int, bool) {
	for i, p := range args[n:] {
		switch {
		case g.looksLikePath(p):
		case i > 0: // the first might have been a revision
			return g.noSuchPath(p), false
		default:
			return g.unknownRevision(p), false
		}
	}
	g.paths = args[n:]
	return 0, true
}

// treeOf reads an argument that names a tree, or a blob.
func (g *grepRun) treeOf(arg string, res rev.Result) (grepTree, int, bool) {
	store := g.repo.Objects()
	t := grepTree{name: arg, hash: res.Hash, path: res.Path}
	kind, err := store.Kind(res.Hash)
	if err == nil && kind == plumbing.BlobObject {
		t.blob = true
		return t, 0, true
	}
	if !store.Has(res.Hash) {
		return t, g.die("unable to parse object: %s", arg), false
	}
	if t.hash, err = store.Peel(res.Hash, plumbing.TreeObject); err != nil {
		return t, g.die("unable to grep from object of type %s", kind), false
	}
	return t, 0, true
}

// arguments splits what follows the pattern into trees and paths.
func (g *grepRun) arguments(args []string, noIndex bool) (int, bool) {
	dashed := false
	for i, a := range args {
		if a == "--" {
			g.paths, args, dashed = args[i+1:], args[:i], true
			break
		}
	}
	outside := noIndex || g.flag("untracked")
	if text := g.clash(outside, dashed && len(args) > 0); text != "" {
		return g.die("%s", text), false
	}
	if outside {
		if i := slices.IndexFunc(args, func(a string) bool { return !g.looksLikePath(a) }); i >= 0 {
			return g.noSuchPath(args[i]), false
		}
	}
	if noIndex {
		g.paths = append(args, g.paths...)
		return 0, true
	}
	for i, a := range args {
		if outside {
			g.paths = args[i:]
			break
		}
		res, err := g.resolver().Lookup(a, 0)
		if err != nil && !notFound(err) {
			return g.fail(err), false
		}
		if err != nil {
			if dashed {
				return g.die("unable to resolve revision: %s", a), false
			}
			if code, ok := g.pathsFrom(args, i); !ok {
				return code, false
			}
			break
		}
		if !dashed && g.fileExists(a) {
			return g.die("ambiguous argument '%s': both revision and filename\n"+
				"Use '--' to separate paths from revisions, like this:\n"+
				"'git <command> [<revision>...] -- [<file>...]'", a), false
		}
		t, code, ok := g.treeOf(a, res)
		if !ok {
			return code, false
		}
		g.trees = append(g.trees, t)
	}
	if len(g.trees) > 0 && g.flag("cached") {
		return g.die("both --cached and trees are given"), false
	}
	paths := g.paths
	if len(paths) == 0 && g.repo.Prefix() != "" {
		paths = []string{"."}
	}
	set, err := g.pathspecOf(paths, pathspec.Params{PreferDir: true})
	if err != nil {
		return g.fail(err), false
	}
	g.set = set
	return 0, true
}
