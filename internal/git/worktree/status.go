package worktree

import (
	"slices"
	"sort"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
	"cairn/internal/git/index"
	"cairn/internal/git/pathspec"
)

// UntrackedMode is -u.
type UntrackedMode uint8

// The values of status.showUntrackedFiles.
const (
	UntrackedNormal UntrackedMode = iota
	UntrackedNone
	UntrackedAll
)

// IgnoredMode is --ignored.
type IgnoredMode uint8

// The values of --ignored.
const (
	IgnoredNone IgnoredMode = iota
	IgnoredTraditional
	IgnoredMatching
)

// StatusParams say what status shall look at.
type StatusParams struct {
	Untracked UntrackedMode
	Ignored   IgnoredMode
	Pathspec  *pathspec.Set
	// Renames: nil finds none; else it is how diff looks for them.
	Renames *diff.Options
	// Tree to compare with, where it is not HEAD's.
	Tree *plumbing.Hash
	// Index to use in place of the one on disk.
	Index *index.Index
	// Changes between Index and files, where they are known already.
	Changes []Change
	Known   bool
	// IgnoreSubmodules is --ignore-submodules; nil: as .gitmodules and the configuration say.
	IgnoreSubmodules *SubmoduleIgnore
}

// Item is a path that differs anywhere. Staged and Worktree are the letters of `status
// --short`, ' ' where nothing differs.
type Item struct {
	Path     string
	Staged   byte
	Worktree byte
	// Unmerged is 0, or the stages that exist: bit 0 the base, bit 1 ours, bit 2 theirs.
	Unmerged                      uint8
	From                          string // the old path of a rename or copy that is staged
	Score                         int    // its similarity in percent
	WorkFrom                      string // the same between index and working tree
	WorkScore                     int
	HeadMode, IndexMode, WorkMode filemode.FileMode
	HeadHash, IndexHash           plumbing.Hash
	WorkHash                      plumbing.Hash // of a submodule with another commit
	StageModes                    [3]filemode.FileMode
	StageHashes                   [3]plumbing.Hash
	// Submodule tells what is new inside one.
	Submodule                 bool
	Commits, Dirty, Untracked bool
}

// Status is how HEAD, index and working tree stand to each other.
type Status struct {
	Items     []Item // ordered by path
	Untracked []string
	Ignored   []string
	Index     *index.Index
	Initial   bool // there is no commit to compare with
}

// Status compares HEAD with the index and the index with the working tree, and looks for
// untracked files. The index in the answer has renewed stat data: save it where
// Index.Changed says so.
func (w *Worktree) Status(p StatusParams) (*Status, error) {
	x := p.Index
	if x == nil {
		var err error
		if x, err = w.ReadIndex(); err != nil {
			return nil, err
		}
	}
	st := &Status{Index: x}
	match := matchFunc(p.Pathspec)
	var wg sync.WaitGroup
	var found Untracked
	var walkErr error
	untracked := func() { found, walkErr = w.statusWalk(x, p) }
	apart := match == nil && x.Len() > fewFiles
	if apart {
		wg.Go(untracked)
	}
	changes := p.Changes
	if !p.Known {
		changes = w.Compare(x, CompareParams{Match: match})
	}
	staged, initial, err := w.statusStaged(x, p, match)
	wg.Wait()
	if !apart {
		untracked()
	}
	if err != nil {
		return nil, err
	}
	if walkErr != nil {
		return nil, walkErr
	}
	changes = w.quietSubmodules(changes, p.IgnoreSubmodules)
	st.Initial, st.Untracked, st.Ignored = initial, found.Paths, found.Ignored
	b := statusBuilder{w: w, items: map[string]*Item{}, p: p, x: x}
	if err := b.build(staged, changes); err != nil {
		return nil, err
	}
	st.Items = b.sorted()
	return st, nil
}

func matchFunc(s *pathspec.Set) func(string) bool {
	if s.All() {
		return nil
	}
	return s.Match
}

