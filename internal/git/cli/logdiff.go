package cli

import (
	"crypto/sha1"
	"encoding/hex"
	"io"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff"
	"cairn/internal/git/object"
	"cairn/internal/git/pretty"
	"cairn/internal/git/rev"
)

// commit writes a commit and its difference; false if nothing was shown.
func (l *logRun) commit(it *logItem) (bool, error) {
	l.pending = it
	if err := l.difference(it); err != nil {
		return false, err
	}
	shown := l.pending == nil
	if !shown && l.alwaysHeader {
		it.from = plumbing.ZeroHash
		l.header(it)
		shown = true
	}
	l.pending = nil
	return shown, nil
}

// difference compares a commit with its parents.
func (l *logRun) difference(it *logItem) error {
	if !l.diffing {
		return nil
	}
	if l.lines != nil {
		return l.lines.write(l, it)
	}
	parents := it.ParentHashes
	switch {
	case len(parents) < 2 && l.mergesOnly:
		return nil
	case len(parents) == 0:
		if !l.showRoot {
			return nil
		}
		return l.compare(it, plumbing.ZeroHash)
	case len(parents) == 1:
		return l.compareWith(it, parents[0])
	}
	switch l.merges {
	case mergesFirst:
		return l.compareWith(it, parents[0])
	case mergesSeparate:
		for _, p := range parents {
			again := *it
			again.from = p
			l.pending = &again
			if err := l.compareWith(&again, p); err != nil {
				return err
			}
		}
		// shown if any of them was; the last one's header may be pending for nothing
		if l.shownFor(it) {
			l.pending = nil
		}
		return nil
	case mergesCombined, mergesDense:
		return l.combined(it)
	case mergesAnew:
		return l.remerged(it)
	}
	return nil
}

// shownFor reports whether the header of a merge was written for any parent.
func (l *logRun) shownFor(it *logItem) bool { return l.lastShown == it.Hash }

func (l *logRun) compareWith(it *logItem, parent plumbing.Hash) error {
	c, err := l.repo.Objects().Commit(parent)
	if err != nil {
		return err
	}
	return l.compare(it, c.TreeHash)
}

// treeOptions limit a difference to the paths, unless all of it is wanted.
func (l *logRun) treeOptions() diff.TreeOptions {
	o := diff.TreeOptions{WithTrees: l.showsFolders(l.req)}
	if !l.set.Empty() && !l.fullDiff {
		o.Match, o.Enter = l.set.Match, l.set.Reaches
	}
	return o
}

// compare writes the difference from a tree to the commit's.
func (l *logRun) compare(it *logItem, before plumbing.Hash) error {
	pairs, err := l.pairs(it.Commit.Commit, before)
	if err != nil {
		return err
	}
	return l.flush(it, pairs)
}

// pairs lists what differs, with renames found and filters applied.
func (l *logRun) pairs(c *object.Commit, before plumbing.Hash) ([]diff.Pair, error) {
	store := l.repo.Objects()
	if l.follow != nil {
		return l.follow.pairs(l, c, before)
	}
	o := l.treeOptions()
	pairs, err := diff.Trees(store, before, c.TreeHash, o)
	if err == nil && l.req.CopiesHarder {
		pairs, err = diff.WithUnchanged(store, before, pairs, o)
	}
	if err != nil {
		return nil, err
	}
	return l.req.Refine(pairs)
}

// flush writes the header that waits and the difference below it.
func (l *logRun) flush(it *logItem, pairs []diff.Pair) error {
	if len(pairs) == 0 {
		return nil
	}
	if l.pending != nil {
		l.header(l.pending)
		l.lastShown = it.Hash
		l.separate(l.req.Formats&(diff.Patch|diff.Stat) == diff.Patch|diff.Stat)
	}
	res, err := diff.Format(l.out, pairs, l.placed())
	l.judge(res)
	return err
}

// judge keeps what --check and --exit-code want to know.
func (l *logRun) judge(res diff.Result) {
	const problems = 2
	switch {
	case res.Problems:
		l.status = problems
	case res.Changed && l.req.exitCode && l.status == 0:
		l.status = 1
	}
}

// separate puts a line between a message and what follows it: an empty one, or
// dashes where statistics and a patch follow.
func (l *logRun) separate(dashes bool) {
	if l.req.Formats&^diff.NoOutput == 0 || l.req.Formats&diff.NoOutput != 0 || !l.verbose ||
		l.format.Style == pretty.Oneline || l.format.IsEmpty() {
		return
	}
	l.graphPadding()
	if dashes {
		l.puts("---")
	}
	l.puts("\n")
}

// placed are the options of a difference with the graph to its left.
func (l *logRun) placed() *diff.Options {
	if l.drawing == nil {
		return l.req.Options
	}
	o := *l.req.Options
	o.LinePrefix += l.drawing.Padding()
	return &o
}

// combined writes the difference of a merge from all of its parents.
func (l *logRun) combined(it *logItem) error {
	if l.last("output") != nil {
		return &rev.Error{Text: "combined diff and '--output' cannot be used together"}
	}
	store := l.repo.Objects()
	var trees []plumbing.Hash
	for _, p := range it.ParentHashes {
		c, err := store.Commit(p)
		if err != nil {
			return err
		}
		trees = append(trees, c.TreeHash)
	}
	list, err := l.req.CombineTrees(store, it.TreeHash, trees, l.treeOptions())
	if err != nil {
		return err
	}
	l.header(l.pending)
	l.lastShown = it.Hash
	if l.req.Formats&^diff.NoOutput != 0 && l.req.Formats&diff.NoOutput == 0 && l.verbose && !l.format.IsEmpty() {
		l.graphPadding()
		l.puts(l.terminator())
	}
	o := *l.placed()
	const statistics = diff.Stat | diff.NumStat | diff.ShortStat | diff.DirStat | diff.Summary
	if o.Formats&statistics != 0 {
		first := o
		first.Formats &= statistics
		pairs, err := diff.Trees(store, trees[0], it.TreeHash, l.treeOptions())
		if err != nil {
			return err
		}
		if pairs, err = first.Refine(pairs); err != nil {
			return err
		}
		if _, err := diff.Format(l.out, pairs, &first); err != nil {
			return err
		}
	}
	_, err = diff.FormatCombined(l.out, list, &o)
	return err
}

// patchID gives equal names to equal changes, wherever they were made.
func (r *revRun) patchID(c *object.Commit) (string, error) {
	var before plumbing.Hash
	if h, ok := c.FirstParent(); ok {
		parent, err := r.repo.Objects().Commit(h)
		if err != nil {
			return "", err
		}
		before = parent.TreeHash
	}
	env, err := r.diffEnv(attrsOnDisk)
	if err != nil {
		return "", err
	}
	o := diff.DefaultOptions(env)
	o.Formats, o.Detect, o.FullIndex = diff.Patch, diff.NoRenames, true
	var set diff.TreeOptions
	if !r.set.Empty() {
		set = diff.TreeOptions{Match: r.set.Match, Enter: r.set.Reaches}
	}
	pairs, err := diff.Trees(r.repo.Objects(), before, c.TreeHash, set)
	if err != nil {
		return "", err
	}
	if pairs, err = o.Refine(pairs); err != nil {
		return "", err
	}
	var text strings.Builder
	if _, err := diff.Format(&text, pairs, o); err != nil {
		return "", err
	}
	sum := sha1.New()
	for line := range strings.Lines(text.String()) {
		if strings.HasPrefix(line, "@@ ") || strings.HasPrefix(line, "index ") {
			continue
		}
		if _, err := io.WriteString(sum, strings.Join(strings.Fields(line), "")+"\n"); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
