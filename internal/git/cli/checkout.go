package cli

import (
	"errors"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
	"cairn/internal/git/rev"
)

func checkoutCommand() Command {
	return Command{
		Name: "checkout", Summary: "Go to another branch, or take files back", Group: "branch",
		Usage: []string{"git checkout [<options>] <branch>", "git checkout [<options>] [<branch>] -- <file>..."},
		Options: append([]Option{
			{Short: 'b', Arg: "branch", Help: "create and checkout a new branch"},
			{Short: 'B', Arg: "branch", Help: "create/reset and checkout a branch"},
			{Short: 'l', Help: "create reflog for new branch"},
			{Long: "guess", Help: "second guess 'git checkout <no-such-branch>' (default)"},
			{Long: "overlay", Help: "use overlay mode (default)"},
			{Long: "ignore-skip-worktree-bits", Help: "do not limit pathspecs to sparse entries only"},
			{Short: '2', Long: "ours", NoNeg: true, Help: "checkout our version for unmerged files"},
			{Short: '3', Long: "theirs", NoNeg: true, Help: "checkout their version for unmerged files"},
			{Short: 'p', Long: "patch", Help: "select hunks interactively"},
			{Long: "pathspec-from-file", Arg: "file", Help: "read pathspec from file"},
			{Long: "pathspec-file-nul", Help: "with --pathspec-from-file, pathspec elements are separated with NUL character"},
		}, switchingOptions()...),
		Absent:  []Absent{{"--recurse-submodules", ""}},
		Example: "git checkout main\ngit checkout -b topic\ngit checkout HEAD~1 -- notes.txt",
		Setup:   NeedWorkTree, Run: runCheckout,
	}
}

// checkingOut is one run of checkout: it takes paths, or switches.
type checkingOut struct {
	switching
	paths  []string
	tree   *plumbing.Hash // source of the paths; nil: the index
	source string
}

func runCheckout(c *call) int {
	k := &checkingOut{switching: switching{call: c, detach: c.flag("detach"), explicit: c.flag("detach")}}
	s := &k.switching
	if code, ok := s.newBranchOptions("b", "-b", "B", "-B"); !ok {
		return code
	}
	s.p.Force, s.p.CreateLog = c.flag("force"), c.flag("l")
	if code, ok := s.nameFromTrack(); !ok {
		return code
	}
	if code, ok := s.combine(); !ok {
		return code
	}
	if code, ok := k.split(); !ok {
		return code
	}
	var code int
	var ok bool
	if k.value2("pathspec-from-file") && len(k.paths) == 0 && c.flag("detach") {
		return c.die("options '%s' and '%s' cannot be used together", "--pathspec-from-file", "--detach")
	}
	if k.paths, code, ok = c.pathArgsFrom(k.paths); !ok {
		return code
	}
	if c.flag("patch") {
		if c.flag("overlay") {
			return c.die("options '%s' and '%s' cannot be used together", "-p", "--overlay")
		}
		if k.source == "" {
			k.source = k.arg
		}
		return c.patch(patchParams{mode: patchCheckout, source: k.source, paths: k.paths})
	}
	if len(k.paths) > 0 {
		return k.checkoutPaths()
	}
	return k.checkoutBranch()
}

// split finds out what is a branch or commit and what a path.
func (k *checkingOut) split() (int, bool) {
	args := k.args
	switch {
	case len(args) == 0:
		return 0, true
	case k.dash == 0:
		k.paths = args
		return 0, true
	}
	if k.dash > 1 {
		return k.die("only one reference expected, %d given.", k.dash), false
	}
	var broken *rev.Error
	if _, err := k.resolver().Resolve(fromDash(args[0])); errors.As(err, &broken) {
		return k.fail(err), false // a revision, and not a path, whatever is wrong with it
	}
	k.warned = true
	dashed := k.dash == 1
	k.arg = args[0]
	rest := args[1:]
	if k.newName == "" && k.p.Orphan == "" && len(rest) == 0 && !k.resolves(args[0]) && !k.detach {
		if code, ok := k.guessArg(dashed); !ok {
			return code, false
		}
	}
	if k.guessed == "" && !k.resolves(args[0]) {
		if dashed {
			return k.die("invalid reference: %s", args[0]), false
		}
		k.arg, k.paths = "", args
		return 0, true
	}
	if !dashed && k.fileExists(args[0]) && k.guessed == "" && args[0] != "-" && len(rest) > 0 {
		return k.bothRevisionAndPath(args[0]), false
	}
	if len(rest) == 0 && !k.value2("pathspec-from-file") {
		return 0, true
	}
	k.paths, k.source = rest, args[0]
	v := k.resolver()
	v.Quiet = true
	name := v.OrMergeBase(fromDash(args[0]))
	if full := refs.Heads + name; k.repo.Refs().Exists(full) {
		name = full
	}
	tree, err := v.Tree(name)
	if err != nil {
		return k.die("reference is not a tree: %s", args[0]), false
	}
	k.tree = &tree
	return 0, true
}

