package cli

import (
	"strings"

	"cairn/internal/git/ignore"
	"cairn/internal/git/index"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/quote"
	"cairn/internal/git/worktree"
)

func checkIgnoreCommand() Command {
	return Command{
		Name: "check-ignore", Summary: "Tell which paths are ignored, and why", Group: "plumbing",
		Usage: []string{"git check-ignore [<options>] <pathname>...", "git check-ignore [<options>] --stdin"},
		Options: []Option{
			{Short: 'q', Long: "quiet", Help: "suppress progress reporting"},
			{Short: 'v', Long: "verbose", Help: "be verbose"},
			{Long: "stdin", Help: "read file names from stdin"},
			{Short: 'z', Help: "terminate input and output records by a NUL character"},
			{Short: 'n', Long: "non-matching", Help: "show non-matching input paths"},
			{Long: "no-index", Help: "ignore index when checking"},
		},
		Example: "git check-ignore -v build/app.o",
		Setup:   NeedWorkTree, Run: runCheckIgnore,
	}
}

type ignoreCheck struct {
	*call
	w       *worktree.Worktree
	x       *index.Index
	rules   *ignore.Matcher
	high    bool
	matched int
}

func runCheckIgnore(c *call) int {
	switch {
	case c.flag("stdin") && len(c.args) > 0:
		return c.die("cannot specify pathnames with --stdin")
	case !c.flag("stdin") && c.flag("z"):
		return c.die("-z only makes sense with --stdin")
	case !c.flag("stdin") && len(c.args) == 0:
		return c.die("no path specified")
	case c.flag("quiet") && len(c.args) > 1:
		return c.die("--quiet is only valid with a single pathname")
	case c.flag("quiet") && c.flag("verbose"):
		return c.die("cannot have both --quiet and --verbose")
	case c.flag("non-matching") && !c.flag("verbose"):
		return c.die("--non-matching is only valid with --verbose")
	}
	k := &ignoreCheck{call: c, x: index.New()}
	var err error
	if k.w, err = worktree.Open(c.repo); err != nil {
		return c.fail(err)
	}
	if !c.flag("no-index") {
		if k.x, err = k.w.ReadIndex(); err != nil {
			return c.fail(err)
		}
	}
	if k.rules, err = k.w.Ignore(); err != nil {
		return c.fail(err)
	}
	if k.high, err = c.repo.Config().Bool("core.quotePath", true); err != nil {
		return c.fail(err)
	}
	return k.run()
}

func (k *ignoreCheck) run() int {
	var err error
	if k.flag("stdin") {
		err = k.eachPath(func(name string) error {
			full, err := k.place(name)
			if err == nil {
				k.check(name, full)
			}
			return err
		})
	}
	places := make([]string, len(k.args))
	for i := 0; i < len(k.args) && err == nil; i++ {
		places[i], err = k.place(k.args[i])
	}
	if err != nil {
		return k.fail(err)
	}
	for i, name := range k.args {
		k.check(name, places[i])
	}
	if k.matched == 0 {
		return exitFail
	}
	return exitOK
}

// place is the path from the top that a name stands for; it may end in a
// slash. What lies behind a link or in a submodule is refused.
func (k *ignoreCheck) place(name string) (string, error) {
	spec, err := k.w.Pathspec([]string{name}, pathspec.Params{Literal: true})
	if err != nil {
		return "", err
	}
	full := spec.Args()[0].Path
	path := strings.TrimSuffix(full, "/")
	if k.w.BeyondLink(path) {
		return "", &porcelain.BeyondLinkError{Spec: name}
	}
	if at, ok := k.x.SubmoduleAbove(path); ok {
		return "", &porcelain.InSubmoduleError{Spec: name, Submodule: at}
	}
	return full, nil
}

func (k *ignoreCheck) check(name, full string) {
	path := strings.TrimSuffix(full, "/")
	var p *ignore.Pattern
	if path != "" && !k.x.Has(path) && len(k.x.Under(path+"/")) == 0 {
		mode, _ := k.w.Lstat(path)
		p = k.rules.Decide(path, isDirMode(mode) || path != full)
	}
	if p != nil && p.Negate && !k.flag("verbose") {
		p = nil
	}
	if p != nil {
		k.matched++
	}
	if !k.flag("quiet") && (p != nil || k.flag("non-matching")) {
		k.tell(name, p)
	}
}

func (k *ignoreCheck) tell(name string, p *ignore.Pattern) {
	source, line, text := "", "", ""
	if p != nil {
		source, line, text = p.Source, itoa(p.Line), p.Text
	}
	switch {
	case k.flag("z") && k.flag("verbose"):
		k.printf("%s\x00%s\x00%s\x00%s\x00", source, line, text, name)
	case k.flag("z"):
		k.printf("%s\x00", name)
	case !k.flag("verbose"):
		k.println(quote.Path(name, k.high))
	case p == nil:
		k.printf("::\t%s\n", quote.Path(name, k.high))
	default:
		k.printf("%s:%s:%s\t%s\n", quote.Path(source, k.high), line, text, quote.Path(name, k.high))
	}
}
