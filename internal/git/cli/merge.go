package cli

import (
	"errors"
	"os"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/lockfile"
	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
	"cairn/internal/git/walk"
	"cairn/internal/git/worktree"
)

func mergeCommand() Command {
	return Command{
		Name: "merge", Summary: "Join two or more lines of development", Group: "branch",
		Usage: []string{"git merge [<options>] [<commit>...]", "git merge --abort", "git merge --continue"},
		Options: []Option{
			{Short: 'n', NoNeg: true, Help: "do not show a diffstat at the end of the merge"},
			{Long: "stat", Help: "show a diffstat at the end of the merge"},
			{Long: "summary", Help: "(synonym to --stat)"},
			{Long: "log", Arg: "n", OptArg: true, Help: "add (at most <n>) entries from shortlog to merge commit message"},
			{Long: "squash", Help: "create a single commit instead of doing a merge"},
			{Long: "commit", Help: "perform a commit if the merge succeeds (default)"},
			{Short: 'e', Long: "edit", Help: "edit message before committing"},
			{Long: "cleanup", Arg: "mode", Help: "how to strip spaces and #comments from message"},
			{Long: "ff", Help: "allow fast-forward (default)"},
			{Long: "ff-only", NoNeg: true, Help: "abort if fast-forward is not possible"},
			{Short: 's', Long: "strategy", Arg: "strategy", Help: "merge strategy to use"},
			{Short: 'X', Long: "strategy-option", Arg: "option=value", Help: "option for selected merge strategy"},
			{Short: 'm', Long: "message", Arg: "message", Help: "merge commit message (for a non-fast-forward merge)"},
			{Short: 'F', Long: "file", Arg: "path", NoNeg: true, Help: "read message from file"},
			{Long: "into-name", Arg: "name", Help: "use <name> instead of the real target"},
			{Short: 'v', Long: "verbose", Help: "be more verbose"},
			{Short: 'q', Long: "quiet", Help: "be more quiet"},
			{Long: "abort", Help: "abort the current in-progress merge"},
			{Long: "quit", Help: "--abort but leave index and working tree alone"},
			{Long: "continue", Help: "continue the current in-progress merge"},
			{Long: "allow-unrelated-histories", Help: "allow merging unrelated histories"},
			{Long: "autostash", Help: "automatically stash/stash pop before and after"},
			{Long: "progress", Help: "force progress reporting"},
			{Long: "overwrite-ignore", Help: "update ignored files (default)"},
			{Long: "signoff", Help: "add a Signed-off-by trailer"},
			{Long: "no-verify", Help: "bypass pre-merge-commit and commit-msg hooks"},
		},
		Absent: []Absent{
			{"--rerere-autoupdate", ""}, {"--verify-signatures", ""}, {"--gpg-sign", ""}, {"-S", ""},
		},
		Example: "git merge topic\n" +
			"git merge --no-ff topic\n" +
			"git merge --abort",
		Setup: NeedWorkTree,
		Run:   runMerge,
	}
}

// merging is one run of git merge.
type merging struct {
	*call
	ff       ffMode
	squash   bool
	aside    bool // --autostash
	noCommit bool
	quiet    bool
	edit     bool
	log      int      // lines of the shortlog, 0: none
	extra    []string // -X
	// strategies are tried in turn.
	strategies []string
	message    string // of -m and -F
	given      bool   // there was a message
	scissors   bool   // --cleanup=scissors

	committer object.Signature
	head      plumbing.Hash
	branch    string // full name, "" when detached
	heads     []porcelain.MergeHead
	subsumed  bool
	bases     []plumbing.Hash
	text      string // of the commit
}

// ffMode says when a merge may be a fast-forward.
type ffMode int

const (
	ffAllow ffMode = iota
	ffNever
	ffOnly
)

const exitTrouble = 2 // a strategy could not even begin

func runMerge(c *call) int {
	m := &merging{call: c}
	if code, done := m.resume(); done {
		return code
	}
	if code, ok := m.options(); !ok {
		return code
	}
	if code, ok := m.notBusy(); !ok {
		return code
	}
	var err error
	if m.branch, m.head, err = c.repo.Refs().Head(); err != nil {
		return c.fail(err)
	}
	if m.head.IsZero() {
		if code, ok := m.suitsEmpty(); !ok {
			return code
		}
	}
	if code, ok := m.collect(); !ok {
		return code
	}
	if m.head.IsZero() {
		return m.intoEmpty()
	}
	if code, ok := m.prepare(); !ok {
		return code
	}
	return m.run()
}

