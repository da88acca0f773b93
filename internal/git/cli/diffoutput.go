package cli

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"

	"cairn/internal/git/lockfile"
	"cairn/internal/git/paths"
)

// toOutput runs a command whose output goes where --output says. The file is
// put in place whole at the end; a symbolic link of that name is replaced, not followed.
func (c *call) toOutput(run func(*call) int) int {
	g := c.last("output")
	if g == nil {
		return run(c)
	}
	path, err := c.userPath(g.value)
	if err == nil && !paths.IsNull(path) {
		_, err = os.Stat(filepath.Dir(path))
	}
	if err != nil {
		return c.die("could not open '%s' for writing: %s", g.value, lockfile.Reason(err))
	}
	var text bytes.Buffer
	out := c.out
	c.out = bufio.NewWriter(&text)
	code := run(c)
	err = c.out.Flush()
	c.out = out
	if err == nil && !paths.IsNull(path) {
		err = lockfile.Replace(path, text.Bytes())
	}
	if err != nil {
		return c.die("could not open '%s' for writing: %s", g.value, lockfile.Reason(err))
	}
	return code
}
