package cli

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/worktree"
)

// committable reports whether the index differs from what is compared with, or has a
// conflict concluded by nothing staged at all.
func (p *statusPage) committable() bool {
	for i := range p.st.Items {
		if it := &p.st.Items[i]; it.Unmerged == 0 && it.Staged != ' ' {
			return true
		}
	}
	return p.op.Merging && !p.unmerged()
}

func (p *statusPage) unmerged() bool {
	for i := range p.st.Items {
		if p.st.Items[i].Unmerged != 0 {
			return true
		}
	}
	return false
}

// printLong writes the page as `git status` does.
func (p *statusPage) printLong(w *statusWriter) error {
	if err := p.longBranch(w); err != nil {
		return err
	}
	p.longState(w)
	if p.st.Initial {
		w.line("")
		if p.template {
			w.line("Initial commit")
		} else {
			w.line("No commits yet")
		}
		w.line("")
	}
	p.longStaged(w)
	p.longUnmerged(w)
	p.longChanged(w)
	if err := p.longSubmodules(w); err != nil {
		return err
	}
	if p.untracked != worktree.UntrackedNone {
		p.longOther(w, p.st.Untracked, "Untracked files", "add")
		if p.ignored != worktree.IgnoredNone {
			p.longOther(w, p.st.Ignored, "Ignored files", "add -f")
		}
	} else if p.committable() {
		hint := ""
		if p.hints {
			hint = " (use -u option to show untracked files)"
		}
		w.line("Untracked files not listed%s", hint)
	}
	if p.verbose > 0 {
		if err := p.longVerbose(w); err != nil {
			return err
		}
	}
	if !p.committable() {
		p.longNothing(w)
	}
	if n := porcelain.StashCount(p.repo); p.stash && n > 0 {
		word := "entries"
		if n == 1 {
			word = "entry"
		}
		w.line("Your stash currently has %d %s", n, word)
	}
	return nil
}

func (p *statusPage) longBranch(w *statusWriter) error {
	w.text("")
	if short, ok := strings.CutPrefix(p.branch, "refs/heads/"); ok {
		w.more("On branch %s\n", short)
		if p.st.Initial {
			return nil
		}
		return p.longTracking(w)
	}
	switch from, at, ok := porcelain.DetachedFrom(p.repo); {
	case p.op.Interactive:
		w.paint("nobranch", "interactive rebase in progress; onto ")
		w.more("%s\n", p.op.Onto)
	case p.op.Rebasing:
		w.paint("nobranch", "rebase in progress; onto ")
		w.more("%s\n", p.op.Onto)
	case ok && at:
		w.paint("nobranch", "HEAD detached at ")
		w.more("%s\n", from)
	case ok:
		w.paint("nobranch", "HEAD detached from ")
		w.more("%s\n", from)
	default:
		w.paint("nobranch", "Not currently on any branch.")
		w.more("\n")
	}
	return nil
}

func (p *statusPage) longTracking(w *statusWriter) error {
	t, ok, err := porcelain.ReadTracking(p.repo, p.branch, p.counts)
	if err != nil || !ok {
		return err
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(trackingText(t, p.counts, p.advises("statusHints")), "\n"), "\n") {
		w.line("%s", line)
	}
	w.line("")
	return nil
}

// trackingText tells how a branch stands to its upstream, in whole lines.
func trackingText(t porcelain.Tracking, counts, hints bool) string {
	text, hint := "", ""
	switch {
	case t.Gone:
		text = "Your branch is based on '" + t.Upstream + "', but the upstream is gone.\n"
		hint = "  (use \"git branch --unset-upstream\" to fixup)\n"
	case !t.Differ:
		text = "Your branch is up to date with '" + t.Upstream + "'.\n"
	case !counts:
		text = "Your branch and '" + t.Upstream + "' refer to different commits.\n"
		hint = "  (use \"git status --ahead-behind\" for details)\n"
	case t.Behind == 0:
		text = "Your branch is ahead of '" + t.Upstream + "' by " + plural(t.Ahead, "commit") + ".\n"
		hint = "  (use \"git push\" to publish your local commits)\n"
	case t.Ahead == 0:
		text = "Your branch is behind '" + t.Upstream + "' by " + plural(t.Behind, "commit") + ", and can be fast-forwarded.\n"
		hint = "  (use \"git pull\" to update your local branch)\n"
	default:
		text = "Your branch and '" + t.Upstream + "' have diverged,\nand have " + itoa(t.Ahead) + " and " +
			itoa(t.Behind) + " different commits each, respectively.\n"
		hint = "  (use \"git pull\" to merge the remote branch into yours)\n"
	}
	if hints {
		text += hint
	}
	return text
}

