package shell

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func mkdir(c *call) int {
	o, ok := c.options(spec{short: "pv", long: map[string]string{"parents": "p", "verbose": "v"}})
	if !ok {
		return 2
	}
	if len(o.rest) == 0 {
		return c.missingOperand()
	}
	code := 0
	for _, name := range o.rest {
		if err := c.mkdirOne(name, o); err != nil {
			var at *mkdirError
			if errors.As(err, &at) {
				name, err = at.path, at.cause
			}
			c.complain("cannot create directory '%s': %s", name, errText(err))
			code = 1
		}
	}
	return code
}

// mkdirError says that an outer folder is in the way.
type mkdirError struct {
	path  string
	cause error
}

func (e *mkdirError) Error() string { return e.cause.Error() }

func (c *call) missingOperand() int {
	c.complain("missing operand")
	c.print(c.err, "usage: %s\n", c.usage())
	return 1
}

func (c *call) mkdirOne(name string, o *options) error {
	say := func(made string) {
		if o.has("v") {
			c.printf("mkdir: created directory '%s'\n", made)
		}
	}
	if !o.has("p") {
		err := c.s.files.Mkdir(c.abs(name))
		if err == nil {
			say(name)
		}
		return err
	}
	parts := strings.Split(filepath.ToSlash(name), "/")
	for i, part := range parts {
		made := strings.Join(parts[:i+1], "/")
		if part == "" || part == "." || part == ".." {
			continue
		}
		err := c.s.files.Mkdir(c.abs(made))
		var outside *OutsideError
		switch {
		case err == nil:
			say(made)
		case errors.As(err, &outside) && i < len(parts)-1 && filepath.IsAbs(name):
			// a part of an absolute path above the practice folder
		case errors.Is(err, fs.ErrExist):
			info, statErr := c.s.files.Stat(c.abs(made))
			if statErr != nil {
				return statErr
			}
			if !info.IsDir() && i < len(parts)-1 {
				return &mkdirError{made, errNotDir}
			}
			if !info.IsDir() {
				return err
			}
		default:
			return err
		}
	}
	return nil
}

func rmdir(c *call) int {
	o, ok := c.options(spec{short: "pv", long: map[string]string{"parents": "p", "verbose": "v"}})
	if !ok {
		return 2
	}
	if len(o.rest) == 0 {
		return c.missingOperand()
	}
	code := 0
	for _, name := range o.rest {
		for at := name; at != "." && at != "/" && at != ""; at = filepath.ToSlash(filepath.Dir(at)) {
			info, err := c.s.files.Lstat(c.abs(at))
			if err == nil && !info.IsDir() {
				err = errNotDir
			}
			if err == nil {
				err = c.s.files.Remove(c.abs(at))
			}
			if err != nil {
				c.complain("failed to remove '%s': %s", at, errText(err))
				code = 1
				break
			}
			if o.has("v") {
				c.printf("rmdir: removing directory, '%s'\n", at)
			}
			if !o.has("p") {
				break
			}
		}
	}
	return code
}

func rm(c *call) int {
	o, ok := c.options(spec{short: "rRfvdi", long: map[string]string{"recursive": "r", "force": "f", "verbose": "v", "dir": "d"}})
	if !ok {
		return 2
	}
	if o.has("i") {
		c.complain("option -i is not supported in this console; Undo brings back what rm removes")
		return 2
	}
	if len(o.rest) == 0 {
		if o.has("f") {
			return 0
		}
		return c.missingOperand()
	}
	code := 0
	for _, name := range o.rest {
		base := filepath.Base(filepath.FromSlash(name))
		if (base == "." || base == "..") && (o.has("r") || o.has("R")) {
			c.complain("refusing to remove '.' or '..' directory: skipping '%s'", name)
			code = 1
			continue
		}
		full := c.abs(name)
		if c.isAbove(full) && base != "." && base != ".." {
			c.complain("refusing to remove '%s': you are in it", name)
			code = 1
			continue
		}
		code = max(code, c.remove(name, full, o))
	}
	return code
}

// isAbove reports whether the current folder lies in a path.
func (c *call) isAbove(full string) bool {
	rel, err := filepath.Rel(full, c.hc.Dir)
	return err == nil && filepath.IsLocal(rel)
}

func (c *call) remove(name, full string, o *options) int {
	if c.stopped() {
		return 1
	}
	info, err := c.s.files.Lstat(full)
	if err != nil {
		var outside *OutsideError
		if o.has("f") && errors.Is(err, fs.ErrNotExist) && !errors.As(err, &outside) {
			return 0
		}
		c.complain("cannot remove '%s': %s", name, errText(err))
		return 1
	}
	recursive := o.has("r") || o.has("R")
	if info.IsDir() && !recursive && !o.has("d") {
		c.complain("cannot remove '%s': Is a directory", name)
		return 1
	}
	if info.IsDir() && recursive {
		entries, err := c.s.files.ReadDir(full)
		if err != nil {
			c.complain("cannot remove '%s': %s", name, errText(err))
			return 1
		}
		code := 0
		for _, e := range entries {
			code = max(code, c.remove(name+"/"+e.Name(), filepath.Join(full, e.Name()), o))
		}
		if code != 0 {
			return code
		}
	}
	if err := c.removeOne(full, info); err != nil {
		c.complain("cannot remove '%s': %s", name, errText(err))
		return 1
	}
	if o.has("v") {
		kind := ""
		if info.IsDir() {
			kind = "directory "
		}
		c.printf("removed %s'%s'\n", kind, name)
	}
	return 0
}

