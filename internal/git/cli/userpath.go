package cli

import (
	"path/filepath"

	"cairn/internal/git/repo"
)

// userPath makes a path that was named on the command line or by the
// configuration absolute, and refuses it outside the root: in a repository and
// without one.
func (c *call) userPath(name string) (string, error) {
	path := filepath.FromSlash(name)
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.env.Dir, path)
	}
	return path, repo.Root(c.env.Root).Check(path)
}
