package cli

import (
	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/walk"
)

// objectList lists the trees and files below commits: rev-list --objects.
type objectList struct {
	*logRun
	commits []*walk.Commit
	seen    map[plumbing.Hash]bool
}

func newObjectList(l *logRun) *objectList {
	return &objectList{logRun: l, seen: map[plumbing.Hash]bool{}}
}

// write lists what the shown commits have and the excluded ones at their edge have
// not, each object once.
func (o *objectList) write() error {
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
		if !it.Exclude {
			if err := o.tags(it.Hash, it.Spec); err != nil {
				return err
			}
		}
	}
	for _, c := range o.commits {
		if err := o.tree(c.TreeHash, ""); err != nil {
			return err
		}
	}
	return nil
}

// hide marks everything in an excluded commit's tree as known.
func (o *objectList) hide(h plumbing.Hash) error {
	tree, err := o.repo.Objects().Peel(h, plumbing.TreeObject)
	if err != nil {
		return nil // an excluded object that is no tree hides nothing
	}
	return o.hideTree(tree)
}

func (o *objectList) hideTree(h plumbing.Hash) error {
	if o.seen[h] {
		return nil
	}
	o.seen[h] = true
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

// tags lists a tag that was named, and what it names if that is no commit.
func (o *objectList) tags(h plumbing.Hash, name string) error {
	for {
		kind, err := o.repo.Objects().Kind(h)
		if err != nil {
			return err
		}
		switch kind {
		case plumbing.TagObject:
			tag, err := o.repo.Objects().Tag(h)
			if err != nil {
				return err
			}
			o.line(h, tag.Name)
			h = tag.Target
		case plumbing.TreeObject:
			return o.tree(h, "")
		case plumbing.BlobObject:
			o.line(h, name)
			return nil
		default:
			return nil
		}
	}
}

func (o *objectList) line(h plumbing.Hash, name string) {
	if o.seen[h] {
		return
	}
	o.seen[h] = true
	if o.off("object-names") {
		o.puts(h.String() + "\n")
		return
	}
	o.puts(h.String() + " " + name + "\n")
}

func (o *objectList) tree(h plumbing.Hash, path string) error {
	if o.seen[h] {
		return nil
	}
	o.line(h, path)
	entries, err := o.repo.Objects().Tree(h)
	if err != nil {
		return err
	}
	if path != "" {
		path += "/"
	}
	for _, e := range entries {
		switch e.Kind() {
		case plumbing.TreeObject:
			if o.set.Empty() || o.set.Reaches(path+e.Name+"/") {
				if err := o.tree(e.Hash, path+e.Name); err != nil {
					return err
				}
			}
		case plumbing.BlobObject:
			if o.set.Match(path + e.Name) {
				o.line(e.Hash, path+e.Name)
			}
		}
	}
	return nil
}
