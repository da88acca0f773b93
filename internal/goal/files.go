package goal

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"cairn/internal/view"
)

// fileOf is a file of the working tree, of the index or of a commit.
type fileOf struct {
	scope *scope
	path  string
	hash  view.Hash
	mode  view.Mode
	size  int64

	exists, tracked, ignored    bool
	staged, changed, conflicted bool
}

// file finds a file of the working tree.
func (s *scope) file(name string) *fileOf {
	name = path.Clean(name)
	f := &fileOf{scope: s, path: name}
	for _, candidate := range s.view.Files {
		if candidate.Path == name {
			f.exists, f.hash, f.mode, f.size = true, candidate.Hash, candidate.Mode, candidate.Size
			f.tracked, f.ignored = candidate.Tracked, candidate.Ignored
			break
		}
	}
	f.tracked = f.tracked || slices.ContainsFunc(s.view.Index, func(e view.IndexEntry) bool { return e.Path == name })
	for _, change := range s.view.Status {
		if change.Path == name || change.From == name {
			f.staged = f.staged || differs(change.X)
			f.changed = f.changed || change.Path == name && differs(change.Y)
			f.conflicted = change.Conflicted()
		}
	}
	return f
}

// differs reports whether a letter of the status stands for a change.
func differs(letter byte) bool { return letter != ' ' && letter != 0 && letter != '?' && letter != '!' }

// indexFile finds a file as it is staged.
func (s *scope) indexFile(name string) *fileOf {
	f := &fileOf{scope: s, path: name}
	for _, e := range s.view.Index {
		if e.Path == name && e.Stage == 0 && !e.IntentToAdd {
			f.exists, f.tracked, f.hash, f.mode = true, true, e.Hash, e.Mode
			f.staged = s.file(name).staged
			return f.measured()
		}
	}
	return f
}

// measured fills the size of a file that is known by its hash only. A file
// that cannot be read has none; its text then tells why.
func (f *fileOf) measured() *fileOf {
	if data, err := f.read(); err == nil {
		f.size = int64(len(data))
	}
	return f
}

func (f *fileOf) read() ([]byte, error) {
	if !f.exists || f.scope.source == nil {
		return nil, nil
	}
	data, err := f.scope.source.Blob(f.hash)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.path, err)
	}
	if len(data) > maxText {
		return nil, fmt.Errorf("%s is %d bytes long; a goal reads %d at most", f.path, len(data), maxText)
	}
	return data, nil
}

func (f *fileOf) text() ref.Val {
	data, err := f.read()
	if err != nil {
		return types.WrapErr(err)
	}
	return types.String(data)
}

func (f *fileOf) lines() ref.Val {
	data, err := f.read()
	if err != nil {
		return types.WrapErr(err)
	}
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	if text = strings.TrimSuffix(text, "\n"); text == "" && len(data) == 0 {
		return texts(nil)
	}
	return texts(strings.Split(text, "\n"))
}

// dirOf are the paths of the files below a folder.
type dirOf []string

func (s *scope) dir(name string) dirOf {
	name = path.Clean(name) + "/"
	var files dirOf
	for _, f := range s.view.Files {
		if strings.HasPrefix(f.Path, name) || name == "./" {
			files = append(files, f.Path)
		}
	}
	return files
}

// changed lists the paths that differ: staged ones, or those of the working
// tree.
func (s *scope) changed(staged bool) []string {
	var paths []string
	for _, c := range s.view.Status {
		if staged && differs(c.X) && !c.Conflicted() || !staged && differs(c.Y) {
			paths = append(paths, c.Path)
		}
	}
	slices.Sort(paths)
	return paths
}

// clean reports whether nothing is staged, changed or untracked.
func (s *scope) clean() bool {
	return !slices.ContainsFunc(s.view.Status, func(c view.Change) bool { return c.X != '!' })
}

// untracked lists the files, one by one, that Git does not know yet.
func (s *scope) untracked() []string {
	var paths []string
	for _, f := range s.view.Files {
		if !f.Tracked && !f.Ignored {
			paths = append(paths, f.Path)
		}
	}
	return paths
}

// indexPaths lists the index, or of it what is in conflict; each path once.
func (s *scope) indexPaths(conflicts bool) []string {
	var paths []string
	for _, e := range s.view.Index {
		if !conflicts || e.Stage > 0 {
			paths = append(paths, e.Path)
		}
	}
	return slices.Compact(paths)
}

func (s *scope) worktreePaths() []string {
	var paths []string
	for _, f := range s.view.Files {
		if !f.Ignored {
			paths = append(paths, f.Path)
		}
	}
	return paths
}
