// Package confine answers one question: does a path stay inside a folder once
// every symbolic link on the way is followed? It refuses what does not, and it
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
	if r == "" {
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