// removeOne removes a file; Windows refuses read-only ones, such as Git's
// objects, until they are made writable.
func (c *call) removeOne(full string, info fs.FileInfo) error {
	err := c.s.files.Remove(full)
	if errors.Is(err, fs.ErrPermission) && info.Mode().IsRegular() {
		if c.s.files.Chmod(full, 0o644) == nil {
			err = c.s.files.Remove(full)
		}
	}
	return err
}

func touch(c *call) int {
	o, ok := c.options(spec{short: "cam", long: map[string]string{"no-create": "c"}})
	if !ok {
		return 2
	}
	if len(o.rest) == 0 {
		return c.missingOperand()
	}
	code := 0
	for _, name := range o.rest {
		if err := c.touchOne(name, o.has("c")); err != nil {
			c.complain("cannot touch '%s': %s", name, errText(err))
			code = 1
		}
	}
	return code
}

func (c *call) touchOne(name string, keep bool) error {
	full := c.abs(name)
	r, rel, err := c.s.files.Locate(full)
	if err != nil {
		return err
	}
	now := time.Now()
	err = confined(full, r.Chtimes(rel, now, now))
	var outside *OutsideError
	if errors.As(err, &outside) || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if keep {
		return nil
	}
	f, err := c.s.openPath(full, name, os.O_WRONLY|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	return f.Close()
}

func chmod(c *call) int {
	// The first operand may begin with a minus: chmod -x FILE.
	if len(c.args) < 2 {
		return c.missingOperand()
	}
	code := 0
	for _, name := range c.args[1:] {
		info, err := c.s.files.Stat(c.abs(name))
		if err != nil {
			c.complain("cannot access '%s': %s", name, errText(err))
			code = 1
			continue
		}
		mode, ok := newMode(c.args[0], info.Mode().Perm())
		if !ok {
			c.complain("mode '%s' is not supported in this console", c.args[0])
			c.print(c.err, "usage: %s\n", c.usage())
			return 2
		}
		if info.IsDir() {
			mode |= 0o700
		}
		if err := c.s.files.Chmod(c.abs(name), mode); err != nil {
			c.complain("changing permissions of '%s': %s", name, errText(err))
			code = 1
		}
	}
	return code
}

// newMode applies "755", "+x" or "u+rw,go-w" to a mode. The owner keeps the
// right to read and write, so that nobody locks a practice folder.
func newMode(text string, old fs.FileMode) (fs.FileMode, bool) {
	if n, err := strconv.ParseUint(text, 8, 32); err == nil && n <= 0o777 {
		return fs.FileMode(n) | 0o600, true
	}
	mode := old
	for clause := range strings.SplitSeq(text, ",") {
		at := strings.IndexAny(clause, "+-=")
		if at < 0 || strings.Trim(clause[:at], "ugoa") != "" || strings.Trim(clause[at+1:], "rwx") != "" {
			return 0, false
		}
		who, bits := fs.FileMode(0), fs.FileMode(0)
		for _, letter := range clause[:at] {
			who |= map[rune]fs.FileMode{'u': 0o700, 'g': 0o070, 'o': 0o007, 'a': 0o777}[letter]
		}
		if who == 0 {
			who = 0o777
		}
		for _, letter := range clause[at+1:] {
			bits |= map[rune]fs.FileMode{'r': 0o444, 'w': 0o222, 'x': 0o111}[letter]
		}
		switch clause[at] {
		case '+':
			mode |= bits & who
		case '-':
			mode &^= bits & who
		case '=':
			mode = mode&^who | bits&who
		}
	}
	return mode | 0o600, true
}

func tee(c *call) int {
	o, ok := c.options(spec{short: "a", long: map[string]string{"append": "a"}})
	if !ok {
		return 2
	}
	flag := os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	if o.has("a") {
		flag = os.O_WRONLY | os.O_CREATE | os.O_APPEND
	}
	writers, code := []io.Writer{c.out}, 0
	for _, name := range o.rest {
		if name == "/dev/null" {
			continue
		}
		f, err := c.s.openPath(c.abs(name), name, flag, 0o644)
		if err != nil {
			c.complain("%s: %s", name, errText(err))
			code = 1
			continue
		}
		defer f.Close()
		writers = append(writers, &metered{File: f, quota: c.st.disk})
	}
	if _, err := io.Copy(io.MultiWriter(writers...), c.in); err != nil && c.out.err == nil {
		c.complain("%s", errText(err))
		code = 1
	}
	return code
}

func edit(c *call) int {
	if len(c.args) != 1 || strings.HasPrefix(c.args[0], "-") {
		c.complain("name one file to edit")
		return 2
	}
	if c.st.line.Edit == nil {
		c.complain("there is no editor here; write the file with echo, printf or sed")
		return 1
	}
	full := c.abs(c.args[0])
	if err := c.touchOne(c.args[0], false); err != nil {
		c.complain("%s: %s", c.args[0], errText(err))
		return 1
	}
	if err := c.st.line.Edit(c.ctx, full); err != nil {
		c.complain("%s: %s", c.args[0], errText(err))
		return 1
	}
	return 0
}

// errSameFile and its kin are refusals of cp and mv, in GNU's words.
var errSame = errors.New("are the same file")

func sameFile(a, b fs.FileInfo) bool { return a != nil && b != nil && os.SameFile(a, b) }

func quoted(name string) string { return fmt.Sprintf("'%s'", name) }
