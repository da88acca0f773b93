package porcelain

import (
	"fmt"
	"sort"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/worktree"
)

// DiffStage chooses what an unmerged file of the working tree is compared with.
type DiffStage int

// What `git diff` can show of a conflict: both sides at once, or one stage.
const (
	DiffBoth   DiffStage = 0
	DiffBase   DiffStage = 1
	DiffOurs   DiffStage = 2
	DiffTheirs DiffStage = 3
	DiffNone   DiffStage = 4 // only say that the path is unmerged
)

// DiffParams narrow a comparison with the working tree or the index.
type DiffParams struct {
	Worktree *worktree.Worktree
	Index    *index.Index
	Match    func(path string) bool // nil: all
	Stage    DiffStage
	// Unchanged adds the files that do not differ, as origins of copies.
	Unchanged bool
	// Warn is told of line ends that would be converted; nil: nobody is.
	Warn func(text string)
	// Ignored is how much of what happens in a submodule does not count; nil: nothing.
	Ignored func(path string) worktree.SubmoduleIgnore
	// Quiet leaves out the lines about unmerged paths (-q of diff-files).
	Quiet bool
}

// DiffFiles compares the index with the working tree. Conflicts that have both
// sides come first, as combined differences.
func DiffFiles(p DiffParams) []diff.Pair {
	var first, pairs []diff.Pair
	changes := p.Worktree.Compare(p.Index, worktree.CompareParams{Match: p.Match})
	for i := range changes {
		c := &changes[i]
		if c.State != worktree.Unmerged {
			pairs = append(pairs, p.changed(c))
			continue
		}
		if p.Stage == DiffBoth && p.both(c) {
			first = append(first, p.combined(c))
			continue
		}
		pairs = append(pairs, p.conflict(c)...)
	}
	if p.Unchanged {
		pairs = withUnchanged(pairs, p)
	}
	return append(first, pairs...)
}

// changed pairs an entry with its file.
func (p *DiffParams) changed(c *worktree.Change) diff.Pair {
	e := c.Entry
	before := &diff.File{Path: e.Path, Mode: e.Mode, Hash: e.Hash}
	switch c.State {
	case worktree.Deleted:
		return diff.NewPair(before, diff.Absent(e.Path))
	case worktree.Added:
		return diff.NewPair(diff.Absent(e.Path), p.file(e.Path, c.Mode))
	case worktree.Clean, worktree.Modified, worktree.TypeChanged, worktree.Unmerged:
	}
	if c.Mode == filemode.Submodule {
		after := &diff.File{Path: e.Path, Mode: c.Mode, Hash: c.Hash, Dirty: c.Dirty, Untracked: c.Untracked, HideHash: c.Commits || e.Mode != c.Mode}
		if p.Ignored != nil {
			level := p.Ignored(e.Path)
			after.Dirty = after.Dirty && level < worktree.IgnoreDirty
			after.Untracked = after.Untracked && level < worktree.IgnoreUntracked
		}
		return diff.NewPair(before, after)
	}
	return diff.NewPair(before, p.file(e.Path, c.Mode))
}

// file is a file of the working tree, read when its content is needed.
func (p *DiffParams) file(path string, mode filemode.FileMode) *diff.File {
	return &diff.File{Path: path, Mode: mode, Read: func() ([]byte, error) {
		data, warning, err := p.Worktree.ReadToShow(p.Index, path)
		if warning != "" && p.Warn != nil {
			p.Warn(warning)
		}
		return data, err
	}}
}

// Settle leaves out files whose content, as it would be added, is what it is
// compared with: only their stat data or line ends are other.
func Settle(pairs []diff.Pair) []diff.Pair {
	out := pairs[:0]
	for _, p := range pairs {
		if p.Status == diff.Modified && p.Old.Mode == p.New.Mode && p.New.Read != nil && p.New.Hash.IsZero() {
			data, err := p.New.Read()
			if err == nil {
				p.New.SetContent(data)
				if object.HashOf(plumbing.BlobObject, data) == p.Old.Hash {
					continue
				}
			}
		}
		out = append(out, p)
	}
	return out
}

func (p *DiffParams) both(c *worktree.Change) bool {
	return p.Index.GetStage(c.Entry.Path, index.Ours) != nil &&
		p.Index.GetStage(c.Entry.Path, index.Theirs) != nil
}

func (p *DiffParams) combined(c *worktree.Change) diff.Pair {
	path := c.Entry.Path
	pair := diff.Pair{Status: diff.Unmerged, Old: diff.Absent(path), New: diff.Absent(path), Stages: &[3]diff.File{}}
	if c.Mode != 0 {
		pair.New = p.file(path, c.Mode)
	}
	if c.Mode == filemode.Submodule {
		at, _ := p.Worktree.SubHead(path)
		pair.New = &diff.File{Path: path, Mode: c.Mode, Hash: at}
	}
	for stage := index.Base; stage <= index.Theirs; stage++ {
		if e := p.Index.GetStage(path, stage); e != nil {
			pair.Stages[stage-1] = diff.File{Path: path, Mode: e.Mode, Hash: e.Hash}
		} else {
			pair.Stages[stage-1] = *diff.Absent(path)
		}
	}
	return pair
}

