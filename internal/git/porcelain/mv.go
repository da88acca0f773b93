package porcelain

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/disk"
	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/paths"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// MvParams are what `git mv` can be told.
type MvParams struct {
	Sources []string
	Dest    string
	Force   bool
	Skip    bool // -k: leave out what cannot be moved
	DryRun  bool
}

// MvMove is one rename, of a file or of a directory with what is tracked in it.
type MvMove struct {
	From, To string
	Dir      bool // the files below follow in the list, and move with it
	below    bool // it moves with a directory
}

// MvResult lists what was, or would be, moved.
type MvResult struct {
	Checked     []MvMove
	Moves       []MvMove
	Overwritten []string
}

// MvError says why something cannot be moved.
type MvError struct{ Why, From, To string }

func (e *MvError) Error() string {
	return fmt.Sprintf("%s, source=%s, destination=%s", e.Why, e.From, e.To)
}

// MvDestError says that several files need a directory to go to.
type MvDestError struct{ Dest string }

func (e *MvDestError) Error() string { return "destination '" + e.Dest + "' is not a directory" }

type mover struct {
	w   *worktree.Worktree
	x   *index.Index
	p   MvParams
	res *MvResult
	to  map[string]bool
	// queue are the sources still to check; what is below a directory comes after all that were named.
	queue []MvMove
}

// Mv moves tracked files, in the working tree and in the index.
func Mv(r *repo.Repo, p MvParams) (*MvResult, error) {
	w, x, lock, err := lockIndex(r)
	if err != nil {
		return nil, err
	}
	defer lock.Release()
	m := &mover{w: w, x: x, p: p, res: &MvResult{}, to: map[string]bool{}}
	pairs, err := m.pairs()
	if err != nil {
		return nil, err
	}
	if err := m.checkAll(pairs); err != nil {
		return m.res, err
	}
	if p.DryRun {
		return m.res, nil
	}
	if err := m.move(); err != nil {
		return m.res, err
	}
	if !x.Changed() {
		return m.res, nil
	}
	return m.res, w.Save(lock, x)
}

// pairs makes each source's full path and where it shall go.
func (m *mover) pairs() ([]MvMove, error) {
	all := append(append([]string{}, m.p.Sources...), m.p.Dest)
	var paths []string
	for _, a := range all {
		spec, err := m.w.Pathspec([]string{a}, pathspec.Params{Literal: true})
		if err != nil {
			return nil, err
		}
		paths = append(paths, spec.Args()[0].Path)
	}
	dest := paths[len(paths)-1]
	sources := paths[:len(paths)-1]
	bare := strings.TrimSuffix(dest, "/")
	mode, exists := m.w.Lstat(bare)
	intoDir := dest == "" || (exists && mode == filemode.Dir)
	if !intoDir && len(sources) > 1 {
		return nil, &MvDestError{dest}
	}
	var moves []MvMove
	for _, src := range sources {
		src = strings.TrimSuffix(src, "/")
		srcMode, _ := m.w.Lstat(src)
		to := dest
		switch {
		case intoDir:
			to = src[strings.LastIndexByte(src, '/')+1:]
			if bare != "" {
				to = bare + "/" + to
			}
		case srcMode == filemode.Dir:
			to = bare
		}
		moves = append(moves, MvMove{From: src, To: to})
	}
	return moves, nil
}

// checkAll decides about every source before the first is moved.
func (m *mover) checkAll(pairs []MvMove) error {
	from := map[string]bool{}
	m.queue = pairs
	for len(m.queue) > 0 {
		v := m.queue[0]
		m.queue = m.queue[1:]
		err := m.check(v)
		var refused *MvError
		switch {
		case errors.As(err, &refused) && m.p.Skip:
			continue
		case err != nil:
			return err
		case from[v.From]:
			// Git moves the files and then fails, with the index as it was.
			return &MvError{"named twice, by itself and by its folder", v.From, v.To}
		}
		from[v.From] = true
	}
	return nil
}