func (p *statusPage) longStaged(w *statusWriter) {
	var list []*worktree.Item
	for i := range p.st.Items {
		if it := &p.st.Items[i]; it.Unmerged == 0 && it.Staged != ' ' {
			list = append(list, it)
		}
	}
	if len(list) == 0 {
		return
	}
	w.line("Changes to be committed:")
	if p.hints && p.plain {
		p.unstageHint(w)
	}
	for _, it := range list {
		name := p.shown(it.Path)
		if it.From != "" {
			name = p.shown(it.From) + " -> " + name
		}
		w.text("\t")
		w.paint("added", changeLabel(it.Staged)+name)
		w.more("\n")
	}
	w.line("")
}

func (p *statusPage) unstageHint(w *statusWriter) {
	switch {
	case p.st.Initial:
		w.line("  (use \"git rm --cached <file>...\" to unstage)")
	case p.reference == "HEAD":
		w.line("  (use \"git restore --staged <file>...\" to unstage)")
	default:
		w.line("  (use \"git restore --source=%s --staged <file>...\" to unstage)", p.reference)
	}
}

// changeLabel is the word before a changed path, padded.
func changeLabel(letter byte) string {
	label := map[byte]string{
		'A': "new file:", 'C': "copied:", 'D': "deleted:", 'M': "modified:", 'R': "renamed:", 'T': "typechange:", 'U': "unmerged:",
	}[letter]
	const width = 12
	return label + strings.Repeat(" ", width-len(label))
}

func (p *statusPage) longUnmerged(w *statusWriter) {
	bothDeleted, deletedByOne, other := false, false, false
	for i := range p.st.Items {
		switch p.st.Items[i].Unmerged {
		case 0:
		case 1:
			bothDeleted = true
		case 3, 5:
			deletedByOne = true
		default:
			other = true
		}
	}
	if !bothDeleted && !deletedByOne && !other {
		return
	}
	w.line("Unmerged paths:")
	if p.hints {
		if p.plain {
			p.unstageHint(w)
		}
		switch {
		case !bothDeleted && !deletedByOne:
			w.line("  (use \"git add <file>...\" to mark resolution)")
		case bothDeleted && !deletedByOne && !other:
			w.line("  (use \"git rm <file>...\" to mark resolution)")
		default:
			w.line("  (use \"git add/rm <file>...\" as appropriate to mark resolution)")
		}
	}
	labels := [8]string{"", "both deleted:", "added by us:", "deleted by them:", "added by them:", "deleted by us:", "both added:", "both modified:"}
	const width = 17
	for i := range p.st.Items {
		it := &p.st.Items[i]
		if it.Unmerged == 0 {
			continue
		}
		label := labels[it.Unmerged]
		w.text("\t")
		w.paint("unmerged", label+strings.Repeat(" ", width-len(label))+p.shown(it.Path))
		w.more("\n")
	}
	w.line("")
}

func (p *statusPage) longChanged(w *statusWriter) {
	var list []*worktree.Item
	gone, dirty := false, false
	for i := range p.st.Items {
		it := &p.st.Items[i]
		if it.Unmerged != 0 || it.Worktree == ' ' {
			continue
		}
		list = append(list, it)
		gone = gone || it.Worktree == 'D'
		dirty = dirty || it.Dirty || it.Untracked
	}
	if len(list) == 0 {
		return
	}
	w.line("Changes not staged for commit:")
	if p.hints {
		if gone {
			w.line("  (use \"git add/rm <file>...\" to update what will be committed)")
		} else {
			w.line("  (use \"git add <file>...\" to update what will be committed)")
		}
		w.line("  (use \"git restore <file>...\" to discard changes in working directory)")
		if dirty {
			w.line("  (commit or discard the untracked or modified content in submodules)")
		}
	}
	for _, it := range list {
		name := p.shown(it.Path)
		if it.WorkFrom != "" {
			name = p.shown(it.WorkFrom) + " -> " + name
		}
		w.text("\t")
		w.paint("changed", changeLabel(it.Worktree)+name+submoduleNote(it))
		w.more("\n")
	}
	w.line("")
}