func (w *Worktree) statusWalk(x *index.Index, p StatusParams) (Untracked, error) {
	if p.Untracked == UntrackedNone {
		return Untracked{}, nil
	}
	m, err := w.Ignore()
	if err != nil {
		return Untracked{}, err
	}
	return w.Walk(x, WalkParams{
		Ignore: m, Pathspec: p.Pathspec, Collapse: p.Untracked == UntrackedNormal,
		Ignored: p.Ignored != IgnoredNone, ByPattern: p.Ignored == IgnoredMatching,
		OpenIgnored: p.Ignored == IgnoredTraditional && p.Untracked == UntrackedAll,
	})
}

func (w *Worktree) statusStaged(x *index.Index, p StatusParams, match func(string) bool) ([]Staged, bool, error) {
	if p.Tree != nil {
		s, err := w.Staged(x, *p.Tree, match)
		return s, p.Tree.IsZero(), err
	}
	tree, err := w.HeadTree()
	if err != nil {
		return nil, false, err
	}
	s, err := w.Staged(x, tree, match)
	return s, tree.IsZero(), err
}

type statusBuilder struct {
	w     *Worktree
	x     *index.Index
	p     StatusParams
	items map[string]*Item
}

func (b *statusBuilder) item(path string) *Item {
	it := b.items[path]
	if it == nil {
		it = &Item{Path: path, Staged: ' ', Worktree: ' '}
		b.items[path] = it
	}
	return it
}

func (b *statusBuilder) build(staged []Staged, changes []Change) error {
	if err := b.staged(staged); err != nil {
		return err
	}
	for i := range changes {
		if changes[i].State == Unmerged {
			b.conflict(changes[i].Entry.Path, changes[i].Mode)
		}
	}
	return b.worktree(changes)
}

// staged notes the first column, after the search for renames.
func (b *statusBuilder) staged(staged []Staged) error {
	pairs := StagedPairs(staged)
	if level := b.p.IgnoreSubmodules; level != nil && *level == IgnoreAll {
		pairs = slices.DeleteFunc(pairs, func(p diff.Pair) bool {
			return p.New.Mode == filemode.Submodule || p.Old.Mode == filemode.Submodule
		})
	}
	pairs, err := b.refine(pairs)
	if err != nil {
		return err
	}
	for i := range pairs {
		p := &pairs[i]
		it := b.item(p.New.Path)
		it.Staged = byte(p.Status)
		it.HeadMode, it.HeadHash = p.Old.Mode, p.Old.Hash
		it.IndexMode, it.IndexHash = p.New.Mode, p.New.Hash
		it.WorkMode = it.IndexMode
		if p.Status == diff.Renamed || p.Status == diff.Copied {
			it.From, it.Score = p.Old.Path, diff.Percent(p.Score)
		}
		it.Submodule = p.New.Mode == filemode.Submodule || (p.New.Mode == 0 && p.Old.Mode == filemode.Submodule)
	}
	return nil
}

// StagedPairs are the changes as package diff wants them; conflicts are left out.
func StagedPairs(staged []Staged) []diff.Pair {
	pairs := make([]diff.Pair, 0, len(staged))
	for i := range staged {
		if !staged[i].Unmerged {
			pairs = append(pairs, staged[i].pair())
		}
	}
	return pairs
}

// pair is the change as package diff wants it.
func (s *Staged) pair() diff.Pair {
	before, after := diff.Absent(s.Path), diff.Absent(s.Path)
	if s.Old.Mode != 0 {
		before = &diff.File{Path: s.Path, Mode: s.Old.Mode, Hash: s.Old.Hash}
	}
	if s.New != nil {
		after = &diff.File{Path: s.Path, Mode: s.New.Mode, Hash: s.New.Hash}
	}
	return diff.NewPair(before, after)
}

func (b *statusBuilder) refine(pairs []diff.Pair) ([]diff.Pair, error) {
	if b.p.Renames == nil {
		return pairs, nil
	}
	added, gone := false, false
	for i := range pairs {
		added = added || pairs[i].Status == diff.Added
		gone = gone || pairs[i].Status == diff.Deleted
	}
	if !added || (!gone && b.p.Renames.Detect != diff.Copies) {
		return pairs, nil
	}
	return b.p.Renames.Refine(pairs)
}

