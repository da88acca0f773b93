package cli

import (
	"errors"

	"cairn/internal/git/diff"
	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/rev"
	"cairn/internal/git/worktree"
)

func commitCommand() Command {
	options := []Option{
		{Short: 'q', Long: "quiet", Help: "suppress summary after successful commit"},
		{Short: 'v', Long: "verbose", Help: "show diff in commit message template"},
		{Group: "Commit message options"},
		{Short: 'F', Long: "file", Arg: "file", Help: "read message from file"},
		{Long: "author", Arg: "author", Help: "override author for commit"},
		{Long: "date", Arg: "date", Help: "override date for commit"},
		{Short: 'm', Long: "message", Arg: "message", Help: "commit message"},
		{Short: 'c', Long: "reedit-message", Arg: "commit", Help: "reuse and edit message from specified commit"},
		{Short: 'C', Long: "reuse-message", Arg: "commit", Help: "reuse message from specified commit"},
		{Long: "fixup", Arg: "[(amend|reword):]commit", Help: "use autosquash formatted message to fixup or amend/reword specified commit"},
		{Long: "squash", Arg: "commit", Help: "use autosquash formatted message to squash specified commit"},
		{Long: "reset-author", Help: "the commit is authored by me now (used with -C/-c/--amend)"},
		{Long: "trailer", Arg: "trailer", Help: "add custom trailer(s)"},
		{Short: 's', Long: "signoff", Help: "add a Signed-off-by trailer"},
		{Short: 't', Long: "template", Arg: "file", Help: "use specified template file"},
		{Short: 'e', Long: "edit", Help: "force edit of commit"},
		{Long: "cleanup", Arg: "mode", Help: "how to strip spaces and #comments from message"},
		{Long: "status", Help: "include status in commit message template"},
		{Group: "Commit contents options"},
		{Short: 'a', Long: "all", Help: "commit all changed files"},
		{Short: 'i', Long: "include", Help: "add specified files to index for commit"},
		{Long: "interactive", Help: "interactively add files"},
		{Short: 'p', Long: "patch", Help: "interactively add changes"},
		{Short: 'o', Long: "only", Help: "commit only specified files"},
		{Short: 'n', Long: "no-verify", Help: "bypass pre-commit and commit-msg hooks"},
		{Long: "dry-run", Help: "show what would be committed"},
		{Long: "short", Help: "show status concisely"},
		{Long: "branch", Help: "show branch information"},
		{Long: "ahead-behind", Help: "compute full ahead/behind values"},
		{Long: "porcelain", Help: "machine-readable output"},
		{Long: "long", Help: "show status in long format (default)"},
		{Short: 'z', Long: "null", Help: "terminate entries with NUL"},
		{Long: "amend", Help: "amend previous commit"},
		{Long: "no-gpg-sign", NoNeg: true, Hidden: true, Help: "do not sign commit"},
		{Long: "no-post-rewrite", Help: "bypass post-rewrite hook"},
		{Short: 'u', Long: "untracked-files", Arg: "mode", OptArg: true, Help: "show untracked files, optional modes: all, normal, no. (Default: all)"},
		{Long: "pathspec-from-file", Arg: "file", Help: "read pathspec from file"},
		{Long: "pathspec-file-nul", Help: "with --pathspec-from-file, pathspec elements are separated with NUL character"},
		{Long: "allow-empty", Hidden: true, Help: "ok to record an empty change"},
		{Long: "allow-empty-message", Hidden: true, Help: "ok to record a change with an empty message"},
	}
	return Command{
		Name: "commit", Summary: "Record what is in the index as a commit", Group: "history",
		Usage: []string{"git commit [-a | --interactive | --patch] [-s] [-v] [-u<mode>] [--amend]\n" +
			"[--dry-run] [(-c | -C | --squash) <commit> | --fixup [(amend|reword):]<commit>)]\n" +
			"[-F <file> | -m <msg>] [--reset-author] [--allow-empty]\n" +
			"[--allow-empty-message] [--no-verify] [-e] [--author=<author>]\n" +
			"[--date=<date>] [--cleanup=<mode>] [--[no-]status]\n" +
			"[-i | -o] [--pathspec-from-file=<file> [--pathspec-file-nul]]\n" +
			"[(--trailer <token>[(=|:)<value>])...] [-S[<keyid>]]\n" +
			"[--] [<pathspec>...]"},
		Options: options,
		Absent:  []Absent{{"-S", ""}, {"--gpg-sign", ""}},
		Example: "git commit -m \"Say what the change is for\"\ngit commit --amend --no-edit",
		Setup:   NeedWorkTree, Run: runCommit,
	}
}

// committer is one run of commit.
type committer struct {
	*call
	page    *statusPage
	draft   *porcelain.CommitDraft
	amend   bool
	dryRun  bool
	message commitMessage
	author  commitAuthor
}

