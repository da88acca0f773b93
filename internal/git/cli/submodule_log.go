package cli

import (
	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff"
	"cairn/internal/git/repo"
	"cairn/internal/git/walk"
	"cairn/internal/git/worktree"
)

// history is what lies between two commits, along first parents.
type history struct {
	lines []string // "> subject" of what came, "< subject" of what went
	bases []plumbing.Hash
}

func historyBetween(r *repo.Repo, from, to plumbing.Hash) (h history, err error) {
	store := r.Objects()
	tips := []walk.Tip{{Hash: to}}
	if !from.IsZero() {
		if h.bases, err = walk.MergeBases(store, from, to); err != nil {
			return h, err
		}
		tips = append(tips, walk.Tip{Hash: from, Left: true})
		for _, b := range h.bases {
			tips = append(tips, walk.Tip{Hash: b, Exclude: true})
		}
	}
	walker := walk.New(walk.Params{Store: store, Tips: tips, FirstParent: true})
	for {
		c, err := walker.Next()
		if err != nil || c == nil {
			return h, err
		}
		mark := "> "
		if c.Left() {
			mark = "< "
		}
		h.lines = append(h.lines, mark+c.Subject())
	}
}

// submoduleLog tells what diff.submodule=log shows of a submodule.
func (c *call) submoduleLog(path string, from, to plumbing.Hash) diff.SubmoduleLog {
	switch {
	case from.IsZero():
		return diff.SubmoduleLog{Note: " (new submodule)"}
	case to.IsZero():
		return diff.SubmoduleLog{Note: " (submodule deleted)"}
	}
	absent := diff.SubmoduleLog{Note: " (commits not present)"}
	w, err := worktree.Open(c.repo)
	if err != nil {
		return absent
	}
	sub, ok := w.SubRepo(path)
	if !ok {
		return absent
	}
	defer sub.Close()
	h, err := historyBetween(sub, from, to)
	if err != nil {
		return absent
	}
	l := diff.SubmoduleLog{Note: ":", Lines: h.lines}
	for _, b := range h.bases {
		l.Ahead = l.Ahead || b == from
		if b == to {
			l.Ahead, l.Note = true, " (rewind):"
		}
	}
	return l
}
