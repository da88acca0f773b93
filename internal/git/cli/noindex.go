package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
	"cairn/internal/git/paths"
	"cairn/internal/git/repo"
)

// noIndex compares two files or folders as they lie on disk.
func (d *diffRun) noIndex(outside bool) int {
	args := d.args
	for i, a := range args {
		if a == "--" {
			args = append(append([]string{}, args[:i]...), args[i+1:]...)
			break
		}
	}
	if len(args) != 2 {
		if outside {
			d.warn("Not a git repository. Use --no-index to compare two paths outside a working tree")
		}
		_, _ = io.WriteString(d.stderr(), "usage: git diff --no-index [<options>] <path> <path>\n")
		return exitUsage
	}
	d.req.exitCode = true
	d.req.sides("1", "2")
	n := noIndex{d: d}
	before, after := filepath.ToSlash(args[0]), filepath.ToSlash(args[1])
	if err := n.pair(n.into(before, after), n.into(after, before)); err != nil {
		d.errorf("%s", err)
		return exitFail
	}
	return d.write(n.pairs)
}

// outsideRepo: of two paths one lies outside the working tree, so that they can
// only be meant as they lie on disk.
func (d *diffRun) outsideRepo() bool {
	args := d.args
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) != 2 || d.repo.Bare() {
		return false
	}
	for _, a := range args {
		rel, err := filepath.Rel(d.repo.WorkTree(), d.abs(a))
		if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

type noIndex struct {
	d     *diffRun
	pairs []diff.Pair
}

// into: when a folder is compared with a file, the file of that name in the
// folder is meant.
func (n *noIndex) into(path, other string) string {
	a, errA := os.Stat(n.d.abs(path))
	b, errB := os.Stat(n.d.abs(other))
	if errA == nil && errB == nil && a.IsDir() && !b.IsDir() {
		return strings.TrimRight(path, "/") + "/" + filepath.Base(other)
	}
	return path
}

func (c *call) abs(path string) string {
	return paths.Abs(c.env.Dir, path)
}

// missingError says that a path named on the command line is not there.
type missingError struct{ path string }

func (e *missingError) Error() string { return "Could not access '" + e.path + "'" }

func (n *noIndex) stat(path string) (filemode.FileMode, error) {
	switch {
	case path == "-":
		return filemode.Regular, nil
	case path == "", paths.IsNull(path):
		return 0, nil
	}
	if err := repo.Root(n.d.env.Root).Check(n.d.abs(path)); err != nil {
		return 0, err
	}
	info, err := os.Lstat(n.d.abs(path))
	if err != nil {
		return 0, &missingError{path}
	}
	mode, err := filemode.NewFromOSFileMode(info.Mode())
	if err != nil {
		return 0, &missingError{path}
	}
	return mode, nil
}

// pair compares two paths; an empty one does not exist.
func (n *noIndex) pair(a, b string) error {
	modeA, err := n.stat(a)
	if err != nil {
		return err
	}
	modeB, err := n.stat(b)
	if err != nil {
		return err
	}
	if modeA == filemode.Dir || modeB == filemode.Dir {
		switch { // a file that became a folder, or the other way round
		case modeA != 0 && modeA != filemode.Dir:
			n.pairs = append(n.pairs, diff.NewPair(n.file(a, a, modeA), diff.Absent(a)))
			a, modeA = "", 0
		case modeB != 0 && modeB != filemode.Dir:
			n.pairs = append(n.pairs, diff.NewPair(diff.Absent(b), n.file(b, b, modeB)))
			b, modeB = "", 0
		}
		return n.folders(a, b, modeA, modeB)
	}
	nameA, nameB := a, b
	if modeA == 0 {
		nameA = "/dev/null"
	}
	if modeB == 0 {
		nameB = "/dev/null"
	}
	if modeA == modeB && n.sameBytes(a, b) {
		return nil
	}
	n.pairs = append(n.pairs, diff.NewPair(n.file(a, nameA, modeA), n.file(b, nameB, modeB)))
	return nil
}

// sameBytes: two ordinary files of equal content.
func (n *noIndex) sameBytes(a, b string) bool {
	if a == "-" || b == "-" {
		return false
	}
	x, errA := os.ReadFile(n.d.abs(a))
	y, errB := os.ReadFile(n.d.abs(b))
	return errA == nil && errB == nil && bytes.Equal(x, y)
}

func (n *noIndex) file(path, name string, mode filemode.FileMode) *diff.File {
	if mode == 0 {
		return diff.Absent(name)
	}
	return &diff.File{Path: name, Mode: mode, Read: func() ([]byte, error) {
		switch {
		case path == "-":
			return io.ReadAll(n.d.env.Stdin)
		case mode == filemode.Symlink:
			target, err := os.Readlink(n.d.abs(path))
			return []byte(filepath.ToSlash(target)), err
		}
		return os.ReadFile(n.d.abs(path))
	}}
}

func (n *noIndex) folders(a, b string, modeA, modeB filemode.FileMode) error {
	namesA, err := n.names(a, modeA)
	if err != nil {
		return err
	}
	namesB, err := n.names(b, modeB)
	if err != nil {
		return err
	}
	all := map[string][2]string{}
	for _, name := range namesA {
		all[name] = [2]string{join(a, name), ""}
	}
	for _, name := range namesB {
		all[name] = [2]string{all[name][0], join(b, name)}
	}
	sorted := make([]string, 0, len(all))
	for name := range all {
		sorted = append(sorted, name)
	}
	sort.Strings(sorted)
	for _, name := range sorted {
		if err := n.pair(all[name][0], all[name][1]); err != nil {
			return err
		}
	}
	return nil
}

func join(dir, name string) string {
	if dir[len(dir)-1] == '/' {
		return dir + name
	}
	return dir + "/" + name
}

func (n *noIndex) names(dir string, mode filemode.FileMode) ([]string, error) {
	if mode != filemode.Dir {
		return nil, nil
	}
	entries, err := os.ReadDir(n.d.abs(dir))
	if err != nil {
		return nil, &missingError{dir}
	}
	var out []string
	for _, e := range entries {
		if e.Name() != ".git" {
			out = append(out, e.Name())
		}
	}
	return out, nil
}