// conflict says that a path is unmerged, and compares one of its stages.
func (p *DiffParams) conflict(c *worktree.Change) []diff.Pair {
	path := c.Entry.Path
	unmerged := diff.Pair{Status: diff.Unmerged, Old: diff.Absent(path), New: diff.Absent(path)}
	unmerged.New.Mode = c.Mode
	stage := index.Stage(p.Stage)
	if p.Stage == DiffBoth {
		stage = index.Ours
	}
	out := []diff.Pair{unmerged}
	e := p.Index.GetStage(path, stage)
	if e == nil || p.Stage == DiffNone {
		return out
	}
	before := &diff.File{Path: path, Mode: e.Mode, Hash: e.Hash}
	if c.Mode == 0 {
		return append(out, diff.NewPair(before, diff.Absent(path)))
	}
	if e.Mode == c.Mode && p.fileHas(path, e.Hash) {
		return out
	}
	return append(out, diff.NewPair(before, p.file(path, c.Mode)))
}

// fileHas tells whether a file's content is the blob h.
func (p *DiffParams) fileHas(path string, h plumbing.Hash) bool {
	data, _, err := p.Worktree.ReadBlob(p.Index, path)
	return err == nil && object.HashOf(plumbing.BlobObject, data) == h
}

func withUnchanged(pairs []diff.Pair, p DiffParams) []diff.Pair {
	known := map[string]bool{}
	for i := range pairs {
		known[pairs[i].New.Path] = true
	}
	for _, e := range p.Index.Entries() {
		if !known[e.Path] && e.Stage == index.Merged && (p.Match == nil || p.Match(e.Path)) {
			f := diff.File{Path: e.Path, Mode: e.Mode, Hash: e.Hash}
			g := f
			pairs = append(pairs, diff.NewPair(&f, &g))
		}
	}
	sort.SliceStable(pairs, func(i, j int) bool { return pairs[i].New.Path < pairs[j].New.Path })
	return pairs
}

// DiffCached compares a tree (zero: none) with the index.
func DiffCached(p DiffParams, tree plumbing.Hash) ([]diff.Pair, error) {
	staged, err := p.Worktree.Staged(p.Index, tree, p.Match)
	if err != nil {
		return nil, fmt.Errorf("compare the index with tree %s: %w", tree, err)
	}
	pairs := make([]diff.Pair, 0, len(staged))
	for i := range staged {
		pairs = append(pairs, stagedPair(&staged[i]))
	}
	if p.Unchanged {
		pairs = withUnchanged(pairs, p)
	}
	return pairs, nil
}

func stagedPair(s *worktree.Staged) diff.Pair {
	before, after := diff.Absent(s.Path), diff.Absent(s.Path)
	if s.Old.Mode != 0 {
		before = &diff.File{Path: s.Path, Mode: s.Old.Mode, Hash: s.Old.Hash}
	}
	if s.Unmerged {
		return diff.Pair{Status: diff.Unmerged, Old: before, New: after}
	}
	if s.New != nil {
		after = &diff.File{Path: s.Path, Mode: s.New.Mode, Hash: s.New.Hash}
	}
	return diff.NewPair(before, after)
}

// DiffTreeFiles compares a tree with the working tree, for the paths that the
// tree or the index has.
func DiffTreeFiles(p DiffParams, tree plumbing.Hash) ([]diff.Pair, error) {
	staged, err := p.Worktree.Staged(p.Index, tree, p.Match)
	if err != nil {
		return nil, fmt.Errorf("compare the working tree with tree %s: %w", tree, err)
	}
	changes := map[string]*worktree.Change{}
	list := p.Worktree.Compare(p.Index, worktree.CompareParams{Match: p.Match})
	for i := range list {
		changes[list[i].Entry.Path] = &list[i]
	}
	var pairs []diff.Pair
	for i := range staged {
		s := &staged[i]
		c := changes[s.Path]
		delete(changes, s.Path)
		pairs = append(pairs, p.treeFile(s, c)...)
	}
	for i := range list {
		c := &list[i]
		if changes[c.Entry.Path] == nil {
			continue
		}
		if c.State != worktree.Unmerged {
			pairs = append(pairs, p.changed(c))
		}
	}
	if p.Unchanged {
		pairs = withUnchanged(pairs, p)
	}
	sort.SliceStable(pairs, func(i, j int) bool { return pairs[i].New.Path < pairs[j].New.Path })
	return pairs, nil
}

// treeFile pairs a path that is staged with its file.
func (p *DiffParams) treeFile(s *worktree.Staged, c *worktree.Change) []diff.Pair {
	pair := stagedPair(s)
	if s.Unmerged {
		mode, exists := p.Worktree.Lstat(s.Path)
		switch {
		case exists && mode != filemode.Dir:
			if mode == pair.Old.Mode && p.fileHas(s.Path, pair.Old.Hash) {
				return nil
			}
			return []diff.Pair{diff.NewPair(pair.Old, p.file(s.Path, mode))}
		case pair.Old.Exists():
			return []diff.Pair{diff.NewPair(pair.Old, diff.Absent(s.Path))}
		}
		return nil
	}
	if c == nil {
		return []diff.Pair{pair}
	}
	after := p.changed(c).New
	if !pair.Old.Exists() && !after.Exists() {
		return nil
	}
	if after.Mode == pair.Old.Mode && after.Read != nil && p.fileHas(s.Path, pair.Old.Hash) {
		return nil // staged, and taken back in the file
	}
	return []diff.Pair{diff.NewPair(pair.Old, after)}
}
