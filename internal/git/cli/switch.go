package cli

import (
	"errors"
	"strings"

	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
	"cairn/internal/git/worktree"
)

func switchCommand() Command {
	return Command{
		Name: "switch", Summary: "Go to another branch, or make one", Group: "branch",
		Usage: []string{"git switch [<options>] [<branch>]"},
		Options: append([]Option{
			{Short: 'c', Long: "create", Arg: "branch", Help: "create and switch to a new branch"},
			{Short: 'C', Long: "force-create", Arg: "branch", Help: "create/reset and switch to a branch"},
			{Long: "guess", Help: "second guess 'git switch <no-such-branch>'"},
			{Long: "discard-changes", Help: "throw away local modifications"},
		}, switchingOptions()...),
		Absent:  []Absent{{"--recurse-submodules", ""}},
		Example: "git switch main\ngit switch -c topic\ngit switch -",
		Setup:   NeedWorkTree, Run: runSwitch,
	}
}

// switchingOptions are those that switch and checkout share.
func switchingOptions() []Option {
	return []Option{
		{Short: 'q', Long: "quiet", Help: "suppress progress reporting"},
		{Long: "progress", Help: "force progress reporting"},
		{Short: 'm', Long: "merge", Help: "perform a 3-way merge with the new branch"},
		{Long: "conflict", Arg: "style", Help: "conflict style (merge, diff3, or zdiff3)"},
		{Short: 'd', Long: "detach", Help: "detach HEAD at named commit"},
		{Short: 't', Long: "track", Arg: "(direct|inherit)", OptArg: true, Help: "set branch tracking configuration"},
		{Short: 'f', Long: "force", Help: "force checkout (throw away local modifications)"},
		{Long: "orphan", Arg: "new-branch", Help: "new unparented branch"},
		{Long: "overwrite-ignore", Help: "update ignored files (default)"},
		{Long: "ignore-other-worktrees", Help: "do not check if another worktree is holding the given ref"},
	}
}

// switching is one run of switch, or of checkout without paths.
type switching struct {
	*call
	p       porcelain.SwitchParams
	newName string // -c, -b
	detach  bool
	arg     string // what was named; "": nothing
	guessed string // remote-tracking branch that stands for a missing branch
	// guessedRef is its full name, guessedTrack the upstream that it makes.
	guessedRef   string
	guessedTrack *porcelain.TrackParams
	explicit     bool // --detach was given: no advice
	warned       bool // that the name is ambiguous, if it is
}

func runSwitch(c *call) int {
	s := &switching{call: c, detach: c.flag("detach"), explicit: c.flag("detach")}
	if code, ok := s.newBranchOptions("create", "-c", "force-create", "-C"); !ok {
		return code
	}
	s.p.Force, s.p.Discard = c.flag("force"), c.flag("discard-changes")
	switch {
	case len(c.args) > 1:
		return c.die("only one reference expected")
	case len(c.args) == 1:
		s.arg = c.args[0]
	}
	if code, ok := s.nameFromTrack(); !ok {
		return code
	}
	if code, ok := s.combine(); !ok {
		return code
	}
	if s.p.Orphan != "" {
		if s.arg != "" {
			if _, err := c.resolver().Commit(fromDash(s.arg)); err != nil {
				return c.die("invalid reference: %s", s.arg)
			}
			return c.die("'%s' cannot take <start-point>", "--orphan")
		}
		s.p.Empty = true
		return s.leave()
	}
	if s.arg == "" && s.newName == "" && !s.detach {
		return c.die("missing branch or commit argument")
	}
	if code, ok := s.target(true); !ok {
		return code
	}
	if s.newName == "" && !s.detach && s.p.Branch == "" {
		return s.branchExpected()
	}
	// Without a commit to go to even --force leaves the files alone (seen in 2.39).
	s.p.NoFiles = s.arg == "" && (s.newName != "" || s.detach)
	return s.leave()
}

// leave goes, when all else is known to be right and nothing is under way.
func (s *switching) leave() int {
	if s.newName != "" {
		if _, err := porcelain.CheckNewBranch(s.repo, s.newName, s.p.Reset); err != nil {
			return s.fail(err)
		}
	}
	if code, ok := s.checkBusy(); !ok {
		return code
	}
	return s.run()
}

// newBranchOptions reads -c/-C (or -b/-B) and --orphan.
func (s *switching) newBranchOptions(create, createShort, force, forceShort string) (int, bool) {
	names := 0
	if v, ok := s.value(create); ok {
		s.newName = v
		names++
	}
	if v, ok := s.value(force); ok {
		s.newName, s.p.Reset = v, true
		names++
	}
	if s.newName != "" {
		if real, err := s.resolver().BranchName(s.newName); err == nil { // of @{-1}
			s.newName = real
		}
	}
	if v, ok := s.value("orphan"); ok {
		s.p.Orphan = v
		names++
	}
	if names > 1 {
		return s.die("options '%s', '%s', and '%s' cannot be used together", createShort, forceShort, "--orphan"), false
	}
	s.p.Merge = s.flag("merge")
	s.p.Style = s.repo.Config().String("merge.conflictStyle", "")
	if style, ok := s.value("conflict"); ok {
		s.p.Merge, s.p.Style = true, style
		if _, err := porcelain.ConflictStyle(style); err != nil || style == "" {
			return s.fail(&porcelain.StyleError{Style: style}), false
		}
	}
	s.p.KeepIgnored = s.off("overwrite-ignore")
	return 0, true
}