func submoduleNote(it *worktree.Item) string {
	var parts []string
	if it.Commits {
		parts = append(parts, "new commits")
	}
	if it.Dirty {
		parts = append(parts, "modified content")
	}
	if it.Untracked {
		parts = append(parts, "untracked content")
	}
	if parts == nil {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

func (p *statusPage) longOther(w *statusWriter, paths []string, what, how string) {
	if len(paths) == 0 {
		return
	}
	w.line("%s:", what)
	if p.hints {
		w.line("  (use \"git %s <file>...\" to include in what will be committed)", how)
	}
	if p.columnar.on {
		p.otherColumns(w, paths)
		return
	}
	for _, path := range paths {
		w.text("\t")
		w.paint("untracked", p.shown(path))
		w.more("\n")
	}
	w.line("")
}

// longVerbose adds the differences: of the index, and with -v -v of the files.
func (p *statusPage) longVerbose(w *statusWriter) error {
	req, err := p.configuredPatch(attrsFromIndex)
	if err != nil {
		return err
	}
	o := req.Options
	if p.colors != nil && !p.nowarn {
		o.Colors = diff.DefaultPalette()
	}
	wt, err := worktree.Open(p.repo)
	if err != nil {
		return err
	}
	if p.nowarn {
		w.more("%s", cutLine(w.comment))
	}
	if p.verbose > 1 && p.committable() {
		if p.nowarn {
			w.line("")
		}
		w.line("Changes to be committed:")
		o.SrcPrefix, o.DstPrefix = "c/", "i/"
	} else {
		req.sides("c", "i")
	}
	if err := p.stagedPatch(w, wt, o); err != nil {
		return err
	}
	if p.verbose < 2 {
		return nil
	}
	changes := wt.Compare(p.st.Index, worktree.CompareParams{})
	if len(changes) == 0 {
		return nil
	}
	w.line("--------------------------------------------------")
	w.line("Changes not staged for commit:")
	o.SrcPrefix, o.DstPrefix = "i/", "w/"
	return p.filePatch(w, wt, changes, o)
}

func (p *statusPage) stagedPatch(w *statusWriter, wt *worktree.Worktree, o *diff.Options) error {
	tree, err := p.referenceTree(wt)
	if err != nil {
		return err
	}
	staged, err := wt.Staged(p.st.Index, tree, nil)
	if err != nil {
		return err
	}
	pairs, err := o.Refine(worktree.StagedPairs(staged))
	if err != nil {
		return err
	}
	_, err = diff.Format(w.w, pairs, o)
	return err
}

func (p *statusPage) filePatch(w *statusWriter, wt *worktree.Worktree, changes []worktree.Change, o *diff.Options) error {
	var pairs []diff.Pair
	for i := range changes {
		c := &changes[i]
		if c.Entry.Mode == filemode.Submodule { // here only another commit counts
			if c.Dirty, c.Untracked = false, false; c.State == worktree.Modified && !c.Commits {
				continue
			}
		}
		if c.State != worktree.Unmerged {
			pairs = append(pairs, wt.ChangePair(p.st.Index, &changes[i]))
		}
	}
	pairs, err := o.Refine(pairs)
	if err != nil {
		return err
	}
	_, err = diff.Format(w.w, pairs, o)
	return err
}

// dirty reports whether a file differs from the index.
func (p *statusPage) dirty() bool {
	for i := range p.st.Items {
		if p.st.Items[i].Worktree != ' ' || p.st.Items[i].Unmerged != 0 {
			return true
		}
	}
	return false
}

func (p *statusPage) longNothing(w *statusWriter) {
	say := func(text, hint string) {
		if p.hints && hint != "" {
			text += " (" + hint + ")"
		}
		w.more("%s\n", text)
	}
	switch {
	case p.amend:
		w.line("No changes")
	case p.nowarn:
	case p.dirty():
		say("no changes added to commit", "use \"git add\" and/or \"git commit -a\"")
	case len(p.st.Untracked) > 0:
		say("nothing added to commit but untracked files present", "use \"git add\" to track")
	case p.st.Initial:
		say("nothing to commit", "create/copy files and use \"git add\" to track")
	case p.untracked == worktree.UntrackedNone:
		say("nothing to commit", "use -u to show untracked files")
	default:
		w.more("nothing to commit, working tree clean\n")
	}
}
