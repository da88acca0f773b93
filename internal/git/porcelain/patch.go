package porcelain

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
	"cairn/internal/git/hunks"
	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// PatchMode says between which two states hunks are chosen, and where they go.
type PatchMode int

// The modes. Those that end in From take from another commit than HEAD.
const (
	PatchAdd          PatchMode = iota // index to files; into the index
	PatchUnstage                       // HEAD to index; out of the index
	PatchResetFrom                     // index to a tree; into the index
	PatchDiscard                       // index to files; out of the files
	PatchCheckoutHead                  // HEAD to files; out of files and index
	PatchCheckoutFrom                  // files to a tree; into files and index
	PatchRestoreHead                   // HEAD to files; out of the files
	PatchRestoreFrom                   // files to a tree; into the files
)

// Reverse reports whether chosen hunks are taken back.
func (m PatchMode) Reverse() bool {
	return m == PatchUnstage || m == PatchDiscard || m == PatchCheckoutHead || m == PatchRestoreHead
}

func (m PatchMode) toIndex() bool {
	return m == PatchAdd || m == PatchUnstage || m == PatchResetFrom || m == PatchCheckoutHead || m == PatchCheckoutFrom
}

func (m PatchMode) toFiles() bool {
	return m != PatchAdd && m != PatchUnstage && m != PatchResetFrom
}

// Patcher chooses among the changes of a repository.
type Patcher struct {
	mode PatchMode
	w    *worktree.Worktree
	x    *index.Index // what is compared; and what is changed, when it is kept in memory
	kept bool
}

// PatchParams begin a choice.
type PatchParams struct {
	Mode PatchMode
	Tree plumbing.Hash // for the modes that compare with a tree
	Args []string      // pathspecs
	// InMemory collects the changes of the index and saves nothing.
	InMemory bool
	// Index is the one in memory to begin with; nil: as it is on disk.
	Index *index.Index
}

// StartPatch finds the changes to choose from.
func StartPatch(r *repo.Repo, p PatchParams) (*Patcher, []diff.Pair, error) {
	w, err := worktree.Open(r)
	if err != nil {
		return nil, nil, err
	}
	x := p.Index
	if x == nil && !p.InMemory && p.Mode != PatchUnstage && p.Mode != PatchResetFrom {
		_ = (&Patcher{w: w}).refresh() // a lock or a broken index stops what follows, if anything is chosen
	}
	if x == nil {
		if x, err = w.ReadIndex(); err != nil {
			return nil, nil, err
		}
	}
	spec, err := w.Pathspec(p.Args, pathspec.Params{})
	if err != nil {
		return nil, nil, err
	}
	c := &Patcher{mode: p.Mode, w: w, x: x, kept: p.InMemory}
	pairs, err := c.pairs(p.Tree, spec)
	return c, typesApart(pairs), err
}

// typesApart makes two changes of one that makes a link a file, or a file a link, as patches show it.
func typesApart(pairs []diff.Pair) []diff.Pair {
	var out []diff.Pair
	for i := range pairs {
		p := &pairs[i]
		if p.Status == diff.TypeChanged {
			out = append(out, diff.NewPair(p.Old, diff.Absent(p.Path())), diff.NewPair(diff.Absent(p.Path()), p.New))
		} else {
			out = append(out, *p)
		}
	}
	return out
}

// Index is the index with what was chosen, where it is kept in memory.
func (c *Patcher) Index() *index.Index { return c.x }

func (c *Patcher) pairs(tree plumbing.Hash, spec *pathspec.Set) ([]diff.Pair, error) {
	switch c.mode {
	case PatchAdd, PatchDiscard:
		return c.filePairs(spec), nil
	case PatchUnstage, PatchResetFrom:
		staged, err := c.w.StagedWithIntent(c.x, tree, spec.Match) // what is only announced is an empty file here
		if err != nil {
			return nil, err
		}
		return c.turned(worktree.StagedPairs(staged)), nil
	case PatchCheckoutHead, PatchCheckoutFrom, PatchRestoreHead, PatchRestoreFrom:
	}
	pairs, err := c.treeToFiles(tree, spec)
	return c.turned(pairs), err
}

// turned swaps the sides where the diff is shown towards the tree.
func (c *Patcher) turned(pairs []diff.Pair) []diff.Pair {
	if c.mode.Reverse() {
		return pairs
	}
	for i := range pairs {
		pairs[i] = diff.NewPair(pairs[i].New, pairs[i].Old)
	}
	return pairs
}

func (c *Patcher) filePairs(spec *pathspec.Set) []diff.Pair {
	var pairs []diff.Pair
	for _, ch := range c.w.Compare(c.x, worktree.CompareParams{Match: spec.Match}) {
		if ch.State == worktree.Unmerged || (ch.Entry.Mode == filemode.Submodule && !ch.Commits) {
			continue
		}
		ch.Dirty = false // what is not committed in a repository cannot be chosen here
		pairs = append(pairs, c.w.ChangePair(c.x, &ch))
	}
	return pairs
}

