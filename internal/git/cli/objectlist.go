package cli

import (
	"fmt"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
)

// objectList lists the trees and files below commits: rev-list --objects.
type objectList struct {
	*logRun
	commits []*walk.Commit
	seen    map[plumbing.Hash]bool
	filter  objectFilter
	// depth is how near to the top each folder was listed, where a filter asks for it:
	// nearer, more of it counts.
	depth map[plumbing.Hash]int
	// left are what the filter left out, in order; some of it may be listed later.
	left    []plumbing.Hash
	leftOut map[plumbing.Hash]bool
	started bool // what was excluded and named was dealt with
	// show is called with each object and its path.
	show func(h plumbing.Hash, path string)
}

func newObjectList(l *logRun) *objectList {
	o := &objectList{logRun: l, seen: map[plumbing.Hash]bool{}, depth: map[plumbing.Hash]int{}, leftOut: map[plumbing.Hash]bool{}}
	o.show = o.print
	return o
}

// print writes an object and its path.
func (o *objectList) print(h plumbing.Hash, path string) {
	switch {
	case o.flag("quiet"):
	case o.off("object-names"):
		o.puts(h.String() + "\n")
	default:
		o.puts(h.String() + " " + path + "\n")
	}
}

// write lists what the shown commits have and the excluded ones at their edge have
// not, each object once.
func (o *objectList) write() error {
	if err := o.named(); err != nil {
		return err
	}
	for _, c := range o.commits {
		if err := o.of(c); err != nil {
			return err
		}
	}
	return nil
}

// of lists the objects of one commit.
func (o *objectList) of(c *walk.Commit) error { return o.tree(c.TreeHash, "", 0) }

// named hides what is excluded, and lists objects that were named.
func (o *objectList) named() error {
	if o.started {
		return nil
	}
	o.started = true
	for _, c := range o.commits {
		for _, p := range c.Parents {
			if p.Uninteresting() {
				if err := o.hide(p.Hash); err != nil {
					return err
				}
			}
		}
	}
	for _, it := range o.items {
		if kind, err := o.repo.Objects().Kind(it.Hash); it.Exclude && err == nil && kind != plumbing.CommitObject {
			if err := o.hide(it.Hash); err != nil {
				return err
			}
		}
	}
	for _, it := range o.items {
		if !it.Exclude {
			if err := o.tags(it.Hash, it.Path); err != nil {
				return err
			}
		}
	}
	return nil
}

// findEdges walks once before, to know what is excluded when the first object is listed.
func (o *objectList) findEdges() (int, bool) {
	p := o.params
	p.Max, p.Skip, p.Reverse, p.Boundary, p.Limited = walk.NoLimit, 0, false, false, true
	return o.each(walk.New(p), func(c *walk.Commit) (bool, error) {
		for _, parent := range c.Parents {
			if parent.Uninteresting() {
				return true, o.hide(parent.Hash)
			}
		}
		return true, nil
	})
}

// hide marks everything in an excluded object's tree as known.
func (o *objectList) hide(h plumbing.Hash) error {
	tree, err := o.repo.Objects().Peel(h, plumbing.TreeObject)
	if err != nil {
		o.seen[h] = true // an excluded object that is no tree hides itself
		return nil
	}
	return o.hideTree(tree)
}

func (o *objectList) hideTree(h plumbing.Hash) error {
	if o.seen[h] {
		return nil
	}
	o.seen[h] = true
	o.depth[h] = -1 // nothing of it is listed, however near
	entries, err := o.repo.Objects().Tree(h)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsTree() {
			if err := o.hideTree(e.Hash); err != nil {
				return err
			}
			continue
		}
		o.seen[e.Hash] = true
	}
	return nil
}

// tags lists a tag that was named, and what it names if that is no commit. A filter
// spares what was named itself.
func (o *objectList) tags(h plumbing.Hash, path string) error {
	wanted := plumbing.AnyObject
	for {
		kind, err := o.repo.Objects().Kind(h)
		if err != nil {
			return err
		}
		if wanted != plumbing.AnyObject && kind != wanted {
			o.errorf("object %s is a %s, not a %s", h, kind, wanted)
			return &plainError{"bad tag target"}
		}
		spared := !o.flag("filter-provided-objects") && wanted == plumbing.AnyObject
		switch kind {
		case plumbing.TagObject:
			tag, err := o.repo.Objects().Tag(h)
			if err != nil {
				return err
			}
			o.line(h, kind, tag.Name, 0, spared)
			h, wanted = tag.Target, tag.TargetType
		case plumbing.TreeObject:
			return o.tree(h, path, 0)
		case plumbing.BlobObject:
			o.line(h, kind, path, 0, spared)
			return nil
		default:
			return nil
		}
	}
}

// line lists an object, unless it was or the filter leaves it out.
func (o *objectList) line(h plumbing.Hash, kind plumbing.ObjectType, path string, depth int, spared bool) {
	if o.seen[h] {
		return
	}
	if !spared && !o.filter.keeps(o.repo.Objects(), h, kind, depth) {
		if !o.leftOut[h] {
			o.leftOut[h] = true
			o.left = append(o.left, h)
		}
		return
	}
	o.seen[h] = true
	o.show(h, path)
}

// printOmitted lists what the filter left out.
func (o *objectList) printOmitted() {
	for _, h := range o.left {
		if !o.seen[h] {
			o.puts("~" + h.String() + "\n")
		}
	}
}

// keepsCommit applies the filter to a commit; those that were named are spared.
func (o *objectList) keepsCommit(h plumbing.Hash) bool {
	if o.filter.keeps(o.repo.Objects(), h, plumbing.CommitObject, 0) {
		return true
	}
	named := func(it rev.Item) bool {
		peeled, err := o.repo.Objects().Peel(it.Hash, plumbing.CommitObject)
		return err == nil && peeled == h
	}
	return !o.flag("filter-provided-objects") && slices.ContainsFunc(o.items, named)
}

func (o *objectList) tree(h plumbing.Hash, path string, depth int) error {
	if at, known := o.depth[h]; known && (at <= depth || !o.filter.deep()) {
		return nil
	}
	o.depth[h] = depth
	entries, err := o.repo.Objects().Tree(h)
	if err != nil {
		return err
	}
	o.line(h, plumbing.TreeObject, path, depth, false)
	if o.filter.stopsAt(depth) && !o.flag("filter-print-omitted") {
		return nil
	}
	if path != "" {
		path += "/"
	}
	for _, e := range entries {
		switch e.Kind() {
		case plumbing.TreeObject:
			if o.set.Empty() || o.set.Reaches(path+e.Name+"/") {
				if err := o.tree(e.Hash, path+e.Name, depth+1); err != nil {
					return err
				}
			}
		case plumbing.BlobObject:
			if !o.set.Match(path + e.Name) {
				continue
			}
			if _, isTree := o.depth[e.Hash]; isTree {
				return &plainError{fmt.Sprintf("object %s is a tree, not a blob", e.Hash)}
			}
			o.line(e.Hash, plumbing.BlobObject, path+e.Name, depth+1, false)
		}
	}
	return nil
}
