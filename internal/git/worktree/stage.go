package worktree

import (
	"errors"
	"runtime"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/convert"
	"cairn/internal/git/index"
	"cairn/internal/git/object"
)

// StageParams say how files become entries.
type StageParams struct {
	DryRun      bool // compute hashes, store nothing
	Intent      bool // announce the path only (add -N)
	Renormalize bool // convert line ends whatever the index has
}

// Staging is the entry that a file would get.
type Staging struct {
	Path    string
	Entry   *index.Entry
	Same    bool   // the index has it already
	Warning string // about line ends, without "warning: "
	Err     error
	// Embedded says that the path is another repository that the index does not know.
	Embedded bool
}

// ErrNoCommit says that a repository inside has nothing checked out.
var ErrNoCommit = errors.New("does not have a commit checked out")

// ErrFileType says that a path is no file, link or directory.
var ErrFileType = errors.New("can only add regular files, symbolic links or git-directories")

// Stage stores the content of files and gives the entries for them; the index itself is not
// changed. Many files are read by several goroutines; the answers keep the order.
func (w *Worktree) Stage(x *index.Index, paths []string, p StageParams) []Staging {
	out := make([]Staging, len(paths))
	w.Converter() // before the goroutines start
	workers := min(runtime.GOMAXPROCS(0), 1+len(paths)/16)
	parallel(workers, func(n int) {
		for i := n * len(paths) / workers; i < (n+1)*len(paths)/workers; i++ {
			out[i] = w.stage(x, paths[i], p)
		}
	})
	return out
}

func (w *Worktree) stage(x *index.Index, path string, p StageParams) Staging {
	s := Staging{Path: path}
	if s.Err = object.CheckInside(path); s.Err != nil {
		return s
	}
	st, ok := lstat(w.Path(path))
	if !ok {
		_, s.Err = w.readRaw(path, filemode.Regular)
		return s
	}
	if s.Err = object.CheckEntry(path, st.Mode); s.Err != nil {
		return s
	}
	old := x.Get(path)
	switch {
	case st.Mode == filemode.Dir:
		return w.stageRepository(s, old)
	case st.Mode == 0:
		s.Err = ErrFileType
		return s
	}
	mode := w.modeFor(old, st.Mode)
	if old == nil && len(x.Stages(path)) > 0 {
		known := x.GetStage(path, index.Ours) // our side's mode counts before the base's
		if known == nil {
			known = x.Stages(path)[0]
		}
		mode = w.modeFor(known, st.Mode)
	}
	s.Entry = &index.Entry{Path: path, Mode: mode, Stat: st.Stat, Seen: true}
	if p.Intent {
		s.Entry.Hash, s.Entry.IntentToAdd, s.Entry.Stat, s.Entry.Seen = emptyBlob, true, index.Stat{}, false
		if !p.DryRun {
			_, s.Err = w.repo.Objects().Put(plumbing.BlobObject, nil)
		}
		return s
	}
	var data []byte
	data, s.Warning, s.Err = w.readForIndex(x, path, mode, p)
	if s.Err != nil {
		return s
	}
	if p.DryRun {
		s.Entry.Hash = object.HashOf(plumbing.BlobObject, data)
	} else {
		s.Entry.Hash, s.Err = w.repo.Objects().Put(plumbing.BlobObject, data)
	}
	s.Same = old != nil && index.Same(old, s.Entry) && !old.IntentToAdd
	return s
}

func (w *Worktree) readForIndex(x *index.Index, path string, mode filemode.FileMode, p StageParams) ([]byte, string, error) {
	st, _ := lstat(w.Path(path))
	data, err := w.readRaw(path, st.Mode)
	if err != nil || mode == filemode.Symlink {
		return data, "", err
	}
	return w.Converter().ToGit(convert.Params{
		Path: path, InIndex: w.indexBlob(x, path), Renormalize: p.Renormalize, Check: !p.Renormalize,
	}, data)
}

// stageRepository makes the entry of a repository inside this one.
func (w *Worktree) stageRepository(s Staging, old *index.Entry) Staging {
	head, ok := w.SubHead(s.Path)
	if !ok {
		s.Err = ErrNoCommit
		return s
	}
	s.Entry = &index.Entry{Path: s.Path, Mode: filemode.Submodule, Hash: head}
	s.Same = old != nil && index.Same(old, s.Entry)
	s.Embedded = old == nil || old.Mode != filemode.Submodule
	return s
}