// treeToFiles compares a tree with the files that the index knows.
func (c *Patcher) treeToFiles(tree plumbing.Hash, spec *pathspec.Set) ([]diff.Pair, error) {
	base := index.New()
	if err := c.w.Unpack(worktree.UnpackParams{Index: base, To: tree, IndexOnly: true}); err != nil {
		return nil, err
	}
	var pairs []diff.Pair
	for _, e := range c.x.Entries() {
		if e.Stage != index.Merged || e.Mode == filemode.Submodule || !spec.Match(e.Path) {
			continue
		}
		pair, differs := c.treeToFile(base.Get(e.Path), e)
		if differs {
			pairs = append(pairs, pair)
		}
	}
	for _, e := range base.Entries() {
		if spec.Match(e.Path) && !c.x.Has(e.Path) {
			pairs = append(pairs, diff.NewPair(&diff.File{Path: e.Path, Mode: e.Mode, Hash: e.Hash}, diff.Absent(e.Path)))
		}
	}
	return sortedPairs(pairs), nil
}

func (c *Patcher) treeToFile(old, now *index.Entry) (diff.Pair, bool) {
	before, after := diff.Absent(now.Path), diff.Absent(now.Path)
	if old != nil {
		before = &diff.File{Path: old.Path, Mode: old.Mode, Hash: old.Hash}
	}
	data, mode, err := c.w.ReadBlob(c.x, now.Path)
	if err == nil && mode != filemode.Dir {
		after = &diff.File{Path: now.Path, Mode: mode, Hash: object.HashOf(plumbing.BlobObject, data)}
		after.SetContent(data)
	}
	if before.Mode == after.Mode && before.Hash == after.Hash {
		return diff.Pair{}, false
	}
	return diff.NewPair(before, after), true
}

func sortedPairs(pairs []diff.Pair) []diff.Pair {
	slices.SortFunc(pairs, func(a, b diff.Pair) int { return strings.Compare(a.Path(), b.Path()) })
	return pairs
}

// NotToIndexError says that the chosen hunks fit the files but not the index.
type NotToIndexError struct {
	Line    int     // where the first of them should be; 0: the file is not there, or Reasons tells
	Reasons []error // what kind of file is there
}

func (*NotToIndexError) Error() string { return "The selected hunks do not apply to the index!" }

// Chosen is what was decided about one file.
type Chosen struct {
	Pair  *diff.Pair
	File  *hunks.File
	Hunks []*hunks.Hunk // those to be used, without the pseudo hunk
	Mode  bool          // the change of mode is wanted
	// FilesOnly leaves the index alone.
	FilesOnly bool
}

// WritesFiles reports whether what is chosen changes files, not the index alone.
func (c *Patcher) WritesFiles() bool { return c.mode.toFiles() }

// WritesBoth reports whether what is chosen changes the index and files.
func (c *Patcher) WritesBoth() bool { return c.mode.toIndex() && c.mode.toFiles() }

// Apply carries a choice out.
func (c *Patcher) Apply(ch Chosen) error {
	if c.mode.toIndex() && !ch.FilesOnly {
		err := c.toIndex(ch)
		var kind *FileKindError
		if c.mode.toFiles() && errors.As(err, &kind) {
			no := &NotToIndexError{Reasons: []error{err}}
			if _, _, _, err := c.fileResult(ch); errors.As(err, &kind) {
				no.Reasons = append(no.Reasons, err)
			}
			return no
		}
		if err != nil {
			return err
		}
	}
	if c.mode.toFiles() {
		return c.toFiles(ch)
	}
	return nil
}

// FileKindError says that a patch makes a file where there is one, or takes away a link or a file that is the other.
type FileKindError struct{ Path, What string }

func (e *FileKindError) Error() string { return e.Path + ": " + e.What }

// result is what a version of the file becomes: one in the index or in the working directory, mode 0 where there is none.
func (c *Patcher) result(ch Chosen, text string, mode filemode.FileMode, place string) (string, filemode.FileMode, bool, error) {
	reverse := c.mode.Reverse()
	gone, fresh, from, target := ch.File.Deleted, ch.File.Added, ch.Pair.Old.Mode, ch.Pair.New.Mode
	if reverse {
		gone, fresh, from, target = fresh, gone, target, from
	}
	if gone {
		if mode != 0 && (mode == filemode.Symlink) != (from == filemode.Symlink) {
			return "", 0, false, &FileKindError{ch.Pair.Path(), "wrong type"}
		}
		_, err := hunks.Apply(text, ch.Hunks, reverse)
		return "", 0, false, err
	}
	if fresh {
		if mode != 0 {
			return "", 0, false, &FileKindError{ch.Pair.Path(), "already exists in " + place}
		}
		text, mode = "", target
	}
	out, err := hunks.Apply(text, ch.Hunks, reverse)
	if err != nil {
		return "", 0, false, err
	}
	if ch.Mode {
		mode = target
	}
	return out, mode, true, nil
}

