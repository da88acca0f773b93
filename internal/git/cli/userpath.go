package cli

import (
	"errors"
	"strings"

	"cairn/internal/git/paths"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/repo"
)

// userPath makes a path that was named on the command line or by the
// configuration absolute, and refuses it outside the root: in a repository and
// without one.
func (c *call) userPath(name string) (string, error) {
	path := paths.Abs(c.env.Dir, name)
	if paths.IsNull(path) {
		return path, nil // there is nothing in it, and nothing stays
	}
	return path, repo.Root(c.env.Root).Check(path)
}

// topPath names a path of the command line from the top of the working tree, as commits know it.
func (c *call) topPath(name string) (string, error) {
	path, err := pathspec.Resolve(name, c.repo.Prefix(), c.repo.WorkTree())
	var bad *pathspec.Error
	if errors.As(err, &bad) { // with a path alone Git does not repeat it
		bad.Text = strings.TrimPrefix(bad.Text, name+": ")
	}
	return strings.TrimSuffix(path, "/"), err
}
