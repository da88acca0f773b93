package object

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/disk"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/quote"
	"cairn/internal/git/sharing"
)

// alternatesDepth is how many repositories may borrow from each other in a row, as in Git.
const alternatesDepth = 5

// alternateReader finds all folders that objects are read from besides the store's own.
type alternateReader struct {
	s    *Store
	seen map[string]bool
}

// addAlternates reads objects/info/alternates of each folder. A folder outside the root is an error, not a gap: what is
// read from there would be somebody else's. One that is not there is told when the first object is looked for.
func (s *Store) addAlternates() error {
	a := &alternateReader{s: s, seen: map[string]bool{filepath.Clean(s.params.Dir): true}}
	for _, p := range s.params.Alternates {
		if err := a.add(p, "", 0); err != nil {
			return err
		}
	}
	return a.follow(s.params.Dir, 0)
}

// follow adds what a folder's own list names.
func (a *alternateReader) follow(dir string, depth int) error {
	list, err := Alternates(dir)
	if err != nil || len(list) == 0 {
		return err
	}
	if depth > alternatesDepth {
		a.tell("%s: ignoring alternate object stores, nesting too deep", filepath.ToSlash(dir))
		return nil
	}
	for _, p := range list {
		if err := a.add(p, dir, depth); err != nil {
			return err
		}
	}
	return nil
}

func (a *alternateReader) add(path, from string, depth int) error {
	if from != "" && !filepath.IsAbs(path) {
		path = filepath.Join(from, path)
	}
	path = filepath.Clean(path)
	if a.seen[path] {
		return nil
	}
	a.seen[path] = true
	if err := a.s.params.Root.Check(path); err != nil {
		return err
	}
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		if _, err := os.Stat(filepath.Dir(path)); err != nil && from != "" {
			a.tell("unable to normalize alternate object path: %s", filepath.ToSlash(path))
			return nil
		}
		a.tell("object directory %s does not exist; check .git/objects/info/alternates", filepath.ToSlash(path))
		return nil
	}
	a.s.dirs = append(a.s.dirs, newDir(path))
	return a.follow(path, depth+1)
}

func (a *alternateReader) tell(format string, args ...any) {
	a.s.gaps = append(a.s.gaps, fmt.Sprintf(format, args...))
}

// tellGaps says once, when the first object is looked for, which alternates are not there.
func (s *Store) tellGaps() {
	for _, text := range s.gaps {
		if s.params.Tell != nil {
			s.params.Tell(text)
		}
	}
}

// alternatesFile is the list of the objects folders that a repository borrows from.
func alternatesFile(dir string) string { return filepath.Join(dir, "info", "alternates") }

// Alternates are the folders that an objects folder names itself, as they are written there: a relative one is seen
// from it.
func Alternates(dir string) ([]string, error) {
	data, err := disk.ReadFile(alternatesFile(dir))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []string
	for line := range strings.SplitSeq(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '"' {
			if name, _, err := quote.Unquote(line); err == nil {
				line = name
			}
		}
		list = append(list, filepath.FromSlash(line))
	}
	return list, nil
}

// Borrow makes an objects folder read from others, too; it names each once.
func Borrow(dir string, from []string, share sharing.Source) error {
	have, err := Alternates(dir)
	if err != nil {
		return err
	}
	var text strings.Builder
	named := map[string]bool{}
	for _, path := range append(have, from...) {
		if !named[path] {
			named[path] = true
			text.WriteString(filepath.ToSlash(path) + "\n")
		}
	}
	if text.Len() == 0 {
		return nil
	}
	return lockfile.WriteFile(alternatesFile(dir), []byte(text.String()), share)
}