// combine refuses options that do not go together.
func (s *switching) combine() (int, bool) {
	track := s.flag("track")
	switch {
	case s.detach && (s.newName != "" || s.p.Orphan != ""):
		return s.die("'%s' cannot be used with '%s'", "--detach", "-b/-B/--orphan"), false
	case s.detach && track:
		return s.die("'%s' cannot be used with '%s'", "--detach", "-t"), false
	case s.p.Orphan != "" && track:
		return s.die("'%s' cannot be used with '%s'", "--orphan", "-t"), false
	case (s.p.Force || s.p.Discard) && s.p.Merge:
		return s.die("'%s' cannot be used with '%s'", "-f", "-m"), false
	}
	return 0, true
}

// checkBusy: switch does not leave an operation that is under way.
func (s *switching) checkBusy() (int, bool) {
	op := porcelain.ReadOperation(s.repo)
	busy := func(what, quit string) (int, bool) {
		return s.die("cannot switch branch %s\nConsider \"git %s --quit\" or \"git worktree add\".", what, quit), false
	}
	switch {
	case op.Merging:
		return busy("while merging", "merge")
	case op.Applying:
		return busy("in the middle of an am session", "am")
	case op.Rebasing || op.Interactive:
		return busy("while rebasing", "rebase")
	case op.Picking:
		return busy("while cherry-picking", "cherry-pick")
	case op.Reverting:
		return busy("while reverting", "revert")
	case op.Bisecting:
		s.warn("you are switching branch while bisecting")
	}
	return 0, true
}

func (s *switching) branchExpected() int {
	v := s.resolver()
	full, err := v.FullName(s.arg)
	if target, e := s.repo.Refs().Follow(full); err == nil && e == nil {
		full = target.Name // what a symbolic ref leads to
	}
	kind, name := "commit", s.arg
	if err == nil {
		if rest, ok := strings.CutPrefix(full, refs.Tags); ok {
			kind, name = "tag", rest
		} else if rest, ok := strings.CutPrefix(full, refs.Remotes); ok {
			kind, name = "remote branch", rest
		} else if full != "" {
			kind, name = "", full
		}
	}
	if kind != "" {
		kind += " "
	}
	code := s.die("a branch is expected, got %s'%s'", kind, name)
	if s.advises("suggestDetachingHead") {
		s.hint("If you want to detach HEAD at the commit, try again with the --detach option.")
	}
	return code
}

// nameFromTrack: "--track origin/topic" without a name makes the branch topic.
func (s *switching) nameFromTrack() (int, bool) {
	if !s.flag("track") || s.newName != "" || s.p.Orphan != "" {
		return 0, true
	}
	if len(s.args) == 0 || s.dash == 0 {
		return s.die("--track needs a branch name"), false
	}
	name := strings.TrimPrefix(strings.TrimPrefix(s.args[0], "refs/"), "remotes/")
	_, short, found := strings.Cut(name, "/")
	if !found || short == "" {
		return s.die("missing branch name; try -%c", s.cmd.Options[0].Short), false
	}
	s.newName = short
	return 0, true
}

// run switches and tells what happened.
func (s *switching) run() int {
	s.p.New = s.newName
	if s.detach {
		s.p.Branch = ""
	}
	told := s.watchAside()
	res, err := porcelain.Switch(s.repo, s.p)
	if err != nil {
		if res != nil && !s.flag("quiet") { // the files were changed, but a ref could not be
			s.tellChanges(res)
		}
		return s.refusedOr(err)
	}
	if res.Unlogged != nil {
		s.errorf("%s", res.Unlogged)
	}
	if !s.flag("quiet") {
		s.tell(res)
	}
	told()
	return exitOK
}

// refusedOr tells what is in the way of a switch, or any other error.
func (s *switching) refusedOr(err error) int {
	var refused *worktree.OverwriteError
	var conflicts *porcelain.NeedsMergeError
	var unsafe *object.UnsafePathError
	switch {
	case errors.As(err, &refused) && (s.p.Merge && !s.unbornHead("HEAD") || s.p.Discard || s.p.Force):
		s.errorf("%s", refused)
		return exitFatal
	case errors.As(err, &refused):
		_, _ = s.stderr().Write([]byte(refused.Text("checkout")))
		return exitFail
	case errors.As(err, &conflicts):
		for _, path := range conflicts.Paths {
			s.printf("%s: needs merge\n", path)
		}
		s.errorf("%s", err)
		return exitFail
	case errors.As(err, &unsafe) && !s.p.Merge && !s.p.Discard:
		s.errorf("%s", unsafe)
		return exitFail
	}
	return s.fail(err)
}

