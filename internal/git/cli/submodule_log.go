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

func (c *call) historyBetween(r *repo.Repo, from, to plumbing.Hash) (h history, err error) {
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
	encoding := c.logEncoding()
	walker := walk.New(walk.Params{Store: store, Tips: tips, FirstParent: true})
	for {
		commit, err := walker.Next()
		if err != nil || commit == nil {
			return h, err
		}
		mark := "> "
		if commit.Left() {
			mark = "< "
		}
		h.lines = append(h.lines, mark+commit.Recoded(encoding).Subject())
	}
}

// submoduleLog tells what --submodule=log shows of a submodule.
func (c *call) submoduleLog(path string, from, to plumbing.Hash) diff.SubmoduleLog {
	l := diff.SubmoduleLog{Missing: true, Note: " (commits not present)"}
	absent := l
	switch {
	case from.IsZero():
		l.Note = " (new submodule)"
	case to.IsZero():
		l.Note = " (submodule deleted)"
	}
	w, err := worktree.Open(c.repo)
	if err != nil {
		return l
	}
	sub, ok := w.SubRepo(path)
	if !ok {
		return l
	}
	defer sub.Close()
	for _, h := range []plumbing.Hash{from, to} {
		if _, err := sub.Objects().Commit(h); !h.IsZero() && err != nil {
			return absent
		}
	}
	l.Missing = false
	if from.IsZero() || to.IsZero() {
		return l
	}
	h, err := c.historyBetween(sub, from, to)
	if err != nil {
		return absent
	}
	l.Note, l.Lines = ":", h.lines
	for _, b := range h.bases {
		l.Ahead = l.Ahead || b == from
		if b == to {
			l.Ahead, l.Note = true, " (rewind):"
		}
	}
	return l
}
