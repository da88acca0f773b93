package cli

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
)

// objectList lists the trees and files below commits: rev-list --objects.
type objectList struct {
	*logRun
	commits []*walk.Commit
	known   knownObjects
	filter  objectFilter
	line    []byte // what is being written
	// left are what the filter left out, in order; some of it may be listed later.
	left    []plumbing.Hash
	started bool // what was excluded and named was dealt with
	// show is called with each object and its path.
	show func(h plumbing.Hash, path string)
}

func newObjectList(l *logRun) *objectList {
	o := &objectList{logRun: l}
	o.show = o.print
	return o
}

// print writes an object and its path.
func (o *objectList) print(h plumbing.Hash, path string) {
	if o.flag("quiet") {
		return
	}
	o.line = hex.AppendEncode(o.line[:0], h[:])
	if !o.off("object-names") {
		o.line = append(append(o.line, ' '), path...)
	}
	_, _ = o.out.Write(append(o.line, '\n'))
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
		o.known.at(c.TreeHash).flags |= knownTree
	}
	for _, it := range o.items {
		o.note(it.Hash)
	}
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
		o.known.at(h).flags |= wasListed // an excluded object that is no tree hides itself
		return nil
	}
	return o.hideTree(tree)
}

func (o *objectList) hideTree(h plumbing.Hash) error {
	at := o.known.at(h)
	if at.flags&wasListed != 0 {
		return nil
	}
	at.flags |= wasListed | knownTree | hasDepth
	at.depth = -1 // nothing of it is listed, however near
	rest, err := o.repo.Objects().RawTree(h)
	if err != nil {
		return err
	}
	for len(rest) > 0 {
		var e object.RawEntry
		if e, rest, err = rest.Cut(); err != nil {
			return err
		}
		if e.Kind() == plumbing.TreeObject {
			if err := o.hideTree(e.Hash); err != nil {
				return err
			}
			continue
		}
		o.known.at(e.Hash).flags |= wasListed
	}
	return nil
}

// note keeps the kind of an object that was named, to find entries of trees that say otherwise.
func (o *objectList) note(h plumbing.Hash) {
	switch kind, err := o.repo.Objects().Kind(h); {
	case err != nil:
	case kind == plumbing.TreeObject:
		o.known.at(h).flags |= knownTree
	case kind == plumbing.BlobObject:
		o.known.at(h).flags |= knownBlob
	}
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
			o.list(h, kind, tag.Name, 0, spared)
			h, wanted = tag.Target, tag.TargetType
		case plumbing.TreeObject:
			return o.tree(h, path, 0)
		case plumbing.BlobObject:
			o.list(h, kind, path, 0, spared)
			return nil
		default:
			return nil
		}
	}
}

// list shows an object, unless it was or the filter leaves it out.
func (o *objectList) list(h plumbing.Hash, kind plumbing.ObjectType, path string, depth int, spared bool) {
	at := o.known.at(h)
	if at.flags&wasListed != 0 {
		return
	}
	if !spared && !o.filter.keeps(o.repo.Objects(), h, kind, depth) {
		if at.flags&wasLeftOut == 0 {
			at.flags |= wasLeftOut
			o.left = append(o.left, h)
		}
		return
	}
	at.flags |= wasListed
	o.show(h, path)
}

// printOmitted lists what the filter left out.
func (o *objectList) printOmitted() {
	for _, h := range o.left {
		if o.known.at(h).flags&wasListed == 0 {
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
	at := o.known.at(h)
	if at.flags&hasDepth != 0 && (int(at.depth) <= depth || !o.filter.deep()) {
		return nil
	}
	at.depth = int32(min(depth, math.MaxInt32))
	at.flags |= hasDepth | knownTree
	rest, err := o.repo.Objects().RawTree(h)
	var kind *object.KindError
	if errors.As(err, &kind) {
		o.errorf("Object %s not a tree", h)
		return &plainError{"bad tree object " + h.String()}
	}
	if err != nil {
		return err
	}
	o.list(h, plumbing.TreeObject, path, depth, false)
	if o.filter.stopsAt(depth) && !o.flag("filter-print-omitted") {
		return nil
	}
	if path != "" {
		path += "/"
	}
	for len(rest) > 0 {
		var e object.RawEntry
		if e, rest, err = rest.Cut(); err != nil {
			return &object.CorruptError{Hash: h, Cause: err}
		}
		if err := o.entry(h, e, path, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// entry lists what an entry of a tree leads to. Most entries were met before, in another commit's
// tree; they cost no more than a look-up.
func (o *objectList) entry(tree plumbing.Hash, e object.RawEntry, path string, depth int) error {
	at := o.known.at(e.Hash)
	switch e.Kind() {
	case plumbing.TreeObject:
		if at.flags&knownBlob != 0 {
			return o.otherKind(tree, e, plumbing.TreeObject, plumbing.BlobObject)
		}
		if at.flags&hasDepth != 0 && !o.filter.deep() {
			return nil
		}
		name := path + string(e.Name)
		if o.set.Empty() || o.set.Reaches(name+"/") {
			return o.tree(e.Hash, name, depth)
		}
	case plumbing.BlobObject:
		if at.flags&knownTree != 0 {
			return o.otherKind(tree, e, plumbing.BlobObject, plumbing.TreeObject)
		}
		if at.flags&wasListed != 0 {
			return nil
		}
		if name := path + string(e.Name); o.set.Match(name) {
			at.flags |= knownBlob
			o.list(e.Hash, plumbing.BlobObject, name, depth, false)
		}
	}
	return nil
}

// otherKind refuses an entry whose mode stands for another kind than the object has.
func (o *objectList) otherKind(tree plumbing.Hash, e object.RawEntry, want, have plumbing.ObjectType) error {
	o.errorf("object %s is a %s, not a %s", e.Hash, have, want)
	return &plainError{fmt.Sprintf("entry '%s' in tree %s has %s mode, but is not a %s", e.Name, tree, want, want)}
}