// conflict notes a path with stages.
func (b *statusBuilder) conflict(path string, mode filemode.FileMode) {
	it := b.item(path)
	it.WorkMode = mode
	for _, e := range b.x.Stages(path) {
		if e.Stage == index.Merged {
			continue
		}
		it.Unmerged |= 1 << (e.Stage - 1)
		it.StageModes[e.Stage-1], it.StageHashes[e.Stage-1] = e.Mode, e.Hash
	}
	letters := [8]string{"  ", "DD", "AU", "UD", "UA", "DU", "AA", "UU"}[it.Unmerged]
	it.Staged, it.Worktree = letters[0], letters[1]
}

// worktree notes the second column. Only files that were announced can be renamed here.
func (b *statusBuilder) worktree(changes []Change) error {
	announced := false
	for i := range changes {
		announced = announced || changes[i].State == Added
	}
	if announced && b.p.Renames != nil {
		return b.worktreeRenames(changes)
	}
	for i := range changes {
		b.change(&changes[i])
	}
	return nil
}

func (b *statusBuilder) change(c *Change) *Item {
	if c.State == Unmerged {
		return nil
	}
	e := c.Entry
	it := b.item(e.Path)
	it.Worktree = c.State.Letter()
	if it.Staged == ' ' && c.State != Added {
		it.HeadMode, it.HeadHash = e.Mode, e.Hash
	}
	if c.State != Added {
		it.IndexMode, it.IndexHash = e.Mode, e.Hash
	}
	it.WorkMode = c.Mode
	if e.Mode == filemode.Submodule {
		it.Submodule, it.Commits, it.Dirty, it.Untracked = true, c.Commits, c.Dirty, c.Untracked
		it.WorkHash = c.Hash
	}
	return it
}

func (b *statusBuilder) worktreeRenames(changes []Change) error {
	var pairs []diff.Pair
	byPath := map[string]*Change{}
	for i := range changes {
		c := &changes[i]
		if c.State == Unmerged {
			continue
		}
		byPath[c.Entry.Path] = c
		pairs = append(pairs, b.w.ChangePair(b.x, c))
	}
	pairs, err := b.refine(pairs)
	if err != nil {
		return err
	}
	for i := range pairs {
		p := &pairs[i]
		it := b.change(byPath[p.New.Path])
		if it != nil && (p.Status == diff.Renamed || p.Status == diff.Copied) {
			it.Worktree, it.WorkFrom, it.WorkScore = byte(p.Status), p.Old.Path, diff.Percent(p.Score)
			it.HeadMode, it.HeadHash, it.IndexMode, it.IndexHash = p.Old.Mode, p.Old.Hash, p.Old.Mode, p.Old.Hash
		}
	}
	return nil
}

// ChangePair is a change between index and working tree as package diff wants it.
func (w *Worktree) ChangePair(x *index.Index, c *Change) diff.Pair {
	e := c.Entry
	before, after := diff.Absent(e.Path), diff.Absent(e.Path)
	if c.State != Added {
		before = &diff.File{Path: e.Path, Mode: e.Mode, Hash: e.Hash}
	}
	if c.State != Deleted && c.Mode != 0 {
		after = &diff.File{Path: e.Path, Mode: c.Mode, Dirty: c.Dirty}
		if c.Mode == filemode.Submodule {
			after.Hash = c.Hash
		} else {
			after.Read = func() ([]byte, error) { return w.readBlob(x, e.Path, c.Mode) }
		}
	}
	p := diff.NewPair(before, after)
	return p
}

func (b *statusBuilder) sorted() []Item {
	items := make([]Item, 0, len(b.items))
	for _, it := range b.items {
		items = append(items, *it)
	}
	sort.Slice(items, func(i, j int) bool { return items[i].Path < items[j].Path })
	return items
}
