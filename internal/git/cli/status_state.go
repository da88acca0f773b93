package cli

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/disk"
	"cairn/internal/git/worktree"
)

// longState tells what the repository is in the middle of.
func (p *statusPage) longState(w *statusWriter) {
	o := &p.op
	switch {
	case o.Merging:
		if o.Interactive {
			p.rebaseLists(w)
			w.more("\n")
		}
		p.stateMerge(w)
	case o.Applying:
		p.stateApply(w)
	case o.Rebasing || o.Interactive:
		p.stateRebase(w)
	case o.Picking:
		p.statePick(w, "cherry-pick", "cherry-picking", "Cherry-pick", o.CherryPick.IsZero(), p.short(o.CherryPick))
	case o.Reverting:
		p.statePick(w, "revert", "reverting", "Revert", o.Revert.IsZero(), p.short(o.Revert))
	}
	if o.Bisecting {
		if o.BisectFrom != "" {
			w.line("You are currently bisecting, started from branch '%s'.", o.BisectFrom)
		} else {
			w.line("You are currently bisecting.")
		}
		p.hintLine(w, "use \"git bisect reset\" to get back to the original branch")
		w.line("")
	}
}

func (p *statusPage) hintLine(w *statusWriter, text string) {
	if p.hints {
		w.line("  (%s)", text)
	}
}

func (p *statusPage) stateMerge(w *statusWriter) {
	if p.unmerged() {
		w.line("You have unmerged paths.")
		p.hintLine(w, "fix conflicts and run \"git commit\"")
		p.hintLine(w, "use \"git merge --abort\" to abort the merge")
	} else {
		w.line("All conflicts fixed but you are still merging.")
		p.hintLine(w, "use \"git commit\" to conclude merge")
	}
	w.line("")
}

func (p *statusPage) stateApply(w *statusWriter) {
	w.line("You are in the middle of an am session.")
	if p.op.EmptyPatch {
		w.line("The current patch is empty.")
	} else {
		p.hintLine(w, "fix conflicts and then run \"git am --continue\"")
	}
	p.hintLine(w, "use \"git am --skip\" to skip this patch")
	if p.op.EmptyPatch {
		p.hintLine(w, "use \"git am --allow-empty\" to record this patch as an empty commit")
	}
	p.hintLine(w, "use \"git am --abort\" to restore the original branch")
	w.line("")
}

// statePick is a cherry-pick or a revert: command, "doing", "Name".
func (p *statusPage) statePick(w *statusWriter, command, doing, name string, between bool, commit string) {
	if between {
		w.line("%s currently in progress.", name)
	} else {
		w.line("You are currently %s commit %s.", doing, commit)
	}
	switch {
	case p.unmerged():
		p.hintLine(w, "fix conflicts and run \"git "+command+" --continue\"")
	case between:
		p.hintLine(w, "run \"git "+command+" --continue\" to continue")
	default:
		p.hintLine(w, "all conflicts fixed: run \"git "+command+" --continue\"")
	}
	p.hintLine(w, "use \"git "+command+" --skip\" to skip this patch")
	p.hintLine(w, "use \"git "+command+" --abort\" to cancel the "+command+" operation")
	w.line("")
}

// rebaseLists shows the last commands done and the next ones to do.
func (p *statusPage) rebaseLists(w *statusWriter) {
	if !p.op.Interactive {
		return
	}
	const shown = 2
	done, todo := p.op.Done, p.op.Todo
	if len(done) == 0 {
		w.line("No commands done.")
	} else {
		w.line("Last %s done (%s done):", wordFor(len(done), "command"), plural(len(done), "command"))
		for _, line := range done[max(0, len(done)-shown):] {
			w.line("   %s", line)
		}
		if len(done) > shown {
			p.hintLine(w, "see more in file .git/rebase-merge/done")
		}
	}
	if len(todo) == 0 {
		w.line("No commands remaining.")
		return
	}
	w.line("Next %s to do (%d remaining %s):", wordFor(len(todo), "command"), len(todo), wordFor(len(todo), "command"))
	for _, line := range todo[:min(len(todo), shown)] {
		w.line("   %s", line)
	}
	p.hintLine(w, "use \"git rebase --edit-todo\" to view and edit")
}

func (p *statusPage) stateRebase(w *statusWriter) {
	p.rebaseLists(w)
	doing := func(with, without string) {
		if p.op.Branch != "" {
			w.line("You are currently "+with+" branch '%s' on '%s'.", p.op.Branch, p.op.Onto)
		} else {
			w.line("You are currently %s.", without)
		}
	}
	switch {
	case p.unmerged():
		doing("rebasing", "rebasing")
		p.hintLine(w, "fix conflicts and then run \"git rebase --continue\"")
		p.hintLine(w, "use \"git rebase --skip\" to skip this patch")
		p.hintLine(w, "use \"git rebase --abort\" to check out the original branch")
	case p.op.Rebasing || p.stateFileExists("MERGE_MSG"):
		doing("rebasing", "rebasing")
		p.hintLine(w, "all conflicts fixed: run \"git rebase --continue\"")
	case p.splitting():
		doing("splitting a commit while rebasing", "splitting a commit during a rebase")
		p.hintLine(w, "Once your working directory is clean, run \"git rebase --continue\"")
	default:
		doing("editing a commit while rebasing", "editing a commit during a rebase")
		if !p.amend {
			p.hintLine(w, "use \"git commit --amend\" to amend the current commit")
			p.hintLine(w, "use \"git rebase --continue\" once you are satisfied with your changes")
		}
	}
	w.line("")
}

// splitting reports whether the commit that a rebase stopped at was reset, to be made anew in
// several parts; status says so only while files differ from the index.
func (p *statusPage) splitting() bool {
	read := func(name string) string {
		data, err := disk.ReadFile(p.repo.StateFile(name))
		if err != nil {
			return ""
		}
		return strings.TrimSpace(string(data))
	}
	amend, orig := read("rebase-merge/amend"), read("rebase-merge/orig-head")
	_, head, err := p.repo.Refs().Head()
	if !p.amend && !p.nowarn && !p.dirty() {
		return false
	}
	if err != nil || p.branch != "" || amend == "" || orig == "" {
		return false
	}
	if amend == orig {
		return amend != head.String()
	}
	return read("ORIG_HEAD") != orig
}

// referenceTree is the tree that the index is compared with.
func (p *statusPage) referenceTree(w *worktree.Worktree) (plumbing.Hash, error) {
	if !p.amend {
		return w.HeadTree()
	}
	return w.ParentTree()
}