func runCommit(c *call) int {
	m := &committer{call: c}
	if code, ok := m.prepare(); !ok {
		return code
	}
	defer func() { m.draft.Abort() }()
	for _, w := range m.draft.Warnings {
		c.warn("%s", w)
	}
	if m.dryRun {
		return m.showDryRun()
	}
	return m.commit()
}

// prepare reads options, checks them against each other, and settles the content.
func (m *committer) prepare() (int, bool) {
	paths, code, ok := m.pathArgs()
	if !ok {
		return code, false
	}
	m.amend = m.flag("amend")
	if m.page, code, ok = m.statusPage(); !ok {
		return code, false
	}
	m.dryRun = m.flag("dry-run") || m.page.format != formatNone
	if code, ok := m.checkOptions(paths); !ok {
		return code, false
	}
	if code, ok := m.message.read(m); !ok {
		return code, false
	}
	if code, ok := m.verboseByConfig(); !ok {
		return code, false
	}
	p := porcelain.CommitParams{
		All: m.flag("all"), Include: m.flag("include"), Only: m.flag("only") || m.rewording(), Paths: paths, Amend: m.amend, DryRun: m.dryRun,
	}
	if m.flag("patch") || m.flag("interactive") {
		choose := m.interactiveForCommit
		if m.flag("patch") {
			choose = m.patchForCommit
		}
		if code, ok := m.indexIsFree(); !ok {
			return code, false
		}
		x, code, ok := choose(paths)
		if !ok {
			return code, false
		}
		p.Selected, p.Paths = x, nil
	}
	if m.draft, code, ok = m.start(p); !ok {
		return code, false
	}
	return 0, true
}

// indexIsFree looks for a lock before anybody answers questions in vain.
func (m *committer) indexIsFree() (int, bool) {
	lock, err := index.NewLock(m.repo.IndexFile(), m.repo.Sharing)
	if err != nil {
		return m.fail(err), false
	}
	lock.Release()
	return 0, true
}

func (m *committer) start(p porcelain.CommitParams) (*porcelain.CommitDraft, int, bool) {
	d, err := porcelain.StartCommit(m.repo, p)
	if d != nil {
		m.files = d.Worktree
	}
	var unmerged *porcelain.CommitUnmergedError
	var notAdded *porcelain.AddError
	switch {
	case errors.As(err, &unmerged):
		for _, path := range unmerged.Paths {
			m.printf("U\t%s\n", path)
		}
		m.errorf("Committing is not possible because you have unmerged files.")
		if m.advises("resolveConflict") {
			m.hint("Fix them up in the work tree, and then use 'git add/rm <file>'\nas appropriate to mark resolution and make a commit.")
		}
		return nil, m.die("%s", err), false
	case errors.As(err, &notAdded):
		m.tellAddError(notAdded)
		return nil, m.die("updating files failed"), false
	case err != nil:
		return nil, m.fail(err), false
	}
	for _, path := range d.Conflicts {
		m.printf("%s: needs merge\n", path)
	}
	return d, 0, true
}

// fillPage compares HEAD (or its parent, when amending) with what will be committed.
func (m *committer) fillPage() error {
	if m.page.st != nil {
		return nil
	}
	renames, err := m.statusRenames()
	if err != nil {
		return err
	}
	w := m.draft.Worktree
	p := worktree.StatusParams{
		Untracked: m.page.untracked, Renames: renames, Index: m.draft.Index, Changes: m.draft.Changes, Known: m.draft.Known,
	}
	if m.amend {
		tree, err := w.ParentTree()
		if err != nil {
			return err
		}
		p.Tree = &tree
		m.page.amend, m.page.reference = true, "HEAD^1"
	}
	m.page.st, err = w.Status(p)
	m.page.template = true
	return err
}

func (m *committer) showDryRun() int {
	if err := m.fillPage(); err != nil {
		return m.fail(err)
	}
	if err := m.page.print(); err != nil {
		return m.fail(err)
	}
	if m.page.committable() {
		return exitOK
	}
	return exitFail
}

// commit makes the message and the commit.
func (m *committer) commit() int {
	if code, ok := m.author.read(m); !ok {
		return code
	}
	committer, err := m.repo.Committer()
	if err != nil {
		return m.fail(err)
	}
	m.author.committer = committer
	if code, ok := m.message.write(m); !ok {
		return code
	}
	if code, ok := m.somethingToCommit(); !ok {
		return code
	}
	text, code, ok := m.message.finish(m)
	if !ok {
		return code
	}
	sealed := &object.Commit{Message: text, Author: m.author.sig, Committer: committer}
	if code, ok := m.sealed(sealed); !ok {
		return code
	}
	c, err := m.draft.Finish(porcelain.FinishParams{
		Message: sealed.Message, Typed: text, Author: sealed.Author, Committer: sealed.Committer, Encoding: sealed.Encoding,
	})
	if err != nil {
		return m.fail(err)
	}
	if !m.flag("quiet") {
		if err := m.summary(c); err != nil {
			return m.fail(err)
		}
	}
	return m.bringBack(exitOK)
}