// tellChanges lists the files whose changes came along.
func (s *switching) tellChanges(res *porcelain.SwitchResult) {
	for _, l := range res.Changes {
		s.printf("%c\t%s\n", l.Letter, l.Path)
	}
}

// tell prints what a switch did.
func (s *switching) tell(res *porcelain.SwitchResult) {
	s.tellChanges(res)
	if res.OldBranch == "" && !res.OldCommit.IsZero() && (s.p.Commit == nil || s.p.Commit.Hash != res.OldCommit) {
		s.tellLeft(res)
	}
	branch := s.p.Branch
	if s.newName != "" {
		branch = refs.Heads + s.newName
	}
	short := strings.TrimPrefix(branch, refs.Heads)
	switch {
	case s.p.Orphan != "":
		s.say("Switched to a new branch '%s'", s.p.Orphan)
		return
	case branch == "":
		s.tellDetached(res)
		return
	}
	if s.newName != "" && s.p.Track != nil {
		s.tellTracking()
	}
	switch {
	case branch == res.OldBranch && s.newName != "":
		s.say("Reset branch '%s'", short)
	case branch == res.OldBranch:
		s.say("Already on '%s'", short)
	case s.newName != "" && res.Existed:
		s.say("Switched to and reset branch '%s'", short)
	case s.newName != "":
		s.say("Switched to a new branch '%s'", short)
	default:
		s.say("Switched to branch '%s'", short)
	}
	if s.newName == "" || s.p.Track == nil { // what was only just set is not told again
		s.tellUpstream(branch)
	}
}

// tellUpstream says how the branch stands to its upstream.
func (s *switching) tellUpstream(branch string) {
	t, ok, err := porcelain.ReadTracking(s.repo, branch, true)
	if err == nil && ok {
		s.printf("%s", trackingText(t, true, s.advises("statusHints")))
	}
}

func (s *switching) tellTracking() {
	t := s.p.Track
	name := strings.TrimPrefix(t.Merge, refs.Heads)
	if t.Remote != "." {
		name = t.Remote + "/" + name
	}
	rebase := ""
	if t.Rebase {
		rebase = " by rebasing"
	}
	s.printf("branch '%s' set up to track '%s'%s.\n", s.newName, name, rebase)
}

const detachedAdvice = `Note: switching to '%s'.

You are in 'detached HEAD' state. You can look around, make experimental
changes and commit them, and you can discard any commits you make in this
state without impacting any branches by switching back to a branch.

If you want to create a new branch to retain commits you create, you may
do so (now or later) by using -c with the switch command. Example:

  git switch -c <new-branch-name>

Or undo this operation with:

  git switch -

Turn off this advice by setting config variable advice.detachedHead to false
`

func (s *switching) tellDetached(res *porcelain.SwitchResult) {
	if s.p.Commit == nil {
		return
	}
	if s.arg == "" || s.arg == "HEAD" && !s.explicit {
		if res.OldBranch == "" && !s.explicit {
			return
		}
	}
	if res.OldBranch != "" && !s.explicit && s.advises("detachedHead") {
		s.say(detachedAdvice, s.p.Name)
	}
	s.say("HEAD is now at %s", s.position(s.p.Commit))
}

// position is a commit as oneLine has it, with dots for those who still ask for them.
func (s *switching) position(c *object.Commit) string {
	text := s.oneLine(c)
	if hash, rest, ok := strings.Cut(text, " "); ok && strings.EqualFold(s.env.Vars["GIT_PRINT_SHA1_ELLIPSIS"], "yes") {
		return hash + "... " + rest
	}
	return text
}

// tellLeft says where HEAD was, or which commits nothing leads to any more.
func (s *switching) tellLeft(res *porcelain.SwitchResult) {
	old, err := s.repo.Objects().Commit(res.OldCommit)
	if err != nil {
		return
	}
	if res.LostCount == 0 {
		s.say("Previous HEAD position was %s", s.position(old))
		return
	}
	const most = 4
	var b strings.Builder
	for i, c := range res.Lost {
		if i == most && res.LostCount > most+1 {
			break
		}
		b.WriteString("  " + s.repo.Objects().Abbrev(c.Hash, 0) + " " + object.Subject(c.Message) + "\n")
	}
	if res.LostCount > most+1 {
		b.WriteString(" ... and " + itoa(res.LostCount-most) + " more.\n")
	}
	s.say("Warning: you are leaving %s behind, not connected to\nany of your branches:\n\n%s", plural(res.LostCount, "commit"), b.String())
	if s.advises("detachedHead") {
		it := "it"
		if res.LostCount > 1 {
			it = "them"
		}
		s.say("If you want to keep %s by creating a new branch, this may be a good time\nto do so with:\n\n git branch <new-branch-name> %s\n",
			it, s.repo.Objects().Abbrev(res.OldCommit, 0))
	}
}
