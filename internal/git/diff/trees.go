package diff

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/object"
)

// TreeReader gives trees.
type TreeReader interface {
	RawTree(plumbing.Hash) (object.RawTree, error)
}

// TreeOptions narrow a comparison of trees.
type TreeOptions struct {
	// Match selects paths; nil selects all.
	Match func(path string) bool
	// Enter says whether anything below a folder (named with its final slash) can match; nil: always.
	Enter func(dir string) bool
	// KeepTrees lists a changed folder itself and does not go into it (plumbing without -r).
	KeepTrees bool
	// WithTrees lists a changed folder before what it holds (-t).
	WithTrees bool
}

// Trees lists what differs between two trees, in Git's order. A zero hash
// stands for the empty tree. Renames are found later, by Refine.
func Trees(store TreeReader, a, b plumbing.Hash, o TreeOptions) ([]Pair, error) {
	w := treeWalk{store: store, TreeOptions: o}
	if err := w.trees("", a, b); err != nil {
		return nil, fmt.Errorf("compare trees %s and %s: %w", a, b, err)
	}
	return w.out, nil
}

type treeWalk struct {
	TreeOptions
	store TreeReader
	out   []Pair
}

func (w *treeWalk) trees(dir string, a, b plumbing.Hash) error {
	if a == b || w.Enter != nil && dir != "" && !w.Enter(dir) {
		return nil
	}
	pair, err := object.NewTreePair(w.store.RawTree, a, b)
	if err != nil {
		return err
	}
	for {
		x, y, more, err := pair.Next()
		if err != nil || !more {
			return err
		}
		if err := w.entry(dir, x, y); err != nil {
			return err
		}
	}
}

// entry handles two entries of one name and kind, or one entry alone.
func (w *treeWalk) entry(dir string, x, y object.TreeEntry) error {
	name := x.Name
	if x.Mode == 0 {
		name = y.Name
	}
	path := dir + name
	if (x.Mode == filemode.Dir || y.Mode == filemode.Dir) && !w.KeepTrees {
		if w.WithTrees && (w.Enter == nil || w.Enter(path+"/")) {
			w.add(path, x, y)
		}
		return w.trees(path+"/", x.Hash, y.Hash)
	}
	for _, e := range []*object.TreeEntry{&x, &y} {
		if w.Match != nil && !Matches(w.Match, path, e.Mode) {
			*e = object.TreeEntry{}
		}
	}
	if x.Mode != 0 || y.Mode != 0 {
		w.add(path, x, y)
	}
	return nil
}

// Matches asks a pathspec for a path; that of a submodule may be meant with a slash behind it, too.
func Matches(match func(path string) bool, path string, mode filemode.FileMode) bool {
	return match(path) || mode == filemode.Submodule && match(path+"/")
}

func (w *treeWalk) add(path string, x, y object.TreeEntry) {
	w.out = append(w.out, NewPair(
		&File{Path: path, Mode: x.Mode, Hash: x.Hash, loaded: x.Mode == 0},
		&File{Path: path, Mode: y.Mode, Hash: y.Hash, loaded: y.Mode == 0},
	))
}

// WithUnchanged adds the files of a tree that did not change, as origins of
// copies (--find-copies-harder).
func WithUnchanged(store TreeReader, tree plumbing.Hash, pairs []Pair, o TreeOptions) ([]Pair, error) {
	all, err := Trees(store, tree, plumbing.ZeroHash, o)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for i := range pairs {
		known[pairs[i].Old.Path] = true
	}
	for i := range all {
		if f := all[i].Old; !known[f.Path] {
			same := *f
			pairs = append(pairs, NewPair(f, &same))
		}
	}
	slices.SortStableFunc(pairs, func(a, b Pair) int { return strings.Compare(a.New.Path, b.New.Path) })
	return pairs, nil
}