// check decides about one source, and puts what is below a directory into the queue.
func (m *mover) check(v MvMove) error {
	m.res.Checked = append(m.res.Checked, v)
	refuse := func(why string) error { return &MvError{why, v.From, v.To} }
	mode, exists := m.w.Lstat(v.From)
	dest, destExists := m.w.Lstat(strings.TrimSuffix(v.To, "/"))
	if dest == filemode.Symlink && strings.HasSuffix(v.To, "/") {
		_, err := os.Stat(m.w.Path(v.To)) // the slash asks for what the link leads to
		destExists = err == nil
	}
	destExists = destExists && !(m.w.FoldCase() && paths.Fold(v.From) == paths.Fold(v.To))
	switch {
	case !exists || v.From == "":
		return refuse("bad source")
	case v.To == v.From || strings.HasPrefix(v.To, v.From+"/"):
		return refuse("can not move directory into itself")
	case mode == filemode.Dir && destExists:
		return refuse("cannot move directory over file")
	case mode == filemode.Dir:
		return m.checkDir(v, refuse)
	}
	e := m.x.Get(v.From)
	switch {
	case e == nil && !m.x.Has(v.From):
		return refuse("not under version control")
	case e == nil:
		return refuse("conflicted")
	}
	return m.checkFile(v, destExists, refuse)
}

func (m *mover) checkFile(v MvMove, destExists bool, refuse func(string) error) error {
	if destExists {
		if !m.p.Force {
			return refuse("destination exists")
		}
		if mode, _ := m.w.Lstat(v.To); mode == filemode.Dir {
			return refuse("Cannot overwrite")
		}
		m.res.Overwritten = append(m.res.Overwritten, v.To)
	}
	switch {
	case m.to[v.To]:
		return refuse("multiple sources for the same target")
	case strings.HasSuffix(v.To, "/"):
		return refuse("destination directory does not exist")
	}
	if err := object.CheckPath(v.To); err != nil {
		return err
	}
	m.to[v.To] = true
	m.res.Moves = append(m.res.Moves, v)
	return nil
}

func (m *mover) checkDir(v MvMove, refuse func(string) error) error {
	if e := m.x.Get(v.From); e != nil && e.Mode == filemode.Submodule {
		m.to[v.To] = true
		m.res.Moves = append(m.res.Moves, v)
		return nil
	}
	if m.x.Get(v.From) != nil {
		return &MvFolderError{v.From}
	}
	below := m.x.Under(v.From + "/")
	if len(below) == 0 {
		return refuse("source directory is empty")
	}
	if err := object.CheckPath(v.To); err != nil {
		return err
	}
	v.Dir = true
	m.res.Moves = append(m.res.Moves, v)
	for _, e := range below {
		m.queue = append(m.queue, MvMove{From: e.Path, To: v.To + e.Path[len(v.From):], below: true})
	}
	return nil
}

// MvFolderError says that a folder lies where the index has a file.
type MvFolderError struct{ Path string }

func (e *MvFolderError) Error() string {
	return "Directory " + e.Path + " is in index and no submodule?"
}

// move renames the files and then the entries.
func (m *mover) move() error {
	for _, v := range m.res.Moves {
		if v.below {
			continue
		}
		if m.w.BeyondLink(v.To) {
			if _, err := os.Stat(filepath.Dir(m.w.Path(v.To))); err != nil {
				return &MvRenameError{v.From, err} // the link leads nowhere
			}
			return fmt.Errorf("renaming '%s' failed: the destination is beyond a symbolic link", v.From)
		}
		if err := disk.Rename(m.w.Path(v.From), m.w.Path(v.To)); err != nil {
			return &MvRenameError{v.From, err}
		}
	}
	for _, v := range m.res.Moves {
		if v.Dir {
			continue
		}
		old := m.x.Get(v.From)
		clean := m.w.MovedClean(m.x, old, v.To)
		moved := *old
		moved.Path, moved.Stat = v.To, clean
		m.x.Remove(v.From)
		m.x.Add(&moved)
	}
	return nil
}

// MvRenameError says that the system would not rename a file.
type MvRenameError struct {
	From string
	Err  error
}

func (e *MvRenameError) Error() string { return "renaming '" + e.From + "' failed" }
func (e *MvRenameError) Unwrap() error { return e.Err }
