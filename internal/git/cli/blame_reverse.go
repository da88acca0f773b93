package cli

import (
	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
)

// reverse finds the version that --reverse begins with, and who came after whom: of
// START..END, START is blamed; START alone means START..HEAD (git-blame(1)).
func (b *blameRun) reverse() (int, bool) {
	if b.last("contents") != nil {
		return b.die("--contents and --reverse do not blend well."), false
	}
	ends, code, ok := b.reverseEnds()
	if !ok {
		return code, false
	}
	start, code, ok := b.reverseStart(ends)
	if !ok {
		return code, false
	}
	if len(ends) == 1 && !b.items[0].Exclude {
		head, err := b.repo.Refs().Resolve("HEAD")
		if err != nil {
			return b.fail(err), false
		}
		b.items[0].Exclude = true
		b.items = append(b.items, rev.Item{Hash: head, Spec: "HEAD"})
		if head != start.hash {
			ends = append(ends, reverseEnd{hash: head, name: "HEAD"})
		}
	}
	if b.p.FirstParent {
		code, ok = b.firstParentChain(start.hash, ends)
	} else {
		code, ok = b.allChildren()
	}
	if !ok {
		return code, false
	}
	return b.startAt(start.hash, start.name)
}

// reverseEnd is a commit that was named; excluded, if it was so under any name.
type reverseEnd struct {
	hash     plumbing.Hash
	name     string
	excluded bool
}

func (b *blameRun) reverseEnds() ([]reverseEnd, int, bool) {
	var ends []reverseEnd
	excluded := map[plumbing.Hash]bool{}
	add := func(h plumbing.Hash, name string, out bool) {
		ends = append(ends, reverseEnd{hash: h, name: name})
		excluded[h] = excluded[h] || out
	}
	for i, it := range b.items {
		h, err := b.repo.Objects().Peel(it.Hash, plumbing.CommitObject)
		if err != nil {
			if it.Exclude {
				return nil, b.die("Non commit %s?", it.Spec), false
			}
			continue
		}
		if it.Side == rev.Left && i+1 < len(b.items) {
			bases, err := walk.MergeBases(b.repo.Objects(), h, b.items[i+1].Hash)
			if err != nil {
				return nil, b.fail(err), false
			}
			for _, base := range bases {
				add(base, base.String(), true)
			}
		}
		add(h, it.Spec, it.Exclude)
	}
	for i := range ends {
		ends[i].excluded = excluded[ends[i].hash]
	}
	return ends, 0, true
}

// reverseStart finds the one commit that is left out; START alone is taken for it.
func (b *blameRun) reverseStart(ends []reverseEnd) (reverseEnd, int, bool) {
	var start *reverseEnd
	if len(ends) == 1 && len(b.items) == 1 {
		ends[0].excluded = true
	}
	for i := range ends {
		switch {
		case !ends[i].excluded:
		case start != nil:
			return reverseEnd{}, b.die("More than one commit to dig up from, %s and %s?", ends[i].name, start.name), false
		default:
			start = &ends[i]
		}
	}
	if start == nil {
		return reverseEnd{}, b.die("No commit to dig up from?"), false
	}
	return *start, 0, true
}

// allChildren notes the children that each commit has in the range, the one that the
// walk came to last before the others: Git asks them in that order.
func (b *blameRun) allChildren() (int, bool) {
	tips, err := porcelain.Tips(b.repo, b.items)
	if err != nil {
		return b.fail(err), false
	}
	b.p.Children = map[plumbing.Hash][]*object.Commit{}
	w := walk.New(walk.Params{Store: b.repo.Objects(), Tips: tips, Max: walk.NoLimit, Since: b.since()})
	for {
		c, err := w.Next()
		if err != nil {
			return b.fail(err), false
		}
		if c == nil {
			return 0, true
		}
		for _, p := range c.ParentHashes {
			b.p.Children[p] = append([]*object.Commit{c.Commit}, b.p.Children[p]...)
		}
	}
}

// firstParentChain lets every commit down to the start have one child.
func (b *blameRun) firstParentChain(start plumbing.Hash, ends []reverseEnd) (int, bool) {
	var end *reverseEnd
	for i := range ends {
		switch {
		case ends[i].excluded:
		case end != nil:
			return b.die("More than one commit to dig from %s and %s?", ends[i].name, end.name), false
		default:
			end = &ends[i]
		}
	}
	if end == nil {
		return b.die("--reverse and --first-parent together require specified latest commit"), false
	}
	b.p.Children = map[plumbing.Hash][]*object.Commit{}
	for h := end.hash; h != start; {
		c, err := b.repo.Objects().Commit(h)
		if err != nil {
			return b.fail(err), false
		}
		if len(c.ParentHashes) == 0 {
			return b.die("--reverse --first-parent together require range along first-parent chain"), false
		}
		h = c.ParentHashes[0]
		b.p.Children[h] = []*object.Commit{c}
	}
	return 0, true
}