// resume handles --abort, --quit and --continue.
func (m *merging) resume() (int, bool) {
	for _, name := range []string{"abort", "quit", "continue"} {
		if !m.flag(name) {
			continue
		}
		if len(m.args) > 0 || len(m.opts) > 1 {
			return m.misusage("--%s expects no arguments", name), true
		}
		switch name {
		case "abort":
			return m.abort(), true
		case "continue":
			return m.proceed(), true
		}
		told := m.watchAside()
		porcelain.RemoveMerge(m.repo)
		told()
		return exitOK, true
	}
	return 0, false
}

func (c *call) hasState(name string) bool {
	_, err := os.Lstat(c.repo.StateFile(name))
	return err == nil
}

// again runs another command in the same world.
func (c *call) again(words ...string) int {
	sub := &call{ctx: c.ctx, env: c.env, global: c.global, out: c.out, dash: -1, keepAside: c.keepAside}
	return sub.command(words[0], words[1:])
}

func (m *merging) abort() int {
	if !m.hasState("MERGE_HEAD") {
		return m.die("There is no merge to abort (MERGE_HEAD missing).")
	}
	m.keepAside = true
	if code := m.again("reset", "--merge"); code != exitOK {
		return code
	}
	return m.bringBack(exitOK)
}

func (m *merging) proceed() int {
	if !m.hasState("MERGE_HEAD") {
		return m.die("There is no merge in progress (MERGE_HEAD missing).")
	}
	return m.again("commit")
}

// notBusy refuses to begin in the middle of something else.
func (m *merging) notBusy() (int, bool) {
	w, err := worktree.Open(m.repo)
	if err != nil {
		return m.fail(err), false
	}
	x, err := w.ReadIndex()
	if err != nil {
		return m.fail(err), false
	}
	if len(x.Unmerged()) > 0 {
		m.errorf("Merging is not possible because you have unmerged files.")
		if m.advises("resolveConflict") {
			m.hint("Fix them up in the work tree, and then use 'git add/rm <file>'\n" +
				"as appropriate to mark resolution and make a commit.")
		}
		return m.die("Exiting because of an unresolved conflict."), false
	}
	for _, s := range []struct{ file, what string }{{"MERGE_HEAD", "merge"}, {"CHERRY_PICK_HEAD", "cherry-pick"}} {
		if m.hasState(s.file) {
			if !m.advises("resolveConflict") {
				return m.die("You have not concluded your %s (%s exists).", s.what, s.file), false
			}
			return m.die("You have not concluded your %s (%s exists).\nPlease, commit your changes before you merge.", s.what, s.file), false
		}
	}
	return 0, true
}

// suitsEmpty refuses what has no meaning before the first commit.
func (m *merging) suitsEmpty() (int, bool) {
	switch {
	case m.squash:
		return m.die("Squash commit into empty head not supported yet"), false
	case m.ff == ffNever:
		return m.die("Non-fast-forward commit does not make sense into an empty head"), false
	}
	return 0, true
}

// intoEmpty: before the first commit, a merge takes the other branch as it is.
func (m *merging) intoEmpty() int {
	var err error
	if m.heads, _, err = porcelain.ReduceMergeHeads(m.repo, plumbing.ZeroHash, m.heads); err != nil {
		return m.fail(err)
	}
	switch {
	case len(m.heads) == 0:
		return m.die("No commit to merge into an empty head")
	case len(m.heads) > 1:
		return m.die("Can merge only exactly one commit into empty head")
	}
	to := m.heads[0].Commit
	w, err := worktree.Open(m.repo)
	if err != nil {
		return m.fail(err)
	}
	lock, err := w.Lock()
	if err != nil {
		return m.fail(err)
	}
	defer lock.Release()
	x, err := w.ReadIndex()
	if err != nil {
		return m.fail(err)
	}
	tree, err := w.TreeOf(to)
	if err != nil {
		return m.fail(err)
	}
	var empty plumbing.Hash
	if err := w.Unpack(worktree.UnpackParams{Index: x, From: &empty, To: tree}); err != nil {
		m.errorf("%s", err)
		return m.die("read-tree failed")
	}
	if err := w.Save(lock, x); err != nil {
		return m.fail(err)
	}
	if err := m.repo.Refs().Set(refs.Update{Name: refs.HEAD, New: to, Message: "initial pull"}); err != nil {
		return m.fail(err)
	}
	return exitOK
}

