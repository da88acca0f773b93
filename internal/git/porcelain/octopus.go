package porcelain

import (
	"fmt"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff"
	"cairn/internal/git/merge"
	"cairn/internal/git/object"
	"cairn/internal/git/walk"
)

// OctopusStep is what became of one head.
type OctopusStep struct {
	Head     MergeHead
	UpToDate bool
	Forward  bool     // the first heads may be fast-forwards
	Messages []string // of files merged one by one; empty: the simple merge did it
	Simple   bool
	tree     plumbing.Hash // the result after it
}

// OctopusResult is a merge of several heads, one after the other.
type OctopusResult struct {
	Steps     []OctopusStep
	Tree      plumbing.Hash
	Conflicts []merge.Conflict // of the last head
	Errors    []string
	// GaveUp: there was a conflict before the last head.
	GaveUp bool
}

// Octopus merges heads into head, each by a simple merge of files: there are no
// renames in it, and only the last head may have conflicts (git-merge(1), "octopus").
// style is how conflicts are shown.
func Octopus(store *object.Store, head plumbing.Hash, heads []MergeHead, style merge.Style) (*OctopusResult, error) {
	c, err := store.Commit(head)
	if err != nil {
		return nil, fmt.Errorf("read HEAD: %w", err)
	}
	o := &octopus{store: store, style: style, result: &OctopusResult{Tree: c.TreeHash}, commits: []plumbing.Hash{head}}
	for _, h := range heads {
		if len(o.result.Conflicts) > 0 {
			o.result.GaveUp = true
			break
		}
		if err := o.add(h); err != nil {
			return nil, err
		}
		o.result.Steps[len(o.result.Steps)-1].tree = o.result.Tree
	}
	return o.result, nil
}

// Added are the paths that the steps put into the working tree for a while.
func (r *OctopusResult) Added(store *object.Store, head *object.Commit) ([]string, error) {
	var paths []string
	for i := range r.Conflicts {
		paths = append(paths, r.Conflicts[i].Path)
	}
	for i := range r.Steps {
		pairs, err := diff.Trees(store, head.TreeHash, r.Steps[i].tree, diff.TreeOptions{})
		if err != nil {
			return nil, err
		}
		for j := range pairs {
			if pairs[j].Status == diff.Added {
				paths = append(paths, pairs[j].Path())
			}
		}
	}
	return paths, nil
}

// StopAt leaves out what comes after the first step that touches one of some paths, which stopped it.
func (r *OctopusResult) StopAt(store *object.Store, head *object.Commit, paths []string) error {
	before := head.TreeHash
	r.Conflicts = nil
	for i := range r.Steps {
		step := &r.Steps[i]
		pairs, err := diff.Trees(store, before, step.tree, diff.TreeOptions{})
		if err != nil {
			return err
		}
		if slices.ContainsFunc(pairs, func(p diff.Pair) bool { return slices.Contains(paths, p.Path()) }) {
			step.Simple, step.Messages, step.tree = true, nil, before
			r.Steps, r.Errors = r.Steps[:i+1], nil
			return nil
		}
		before = step.tree
	}
	return nil
}

type octopus struct {
	store   *object.Store
	style   merge.Style
	result  *OctopusResult
	commits []plumbing.Hash // what has been merged
	real    bool            // not only fast-forwards
}

func (o *octopus) add(h MergeHead) error {
	bases, err := walk.MergeBases(o.store, h.Commit, o.commits...)
	if err != nil {
		return err
	}
	if len(bases) == 0 {
		return &NoCommonError{h.Name}
	}
	if slices.Contains(bases, h.Commit) {
		o.result.Steps = append(o.result.Steps, OctopusStep{Head: h, UpToDate: true})
		return nil
	}
	c, err := o.store.Commit(h.Commit)
	if err != nil {
		return err
	}
	if !o.real && len(bases) == 1 && len(o.commits) == 1 && bases[0] == o.commits[0] {
		o.commits[0], o.result.Tree = h.Commit, c.TreeHash
		o.result.Steps = append(o.result.Steps, OctopusStep{Head: h, Forward: true})
		return nil
	}
	o.real = true
	var trees []plumbing.Hash
	for _, b := range bases {
		base, err := o.store.Commit(b)
		if err != nil {
			return err
		}
		trees = append(trees, base.TreeHash)
	}
	o.commits = append(o.commits, h.Commit)
	pairs, err := diff.Trees(o.store, o.result.Tree, c.TreeHash, diff.TreeOptions{})
	if err != nil {
		return err
	}
	if crowded(pairs) {
		return o.folders(h, trees[0], c.TreeHash)
	}
	return o.files(h, trees, pairs)
}

// NoCommonError says that a head has no history in common with the others.
type NoCommonError struct{ Name string }

func (e *NoCommonError) Error() string { return "Unable to find common commit with " + e.Name }

// folders merges tree by tree, where a file on one side is a folder on the other: renames off, so that each path is
// merged with itself. Git's own octopus stumbles over these.
func (o *octopus) folders(h MergeHead, base, theirs plumbing.Hash) error {
	opts := merge.DefaultOptions(o.store, ".our", ".their")
	opts.NoRenames, opts.Directories = true, merge.DirectoryIgnore
	opts.Lines.Algorithm = 0
	r, err := merge.Trees(base, o.result.Tree, theirs, opts)
	if err != nil {
		return err
	}
	step := OctopusStep{Head: h, Simple: len(r.Messages) == 0 && r.Clean}
	for _, m := range r.Messages {
		if m.Kind == merge.AutoMerging {
			step.Messages = append(step.Messages, m.Text)
		}
	}
	for i := range r.Conflicts {
		o.result.Errors = append(o.result.Errors, "ERROR: content conflict in "+r.Conflicts[i].Path)
	}
	o.result.Steps = append(o.result.Steps, step)
	o.result.Tree, o.result.Conflicts = r.Tree, r.Conflicts
	return nil
}

// DiffTrees compares two trees with renames, as the statistics after a merge do.
func DiffTrees(store diff.TreeReader, o *diff.Options, a, b plumbing.Hash) ([]diff.Pair, error) {
	pairs, err := diff.Trees(store, a, b, diff.TreeOptions{})
	if err != nil {
		return nil, err
	}
	return o.Refine(pairs)
}