const emptyAmend = `You asked to amend the most recent commit, but doing so would make
it empty. You can repeat your command with --allow-empty, or you can
remove the commit entirely with "git reset HEAD^".
`

const emptyPick = `The previous cherry-pick is now empty, possibly due to conflict resolution.
If you wish to commit it anyway, use:

    git commit --allow-empty

`

const emptyPickSingle = `Otherwise, please use 'git cherry-pick --skip'
`

const emptyPickSeveral = `and then use:

    git cherry-pick --continue

to resume cherry-picking the remaining commits.
If you wish to skip this commit, use:

    git cherry-pick --skip

`

// somethingToCommit shows the status and ends the command where nothing would change.
func (m *committer) somethingToCommit() (int, bool) {
	op := m.page.op
	differs, err := m.draft.Differs()
	if err != nil {
		return m.fail(err), false
	}
	if differs || op.Merging || m.flag("allow-empty") || (m.amend && m.draft.IsMerge()) || m.rewording() || m.isAmendFixup() {
		return 0, true
	}
	if err := m.fillPage(); err != nil {
		return m.fail(err), false
	}
	if err := m.page.printLong(&statusWriter{w: m.out, colors: m.page.colors}); err != nil {
		return m.fail(err), false
	}
	switch {
	case m.amend:
		_, _ = m.stderr().Write([]byte(emptyAmend))
	case !op.CherryPick.IsZero():
		_, _ = m.stderr().Write([]byte(emptyPick))
		if m.page.stateFileExists("sequencer") {
			_, _ = m.stderr().Write([]byte(emptyPickSeveral))
		} else {
			_, _ = m.stderr().Write([]byte(emptyPickSingle))
		}
	}
	return exitFail, false
}

// isAmendFixup: an "amend!" commit may change nothing but the message.
func (m *committer) isAmendFixup() bool {
	kind, _ := m.fixupKind()
	return kind == "amend"
}

// summary prints "[main 1234567] subject" and what changed.
func (m *committer) summary(c *object.Commit) error {
	branch := "detached HEAD"
	if m.draft.Branch != "" {
		branch = shortBranch(m.draft.Branch)
	}
	root := ""
	if m.draft.Head == nil {
		root = " (root-commit)"
	}
	m.printf("[%s%s %s] %s\n", branch, root, m.repo.Objects().Abbrev(c.Hash, 0), object.Subject(c.Message))
	if c.Author.Name != c.Committer.Name || c.Author.Email != c.Committer.Email {
		m.printf(" Author: %s <%s>\n", c.Author.Name, c.Author.Email)
	}
	if m.author.dateShown {
		m.printf(" Date: %s\n", c.Author.When.Format("Mon Jan 2 15:04:05 2006 -0700"))
	}
	if len(c.ParentHashes) > 1 {
		return nil
	}
	return m.summaryChanges(c)
}

func (m *committer) summaryChanges(c *object.Commit) error {
	env, err := m.diffEnv(attrsFromIndex)
	if err != nil {
		return err
	}
	o := diff.DefaultOptions(env)
	o.Formats = diff.ShortStat | diff.Summary
	o.QuoteHigh = m.page.quoteHigh
	parent := object.Commit{}
	if len(c.ParentHashes) > 0 {
		p, err := m.repo.Objects().Commit(c.ParentHashes[0])
		if err != nil {
			return err
		}
		parent = *p
	}
	pairs, err := diff.Trees(m.repo.Objects(), parent.TreeHash, c.TreeHash, diff.TreeOptions{})
	if err != nil {
		return err
	}
	if pairs, err = o.Refine(pairs); err != nil {
		return err
	}
	_, err = diff.Format(m.out, pairs, o)
	return err
}

func shortBranch(name string) string {
	const heads = "refs/heads/"
	if len(name) > len(heads) && name[:len(heads)] == heads {
		return name[len(heads):]
	}
	return name
}

// recoded is a commit in the encoding of new commits, whose message can go into one.
func (m *committer) recoded(c *object.Commit) *object.Commit {
	return c.Recoded(porcelain.CommitEncoding(m.repo))
}

// commitOf resolves a commit for -C, --fixup and their kin.
func (m *committer) commitOf(spec string) (*object.Commit, error) {
	v := rev.Resolver{Repo: m.repo}
	return v.Commit(spec)
}
