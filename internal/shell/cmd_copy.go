package shell

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// transfer is a cp or mv under way.
type transfer struct {
	*call
	o    *options
	code int
}

func cp(c *call) int {
	o, ok := c.options(spec{short: "rRpafnvT", long: map[string]string{
		"recursive": "r", "force": "f", "no-clobber": "n", "verbose": "v", "archive": "a", "preserve": "p",
	}})
	if !ok {
		return 2
	}
	t := &transfer{call: c, o: o}
	return t.each(t.copyTop)
}

func mv(c *call) int {
	o, ok := c.options(spec{short: "fnvT", long: map[string]string{"force": "f", "no-clobber": "n", "verbose": "v"}})
	if !ok {
		return 2
	}
	t := &transfer{call: c, o: o}
	return t.each(t.move)
}

// each finds the destination of every source and transfers it.
func (t *transfer) each(one func(from, to string)) int {
	names := t.o.rest
	switch len(names) {
	case 0:
		t.complain("missing file operand")
		return 1
	case 1:
		t.complain("missing destination file operand after '%s'", names[0])
		return 1
	}
	dest := names[len(names)-1]
	info, err := t.s.files.Stat(t.abs(dest))
	intoDir := err == nil && info.IsDir() && !t.o.has("T")
	var outside *OutsideError
	switch {
	case errors.As(err, &outside):
		t.complain("'%s': %s", dest, errText(err))
		return 1
	case len(names) > 2 && !intoDir:
		if err != nil {
			t.complain("target '%s': %s", dest, errText(err))
		} else {
			t.complain("target '%s' is not a directory", dest)
		}
		return 1
	case strings.HasSuffix(dest, "/") && err != nil && t.name == "cp":
		t.complain("cannot create regular file '%s': Not a directory", dest)
		return 1
	}
	for _, from := range names[:len(names)-1] {
		to := dest
		if intoDir {
			to = strings.TrimSuffix(dest, "/") + "/" + lastElement(from)
		}
		one(from, to)
	}
	return t.code
}

// lastElement is the last part of a name as it was typed: that of "dir/." is
// ".", so that the folder's contents are copied and not the folder.
func lastElement(name string) string {
	name = strings.TrimRight(name, "/")
	return name[strings.LastIndexByte(name, '/')+1:]
}

func (t *transfer) fail(format string, args ...any) {
	t.complain(format, args...)
	t.code = 1
}

func (t *transfer) said(from, to string) {
	if t.o.has("v") {
		t.printf("%s -> %s\n", quoted(from), quoted(to))
	}
}

// within reports whether to lies in from.
func within(from, to string) bool {
	rel, err := filepath.Rel(from, to)
	return err == nil && filepath.IsLocal(rel)
}

func (t *transfer) move(from, to string) {
	src, err := t.s.files.Lstat(t.abs(from))
	if err != nil {
		t.fail("cannot stat '%s': %s", from, errText(err))
		return
	}
	dst, _ := t.s.files.Lstat(t.abs(to))
	switch {
	case sameFile(src, dst) && t.abs(from) == t.abs(to):
		t.fail("'%s' and '%s' %s", from, to, errSame)
		return
	case src.IsDir() && within(t.abs(from), t.abs(to)):
		t.fail("cannot move '%s' to a subdirectory of itself, '%s'", from, to)
		return
	case t.isAbove(t.abs(from)) && src.IsDir():
		t.fail("cannot move '%s': you are in it", from)
		return
	case dst != nil && t.o.has("n"):
		return
	case dst == nil && !src.IsDir() && strings.HasSuffix(to, "/"):
		t.fail("cannot move '%s' to '%s': Not a directory", from, to)
		return
	case dst != nil && dst.IsDir() && !src.IsDir():
		t.fail("cannot overwrite directory '%s' with non-directory", to)
		return
	case dst != nil && !dst.IsDir() && src.IsDir():
		t.fail("cannot overwrite non-directory '%s' with directory '%s'", to, from)
		return
	}
	if err := t.s.files.Rename(t.abs(from), t.abs(to)); err != nil {
		t.fail("cannot move '%s' to '%s': %s", from, to, errText(err))
		return
	}
	if t.o.has("v") {
		t.printf("renamed %s -> %s\n", quoted(from), quoted(to))
	}
}

