package cli

import (
	"cairn/internal/git/paths"
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
