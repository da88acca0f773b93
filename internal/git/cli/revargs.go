package cli

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cairn/internal/git/object"
	"cairn/internal/git/rev"
)

// resolver resolves revisions; its warnings go to standard error.
func (c *call) resolver() *rev.Resolver {
	return &rev.Resolver{Repo: c.repo, Warn: func(line string) { c.say("%s", line) }}
}

// isUnknown reports whether a revision stands for nothing, as opposed to a
// failure that ends the command.
func isUnknown(err error) bool {
	var u *rev.UnknownError
	return errors.As(err, &u)
}

// unknownRevision ends the command because a word is neither a revision nor a path.
func (c *call) unknownRevision(spec string) int {
	if len(spec) > 1 && spec[0] == ':' && !isAlphanumeric(spec[1]) {
		return c.fail(&rev.UnknownError{Spec: spec}) // it may have been meant as a pathspec with magic
	}
	if err := c.resolver().Diagnose(spec); err != nil {
		return c.fail(err)
	}
	return c.fail(&rev.UnknownError{Spec: spec})
}

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// notFound gives an error that stands for "no such object or not of that kind",
// for which commands have words of their own.
func notFound(err error) bool {
	var kind *object.KindError
	var missing *object.MissingError
	return isUnknown(err) || errors.As(err, &kind) || errors.As(err, &missing)
}

// looksLikePath reports whether an argument can only be meant as a path: it
// exists, or it has wildcards or pathspec magic.
func (c *call) looksLikePath(arg string) bool {
	return c.namesFile(arg) || strings.HasPrefix(arg, ":(") || hasWildcard(arg)
}

// hasWildcard reports whether a wildcard stands in an argument that no
// backslash makes a plain character; a backslash alone is none.
func hasWildcard(arg string) bool {
	for i := 0; i < len(arg); i++ {
		switch arg[i] {
		case '*', '?', '[':
			return true
		case '\\':
			i++
		}
	}
	return false
}

// namesFile reports whether a path of the command line exists; it may have the magic
// ":/", ":!" or ":^".
func (c *call) namesFile(arg string) bool {
	name := arg
	for _, magic := range []string{":/", ":!", ":^"} {
		if rest, ok := strings.CutPrefix(arg, magic); ok {
			if rest == "" {
				return true
			}
			name = rest
			if magic == ":/" && c.repo != nil && !c.repo.Bare() {
				name = filepath.Join(c.repo.WorkTree(), filepath.FromSlash(rest))
			}
		}
	}
	return c.fileExists(name)
}

// fileExists reports whether a path of the command line exists, links not followed.
func (c *call) fileExists(arg string) bool {
	if arg == "" || c.repo == nil || c.repo.Confine(arg) != nil {
		return false
	}
	_, err := os.Lstat(c.repo.Abs(filepath.FromSlash(arg)))
	return err == nil
}

// noSuchPath ends the command because a path was expected after another one.
func (c *call) noSuchPath(arg string) int {
	return c.die("%s: no such path in the working tree.\n"+
		"Use 'git <command> -- <path>...' to specify paths that do not exist locally.", arg)
}

// arguments reads revisions and paths, and the options that stand for refs, in the
// order in which they were given: --not and --exclude hold for what follows.
func (r *revRun) arguments() (int, bool) {
	args, dashed := r.args, false
	if i := slices.Index(args, "--"); i >= 0 {
		r.paths, args, dashed = args[i+1:], args[:i], true
	}
	v := r.resolver()
	v.NoPaths = dashed
	var exclude leftOut
	negate := false
	next := 0
	options := func(upTo int) (int, bool) {
		for ; next < len(r.opts) && r.opts[next].at <= upTo; next++ {
			code, ok := r.refOption(&r.opts[next], &negate, &exclude)
			if !ok {
				return code, false
			}
		}
		return 0, true
	}
	unknown := ""
	for i, a := range args {
		if code, ok := options(i); !ok {
			return code, false
		}
		if strings.HasPrefix(a, "-") && !(r.plain && i >= r.plainFrom) {
			if unknown == "" {
				unknown = a // revisions and paths are looked at before it, as in Git
			}
			continue
		}
		items, err := v.Args(a)
		switch {
		case err == nil:
			if !dashed && r.namesFile(a) && r.repo.InsideWorkTree() {
				return r.die("ambiguous argument '%s': both revision and filename\n"+
					"Use '--' to separate paths from revisions, like this:\n"+
					"'git <command> [<revision>...] -- [<file>...]'", a), false
			}
			if gone := r.missing(items); gone != "" {
				if r.passedOver = r.params.MissingOK; r.passedOver {
					continue
				}
				if len(items) > 1 {
					return r.die("Invalid revision range %s", a), false
				}
				return r.die("bad object %s", gone), false
			}
			r.named = append(r.named, a)
			r.add(items, negate)
			continue
		case !isUnknown(err):
			return r.fail(err), false
		case r.params.MissingOK:
			r.passedOver = true
			continue
		case dashed, strings.HasPrefix(a, "^"):
			return r.die("bad revision '%s'", a), false
		}
		if code, ok := r.pathArguments(args[i:], i > 0); !ok {
			return code, false
		}
		break
	}
	if code, ok := options(len(r.args)); !ok || unknown == "" {
		return code, ok
	}
	return r.unknownArgument(unknown), false
}

// missing names a revision whose object is not there: a full hash stands for itself.
func (r *revRun) missing(items []rev.Item) string {
	for _, it := range items {
		if !r.repo.Objects().Has(it.Hash) {
			return it.Spec
		}
	}
	return ""
}

// unknownArgument refuses an option that is not in the table.
func (r *revRun) unknownArgument(word string) int {
	name, _, _ := strings.Cut(word, "=")
	for _, a := range r.cmd.Absent {
		if a.Name == name || len(word) > 1 && word[1] != '-' && a.Name == word[:2] {
			text := "Cairn's 'git " + r.cmd.Name + "' does not have the option " + a.Name
			if a.Instead != "" {
				text += "; the nearest that it has is " + a.Instead
			}
			return r.misuse("%s", text)
		}
	}
	if len(word) > 1 && word[1] >= '0' && word[1] <= '9' {
		return r.die("'%s': not a non-negative integer", word[1:])
	}
	if r.cmd.Name == "rev-list" {
		return r.usage()
	}
	return r.die("unrecognized argument: %s", word)
}

// pathArguments takes the rest of the arguments as paths, if they can be some.
func (r *revRun) pathArguments(rest []string, _ bool) (int, bool) {
	for n, p := range rest {
		if strings.HasPrefix(p, "-") && p != "-" {
			return r.die("option '%s' must come before non-option arguments", p), false
		}
		if !r.looksLikePath(p) {
			if n > 0 {
				return r.noSuchPath(p), false
			}
			return r.unknownRevision(p), false
		}
	}
	r.paths = rest
	return 0, true
}

func (r *revRun) add(items []rev.Item, negate bool) {
	for _, it := range items {
		it.Exclude = it.Exclude != negate
		r.items = append(r.items, it)
	}
}
