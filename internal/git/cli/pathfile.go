package cli

import (
	"bufio"
	"errors"
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
	case c.cmd.has("interactive") && (c.flag("patch") || c.flag("interactive")):
		return nil, c.die("options '%s' and '%s' cannot be used together", "--pathspec-from-file", "--interactive/--patch"), false
	case c.cmd.Name == "add" && c.flag("edit"):
		return nil, c.die("options '%s' and '%s' cannot be used together", "--pathspec-from-file", "--edit"), false
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
		if line = onePath(line, nul); line != "" {
			paths = append(paths, line)
		}
	}
	return paths
}

// onePath is the path that a line names, which may be quoted.
func onePath(line string, nul bool) string {
	if nul {
		return line
	}
	line = strings.TrimSuffix(line, "\r")
	if name, rest, err := quote.Unquote(line); err == nil && rest == "" {
		return name
	}
	return line
}

// eachPath takes the paths of standard input one by one and answers each at
// once: whoever asks may wait for the answer before the next question.
func (c *call) eachPath(answer func(path string) error) error {
	delim := byte('\n')
	if c.flag("z") {
		delim = 0
	}
	in := bufio.NewReader(c.env.Stdin)
	for {
		line, err := in.ReadString(delim)
		if path := onePath(strings.TrimSuffix(line, string(delim)), delim == 0); path != "" {
			if err := answer(path); err != nil {
				return err
			}
			_ = c.out.Flush()
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
