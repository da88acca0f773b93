package porcelain

import (
	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/worktree"
)

// ForgetResolved drops the records of conflicts that were resolved.
func (e *IndexEditor) ForgetResolved() { e.x.ClearResolveUndo() }

// Unresolved is what became of one path of --unresolve.
type Unresolved struct {
	Path string
	// Same: both sides have it alike, so nothing was done. NotOurs, NotTheirs: a side lacks it.
	Same, NotOurs, NotTheirs bool
}

// Unresolve brings the conflicts of paths back: as they were recorded, or else from the two sides of
// the merge that is under way. merging is false where there is none.
func (e *IndexEditor) Unresolve(args []string) (list []Unresolved, merging bool, err error) {
	r := e.w.Repo()
	other, merging := object.ParseHash(readLine(r.StateFile("MERGE_HEAD")))
	if !merging {
		return nil, false, nil
	}
	_, head, err := r.Refs().Head()
	if err != nil {
		return nil, true, err
	}
	var sides [2]*index.Index
	for i, commit := range []plumbing.Hash{head, other} {
		if sides[i], err = e.filesOf(commit); err != nil {
			return nil, true, err
		}
	}
	spec, err := e.w.Pathspec(args, pathspec.Params{Literal: true})
	if err != nil {
		return nil, true, err
	}
	for _, arg := range spec.Args() {
		list = append(list, e.unresolve(arg.Path, sides))
	}
	return list, true, nil
}

// filesOf is a commit's tree as an index.
func (e *IndexEditor) filesOf(commit plumbing.Hash) (*index.Index, error) {
	tree, err := e.w.TreeOf(commit)
	if err != nil {
		return nil, err
	}
	x := index.New()
	return x, e.w.Unpack(worktree.UnpackParams{Index: x, To: tree, IndexOnly: true})
}

func (e *IndexEditor) unresolve(path string, sides [2]*index.Index) Unresolved {
	u := Unresolved{Path: path}
	if e.x.Unresolve(path) {
		return u
	}
	ours, theirs := sides[0].Get(path), sides[1].Get(path)
	u.NotOurs, u.NotTheirs = ours == nil, theirs == nil
	if u.NotOurs || u.NotTheirs {
		return u
	}
	if u.Same = index.Same(ours, theirs); u.Same {
		return u
	}
	e.x.Remove(path)
	e.x.Add(&index.Entry{Path: path, Mode: ours.Mode, Hash: ours.Hash, Stage: index.Ours})
	e.x.Add(&index.Entry{Path: path, Mode: theirs.Mode, Hash: theirs.Hash, Stage: index.Theirs})
	return u
}
