package cli

import (
	"io"
	"os"
	"strings"

	"cairn/internal/git/lockfile"
	"cairn/internal/git/quote"
)

// pathArgs gives the pathspecs of a command: its arguments, or the lines of the file named by
// --pathspec-from-file. Without ok the command ends with the code.
func (c *call) pathArgs() (args []string, code int, ok bool) {
	return c.pathArgsFrom(c.args)
}

func (c *call) pathArgsFrom(given []string) (args []string, code int, ok bool) {
	name, fromFile := c.value("pathspec-from-file")
	if !fromFile {
		if c.flag("pathspec-file-nul") {
			return nil, c.die("the option '%s' requires '%s'", "--pathspec-file-nul", "--pathspec-from-file"), false
		}
		return given, 0, true
	}
	switch {
	case c.flag("patch"):
		return nil, c.die("options '%s' and '%s' cannot be used together", "--pathspec-from-file", "--patch"), false
	case len(given) > 0:
		return nil, c.die("'%s' and pathspec arguments cannot be used together", "--pathspec-from-file"), false
	}
	text, err := c.readArgFile(name)
	if err != nil {
		return nil, c.die("could not open '%s' for reading: %s", name, lockfile.Reason(err)), false
	}
	return splitPaths(text, c.flag("pathspec-file-nul")), 0, true
}

// readArgFile reads a file named on the command line; "-" is standard input.
func (c *call) readArgFile(name string) (string, error) {
	if name == "-" {
		data, err := io.ReadAll(c.env.Stdin)
		return string(data), err
	}
	path, err := c.userPath(name)
	if err != nil {
		return "", err
	}
	data, err := os.ReadFile(path)
	return string(data), err
}

func splitPaths(text string, nul bool) []string {
	sep := "\n"
	if nul {
		sep = "\x00"
	}
	var paths []string
	for line := range strings.SplitSeq(text, sep) {
		if !nul {
			line = strings.TrimSuffix(line, "\r")
			if name, rest, err := quote.Unquote(line); err == nil && rest == "" {
				line = name
			}
		}
		if line != "" {
			paths = append(paths, line)
		}
	}
	return paths
}
