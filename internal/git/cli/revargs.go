package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/git/object"
	"cairn/internal/git/rev"
	"cairn/internal/git/wildmatch"
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
	if err := c.resolver().Diagnose(spec); err != nil {
		return c.fail(err)
	}
	return c.fail(&rev.UnknownError{Spec: spec})
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
	return c.namesFile(arg) || strings.HasPrefix(arg, ":(") || wildmatch.HasMeta(arg)
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