func (c *Patcher) toIndex(ch Chosen) error {
	if c.kept {
		return c.changeIndex(c.x, ch)
	}
	lock, err := c.w.Lock()
	if err != nil {
		return err
	}
	defer lock.Release()
	x, err := c.w.ReadIndex()
	if err != nil {
		return err
	}
	if err := c.changeIndex(x, ch); err != nil {
		return err
	}
	c.w.Compare(x, worktree.CompareParams{})
	return c.w.Save(lock, x)
}

func (c *Patcher) changeIndex(x *index.Index, ch Chosen) error {
	path := ch.Pair.Path()
	if to := ch.Pair.New; to.Mode == filemode.Submodule {
		x.Add(&index.Entry{Path: path, Mode: to.Mode, Hash: to.Hash})
		return nil
	}
	text, mode := "", filemode.FileMode(0)
	if e := x.Get(path); e != nil && !e.IntentToAdd {
		data, err := c.w.Repo().Objects().Blob(e.Hash)
		if err != nil {
			return err
		}
		text, mode = string(data), e.Mode
	} else if e == nil && c.mode == PatchCheckoutHead && !ch.File.Deleted {
		return &NotToIndexError{}
	}
	text, mode, exists, err := c.result(ch, text, mode, "index")
	if err != nil {
		var misfit *hunks.DoesNotApplyError
		if c.mode.toFiles() && errors.As(err, &misfit) {
			return &NotToIndexError{Line: misfit.Line}
		}
		return err
	}
	if !exists {
		x.Remove(path)
		return nil
	}
	if !x.Has(path) && x.Clashes(path) {
		return &ClashError{path}
	}
	h, err := c.w.Repo().Objects().Put(plumbing.BlobObject, []byte(text))
	if err != nil {
		return err
	}
	x.Add(&index.Entry{Path: path, Mode: mode, Hash: h})
	return nil
}

// ClashError says that a file cannot stand in the index beside what is there: a folder of its name, or a file
// where its folder should be.
type ClashError struct{ Path string }

func (e *ClashError) Error() string {
	return "'" + e.Path + "' appears as both a file and as a directory"
}

// fileResult is what the file in the working tree becomes.
func (c *Patcher) fileResult(ch Chosen) (string, filemode.FileMode, bool, error) {
	text, mode := "", filemode.FileMode(0)
	data, now, err := c.w.ReadBlob(c.x, ch.Pair.Path())
	switch {
	case err == nil:
		text, mode = string(data), now
	case !os.IsNotExist(err):
		return "", 0, false, err
	}
	return c.result(ch, text, mode, "working directory")
}

func (c *Patcher) toFiles(ch Chosen) error {
	path := ch.Pair.Path()
	text, mode, exists, err := c.fileResult(ch)
	if err != nil {
		return err
	}
	if !exists {
		if err := c.w.RemoveFile(path); err != nil {
			return fmt.Errorf("remove %s: %w", path, err)
		}
	} else if err := c.w.WriteFile(&index.Entry{Path: path, Mode: mode}, []byte(text)); err != nil {
		return err
	}
	return c.refresh()
}

// refresh renews the index: before all, and after files were written.
func (c *Patcher) refresh() error {
	lock, err := c.w.Lock()
	if err != nil {
		return err
	}
	defer lock.Release()
	x, err := c.w.ReadIndex()
	if err != nil {
		return err
	}
	c.w.Compare(x, worktree.CompareParams{})
	if !x.Changed() && hasIndex(c.w.Repo()) {
		return nil
	}
	return c.w.Save(lock, x)
}

// Fits tells whether an edited hunk could be applied, with all the others of its file.
func (c *Patcher) Fits(pair *diff.Pair, f *hunks.File, edited *hunks.Hunk) bool {
	side := pair.Old
	if c.mode.Reverse() {
		side = pair.New
	}
	text := ""
	if side.Exists() {
		data, err := c.content(side)
		if err != nil {
			return false
		}
		text = string(data)
	}
	_, err := hunks.Apply(text, []*hunks.Hunk{edited}, c.mode.Reverse())
	return err == nil && !f.Deleted
}

func (c *Patcher) content(f *diff.File) ([]byte, error) {
	if f.Read != nil {
		return f.Read()
	}
	if f.Hash.IsZero() {
		return nil, os.ErrNotExist
	}
	data, err := c.w.Repo().Objects().Blob(f.Hash)
	if err == nil {
		return data, nil
	}
	data, _, err = c.w.ReadBlob(c.x, f.Path)
	return data, err
}