// prepare finds the bases and the message.
func (m *merging) prepare() (int, bool) {
	var err error
	if m.heads, m.subsumed, err = porcelain.ReduceMergeHeads(m.repo, m.head, m.heads); err != nil {
		return m.fail(err), false
	}
	if code, ok := m.defaultStrategies(); !ok {
		return code, false
	}
	if err := m.composeMessage(); err != nil {
		return m.fail(err), false
	}
	if len(m.heads) == 1 {
		m.bases, err = walk.MergeBases(m.repo.Objects(), m.head, m.heads[0].Commit)
	} else if len(m.heads) > 1 {
		all := []plumbing.Hash{m.head}
		for _, h := range m.heads {
			all = append(all, h.Commit)
		}
		m.bases, err = walk.Octopus(m.repo.Objects(), all...)
	}
	if err != nil {
		return m.fail(err), false
	}
	head := m.head
	if err := porcelain.MoveRef(m.repo, refs.Update{Name: "ORIG_HEAD", New: head}); err != nil {
		return m.fail(err), false
	}
	return 0, true
}

// run chooses between the kinds of merge.
func (m *merging) run() int {
	switch {
	case len(m.heads) > 0 && len(m.bases) == 0 && !m.flag("allow-unrelated-histories"):
		return m.die("refusing to merge unrelated histories")
	case len(m.heads) == 0:
		return m.upToDate()
	case len(m.heads) == 1 && len(m.bases) == 1 && m.bases[0] == m.head && m.ff != ffNever:
		return m.forward()
	case m.ff == ffOnly:
		return m.die("Not possible to fast-forward, aborting.")
	}
	committer, err := m.repo.Committer()
	if err != nil {
		return m.fail(err)
	}
	m.committer = committer
	if code, done := m.inIndex(); done {
		return code
	}
	if code, ok := m.putAside(); !ok {
		return code
	}
	return m.tryAll()
}

func (m *merging) upToDate() int {
	switch {
	case m.quiet:
	case m.squash:
		m.println("Already up to date. (nothing to squash)")
	default:
		m.println("Already up to date.")
	}
	told := m.watchAside()
	porcelain.RemoveMerge(m.repo)
	told()
	return exitOK
}

func (m *merging) reflogAction() string {
	if action := m.repo.Env()["GIT_REFLOG_ACTION"]; action != "" {
		return action
	}
	action := "merge"
	for _, h := range m.heads {
		action += " " + h.Name
	}
	return action
}

// forward moves the branch along.
func (m *merging) forward() int {
	to := m.heads[0].Commit
	short := m.repo.Objects().Abbrev
	if !m.quiet {
		m.printf("Updating %s..%s\n", short(m.head, 0), short(to, 0))
	}
	if code, ok := m.putAside(); !ok {
		return code
	}
	s, err := porcelain.OpenMerge(m.repo, m.head)
	var held *lockfile.HeldError
	if errors.As(err, &held) {
		m.errorf("%s", err)
		return exitFail
	}
	if err != nil {
		return m.fail(err)
	}
	defer s.Close()
	c, err := m.repo.Objects().Commit(to)
	if err != nil {
		return m.fail(err)
	}
	if err := s.GoTo(c.TreeHash); err != nil {
		s.Close()
		return m.bringBack(m.refused(err, exitFail))
	}
	if err := s.Save(); err != nil {
		return m.fail(err)
	}
	note := "Fast-forward"
	if m.given {
		note += " (no commit created; -m option ignored)"
	}
	return m.finish(to, c.TreeHash, note)
}

// refused tells what is in the way; other errors end the command.
func (m *merging) refused(err error, code int) int {
	var refused *worktree.OverwriteError
	var unsafe *object.UnsafePathError
	switch {
	case errors.As(err, &unsafe):
		m.errorf("%s", unsafe)
		return code
	case !errors.As(err, &refused):
		return m.fail(err)
	}
	_, _ = m.stderr().Write([]byte(refused.Text("merge")))
	return code
}
