// Package confine answers where a path leads once every symbolic link on the way
// is followed, and whether that is inside a folder. It refuses what is not, and it
// never opens or changes a file itself.
package confine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Real is a path with all links followed that are on its way, and the path itself if it is one. What does not exist stays
// as it is.
func Real(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

// Root is the folder that nothing may leave. The empty Root sets no limit.
type Root string

// Roots allows several folders, such as a learner's work and the home with its
// configuration, but not the folder that holds them.
func Roots(dirs ...string) Root { return Root(strings.Join(dirs, separator)) }

// separator cannot be part of a path on any system.
const separator = "\x00"

// dirs are the folders that are allowed.
func (r Root) dirs() []string { return strings.Split(string(r), separator) }

// OutsideError says that Path resolves to a place outside Root.
type OutsideError struct {
	Path string
	Root Root
}

func (e *OutsideError) Error() string {
	return fmt.Sprintf("'%s' is outside the practice folder '%s'; it is neither read nor written", e.Path, e.Root.dirs()[0])
}

// Check returns an *OutsideError when path, made absolute and with all its
// symbolic links followed, is not Root itself or below it. A path that does
// not exist yet is judged by its nearest existing parent; a link that leads
// nowhere is refused, because whoever creates its target decides where a
// write would land.
func (r Root) Check(path string) error {
	if r == "" || r.plainlyInside(path) {
		return nil
	}
	full, err := resolve(path)
	if err != nil {
		return &OutsideError{Path: path, Root: r}
	}
	for _, dir := range r.dirs() {
		root, err := resolve(dir)
		if err != nil {
			return fmt.Errorf("resolve practice folder %s: %w", dir, err)
		}
		if Within(root, full) {
			return nil
		}
	}
	return &OutsideError{Path: path, Root: r}
}

// plainlyInside is true of a path below one of the folders, as it is spelt, with no link on the way from there: wherever
// that folder itself may be, the path is in it. Most paths are found to be right so, without following each from the
// top of the disk.
func (r Root) plainlyInside(path string) bool {
	path, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	for _, dir := range r.dirs() {
		if filepath.IsAbs(dir) && filepath.Clean(dir) == dir && (path == dir ||
			strings.HasPrefix(path, dir+string(filepath.Separator)) && noLinks(path, len(dir)+1)) {
			return true
		}
	}
	return false
}

// noLinks looks at each name of a path from an offset on, up to one that does not exist.
func noLinks(path string, from int) bool {
	for end := from; end <= len(path); end++ {
		if end < len(path) && !os.IsPathSeparator(path[end]) {
			continue
		}
		info, err := os.Lstat(path[:end])
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return true
		case err != nil || info.Mode()&(fs.ModeSymlink|fs.ModeIrregular) != 0:
			return false
		}
	}
	return true
}

// Within reports whether path is dir or lies below it, by their spelling
// alone. Both must be absolute and clean.
func Within(dir, path string) bool {
	if runtime.GOOS == "windows" {
		dir, path = strings.ToLower(dir), strings.ToLower(path)
	}
	if dir == path {
		return true
	}
	if !strings.HasSuffix(dir, string(filepath.Separator)) {
		dir += string(filepath.Separator)
	}
	return strings.HasPrefix(path, dir)
}

// resolve follows the links of the longest part of path that exists and
// appends the rest.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	rest := ""
	for {
		real, err := filepath.EvalSymlinks(path)
		if err == nil {
			return filepath.Join(real, rest), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if _, err := os.Lstat(path); err == nil {
			return "", fmt.Errorf("%s is a link to nothing", path)
		}
		parent := filepath.Dir(path)
		if parent == path {
			return "", err
		}
		rest = filepath.Join(filepath.Base(path), rest)
		path = parent
	}
}