// guessArg tries the name as a branch that only a remote has.
func (k *checkingOut) guessArg(dashed bool) (int, bool) {
	if !k.guesses() {
		return 0, true
	}
	if code, ok := k.guess(k.arg); !ok {
		return code, false
	}
	if k.guessed != "" && !dashed && k.fileExists(k.arg) {
		return k.die("'%s' could be both a local file and a tracking branch.\n"+
			"Please use -- (and optionally --no-guess) to disambiguate", k.arg), false
	}
	return 0, true
}

func fromDash(name string) string {
	if name == "-" {
		return "@{-1}"
	}
	return name
}

func (k *checkingOut) resolves(name string) bool {
	v := k.resolver()
	v.Quiet = true
	_, err := v.Resolve(v.OrMergeBase(fromDash(name)))
	return err == nil
}

// checkoutPaths takes files from the index or a tree.
func (k *checkingOut) checkoutPaths() int {
	c := k.call
	p := porcelain.RestoreParams{
		Args: k.paths, Source: k.tree, Staged: true, Worktree: true, Overlay: !c.off("overlay"), IgnoreUnmerged: k.p.Force,
		Skipped: c.flag("ignore-skip-worktree-bits"),
	}
	switch {
	case c.flag("track"):
		return c.die("'%s' cannot be used with updating paths", "--track")
	case c.flag("l"):
		return c.die("'%s' cannot be used with updating paths", "-l")
	case c.flag("detach"):
		return c.die("git checkout: --detach does not take a path argument '%s'", k.paths[0])
	case k.newName != "" || k.p.Orphan != "":
		return k.bothPathsAndBranch()
	}
	if code, ok := c.conflictOptions(&p); !ok {
		return code
	}
	if k.p.Force && (p.Merge || p.Stage != index.Merged) {
		return c.die("%s", incompatibleSides)
	}
	return c.restorePaths(p)
}

func (k *checkingOut) bothPathsAndBranch() int {
	name := k.newName
	if name == "" {
		name = k.p.Orphan
	}
	if k.arg == "" && len(k.paths) == 1 {
		return k.die("'%s' is not a commit and a branch '%s' cannot be created from it", k.paths[0], name)
	}
	return k.die("Cannot update paths and switch to branch '%s' at the same time.", name)
}

// checkoutBranch switches.
func (k *checkingOut) checkoutBranch() int {
	s := &k.switching
	if s.flag("ours") || s.flag("theirs") {
		return s.die("'%s' cannot be used with switching branches", "--ours/--theirs")
	}
	if s.p.Orphan != "" {
		return k.orphan()
	}
	if s.guessed != "" {
		arg := s.arg
		s.arg = s.guessed
		code, ok := s.target(true)
		s.arg = arg
		if !ok {
			return code
		}
		return s.run()
	}
	if (s.arg == "" || s.arg == refs.HEAD) && s.newName == "" && !s.detach {
		return k.stay()
	}
	if code, ok := s.target(true); !ok {
		return code
	}
	if s.newName != "" && s.arg == "" && !s.p.Force && !s.p.Reset {
		s.p.NoFiles = true
	}
	return s.run()
}

// stay is a checkout of nothing: it shows local changes and the upstream.
func (k *checkingOut) stay() int {
	s := &k.switching
	branch, at, err := s.repo.Refs().Head()
	if err != nil {
		return s.fail(err)
	}
	if at.IsZero() {
		return s.die("You are on a branch yet to be born")
	}
	if s.p.Commit, err = s.repo.Objects().Commit(at); err != nil {
		return s.fail(err)
	}
	s.p.Name = "HEAD"
	told := s.watchAside()
	if err := porcelain.Stay(s.repo, s.p, func(l porcelain.Letters) {
		if s.flag("quiet") {
			return
		}
		for _, c := range l {
			s.printf("%c\t%s\n", c.Letter, c.Path)
		}
	}); err != nil {
		return s.refusedOr(err)
	}
	if branch != "" && !s.flag("quiet") {
		s.tellUpstream(branch)
	}
	told()
	return exitOK
}

// orphan makes a branch without history, on the files of a commit.
func (k *checkingOut) orphan() int {
	s := &k.switching
	if s.arg != "" || !s.unbornHead("HEAD") {
		name := s.arg
		if name == "" {
			name = "HEAD"
		}
		c, err := s.resolver().Commit(fromDash(name))
		var kind *object.KindError
		if errors.As(err, &kind) || err != nil {
			return s.die("invalid reference: %s", name)
		}
		s.p.Commit, s.p.Name = c, name
	} else {
		s.p.NoFiles = true
	}
	return s.run()
}