func (t *transfer) copyTop(from, to string) {
	src, err := t.s.files.Stat(t.abs(from))
	recursive := t.o.has("r") || t.o.has("R") || t.o.has("a")
	dst, _ := t.s.files.Stat(t.abs(to))
	switch {
	case err != nil:
		t.fail("cannot stat '%s': %s", from, errText(err))
	case src.IsDir() && !recursive:
		t.fail("-r not specified; omitting directory '%s'", from)
	case sameFile(src, dst):
		t.fail("'%s' and '%s' %s", from, to, errSame)
	case src.IsDir() && within(t.abs(from), t.abs(to)):
		t.fail("cannot copy a directory, '%s', into itself, '%s'", from, to)
	default:
		t.copy(from, to, recursive)
	}
}

func (t *transfer) copy(from, to string, recursive bool) {
	if t.stopped() {
		return
	}
	stat := t.s.files.Stat
	if recursive {
		stat = t.s.files.Lstat // cp -r copies links as links
	}
	src, err := stat(t.abs(from))
	if err != nil {
		t.fail("cannot stat '%s': %s", from, errText(err))
		return
	}
	switch {
	case src.IsDir():
		t.copyDir(from, to)
	case src.Mode()&fs.ModeSymlink != 0:
		t.copyLink(from, to)
	default:
		t.copyFile(from, to, src)
	}
}

func (t *transfer) copyLink(from, to string) {
	text, err := t.s.files.Readlink(t.abs(from))
	if err == nil {
		err = t.s.files.Symlink(text, t.abs(to))
	}
	if err != nil {
		t.fail("cannot create symbolic link '%s': %s", to, errText(err))
		return
	}
	t.said(from, to)
}

func (t *transfer) copyDir(from, to string) {
	entries, err := t.s.files.ReadDir(t.abs(from))
	if err != nil {
		t.fail("cannot open directory '%s': %s", from, errText(err))
		return
	}
	if err := t.s.files.Mkdir(t.abs(to)); err != nil {
		if info, statErr := t.s.files.Stat(t.abs(to)); statErr != nil || !info.IsDir() {
			t.fail("cannot create directory '%s': %s", to, errText(err))
			return
		}
	}
	t.said(from, to)
	for _, e := range entries {
		t.copy(from+"/"+e.Name(), to+"/"+e.Name(), true)
	}
}

func (t *transfer) copyFile(from, to string, src fs.FileInfo) {
	if dst, err := t.s.files.Stat(t.abs(to)); err == nil {
		if t.o.has("n") {
			return
		}
		if dst.IsDir() {
			t.fail("cannot overwrite directory '%s' with non-directory", to)
			return
		}
	}
	if err := t.copyBytes(from, to, src.Mode().Perm()); err != nil {
		t.fail("cannot create regular file '%s': %s", to, errText(err))
		return
	}
	if t.o.has("p") || t.o.has("a") {
		r, rel, err := t.s.files.Locate(t.abs(to))
		if err == nil {
			err = r.Chtimes(rel, src.ModTime(), src.ModTime())
		}
		if err != nil {
			t.fail("preserving times for '%s': %s", to, errText(err))
		}
	}
	t.said(from, to)
}

func (t *transfer) copyBytes(from, to string, perm fs.FileMode) error {
	in, err := t.s.files.OpenFile(t.abs(from), os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	defer in.Close()
	if t.o.has("f") {
		if dst, err := t.s.files.Lstat(t.abs(to)); err == nil && dst.Mode()&0o200 == 0 {
			_ = t.removeOne(t.abs(to), dst) // a failure shows itself when it is opened
		}
	}
	out, err := t.s.openPath(t.abs(to), to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, perm)
	if err != nil {
		return err
	}
	_, err = io.Copy(&metered{File: out, quota: t.st.disk}, in)
	return errors.Join(err, out.Close())
}
