package cli

import (
	"strings"

	"cairn/internal/git/diff"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/worktree"
)

func statusOptions() []Option {
	return []Option{
		{Short: 'v', Long: "verbose", Help: "be verbose"},
		{Short: 's', Long: "short", Help: "show status concisely"},
		{Short: 'b', Long: "branch", Help: "show branch information"},
		{Long: "show-stash", Help: "show stash information"},
		{Long: "ahead-behind", Help: "compute full ahead/behind values"},
		{Long: "porcelain", Arg: "version", OptArg: true, Help: "machine-readable output"},
		{Long: "long", Help: "show status in long format (default)"},
		{Short: 'z', Long: "null", Help: "terminate entries with NUL"},
		{Short: 'u', Long: "untracked-files", Arg: "mode", OptArg: true, Help: "show untracked files, optional modes: all, normal, no. (Default: all)"},
		{Long: "ignored", Arg: "mode", OptArg: true, Help: "show ignored files, optional modes: traditional, matching, no. (Default: traditional)"},
		{Long: "ignore-submodules", Arg: "when", OptArg: true, Help: "ignore changes to submodules, optional when: all, dirty, untracked. (Default: all)"},
		{Long: "column", Arg: "style", OptArg: true, Help: "list untracked files in columns"},
		{Long: "no-renames", Help: "do not detect renames"},
		{Short: 'M', Long: "find-renames", Arg: "n", OptArg: true, Help: "detect renames, optionally set similarity index"},
	}
}

func statusCommand() Command {
	return Command{
		Name: "status", Summary: "Show what is changed, staged and untracked", Group: "work",
		Usage:   []string{"git status [<options>] [--] <pathspec>..."},
		Options: statusOptions(),
		Example: "git status\ngit status -sb",
		Setup:   NeedWorkTree, Run: runStatus,
	}
}

// statusFormat is the form of the output.
type statusFormat int

const (
	formatNone statusFormat = iota
	formatLong
	formatShort
	formatPorcelain
	formatPorcelain2
)

// statusPage is everything that one status output is made of.
type statusPage struct {
	*call
	st        *worktree.Status
	op        porcelain.Operation
	branch    string // full name, or "" when detached
	format    statusFormat
	null      bool
	header    bool // -b
	stash     bool
	counts    bool // ahead and behind
	untracked worktree.UntrackedMode
	ignored   worktree.IgnoredMode
	verbose   int
	relative  bool
	quoteHigh bool
	hints     bool
	// shortByConfig is status.short, which gives way to any option about the form.
	shortByConfig bool
	colors        *statusColors
	columnar      columnStyle
	comment       byte // before every line, with status.displayCommentPrefix
	submodules    int  // status.submoduleSummary: commits of each to list, -1 all of them
	// ignoreSubmodules is --ignore-submodules.
	ignoreSubmodules *worktree.SubmoduleIgnore

	// For commit:
	amend     bool
	reference string // what --source would be: "HEAD", or "HEAD^1" when amending
	nowarn    bool
	template  bool // "Initial commit" in place of "No commits yet"
	plain     bool // commit concludes neither a merge nor a pick
}

func runStatus(c *call) int {
	p, code, ok := c.statusPage()
	if !ok {
		return code
	}
	w, err := worktree.Open(c.repo)
	if err != nil {
		return c.fail(err)
	}
	c.files = w
	spec, err := w.Pathspec(c.args, pathspec.Params{})
	if err != nil {
		return c.fail(err)
	}
	renames, err := c.statusRenames()
	if err != nil {
		return c.fail(err)
	}
	p.st, err = w.Status(worktree.StatusParams{
		Untracked: p.untracked, Ignored: p.ignored, Pathspec: spec, Renames: renames, IgnoreSubmodules: p.ignoreSubmodules,
	})
	if err != nil {
		return c.fail(err)
	}
	c.saveRefreshed(w, p.st)
	if err := p.print(); err != nil {
		return c.fail(err)
	}
	return exitOK
}

// saveRefreshed keeps renewed stat data, if nobody holds the lock: status works as well
// without.
func (c *call) saveRefreshed(w *worktree.Worktree, st *worktree.Status) {
	if (!st.Index.Changed() && !w.AnyRacy(st.Index)) || c.global.noLocks || c.env.Vars["GIT_OPTIONAL_LOCKS"] == "0" {
		return
	}
	lock, err := w.Lock()
	if err != nil {
		return
	}
	defer lock.Release()
	_ = w.Save(lock, st.Index)
}

// statusPage reads options and configuration that status and commit share.
func (c *call) statusPage() (*statusPage, int, bool) {
	p := &statusPage{call: c, reference: "HEAD", plain: true}
	if code, ok := p.settings(); !ok {
		return nil, code, false
	}
	if code, ok := p.options(); !ok {
		return nil, code, false
	}
	branch, _, err := c.repo.Refs().Head()
	if err != nil {
		return nil, c.fail(err), false
	}
	p.branch = branch
	p.op = porcelain.ReadOperation(c.repo)
	p.plain = !p.op.Merging && !p.op.Picking
	return p, 0, true
}

func (p *statusPage) settings() (int, bool) {
	cfg := p.repo.Config()
	var err error
	read := func(key string, def bool) bool {
		v, e := cfg.Bool(key, def)
		if e != nil && err == nil {
			err = e
		}
		return v
	}
	p.quoteHigh = read("core.quotePath", true)
	p.relative = read("status.relativePaths", true)
	p.hints = read("advice.statusHints", true)
	p.counts = read("status.aheadBehind", true)
	p.stash = read("status.showStash", false)
	if p.cmd.Name == "status" || p.flag("short") {
		p.header = read("status.branch", false)
	}
	if p.cmd.Name == "status" {
		p.shortByConfig = read("status.short", false)
		if code, ok := p.prefixAndColumns(read("status.displayCommentPrefix", false)); !ok {
			return code, false
		}
	}
	if p.submodules, _ = p.readSubmoduleSummary(); err == nil {
		_, err = p.readSubmoduleSummary()
	}
	p.colors = p.readStatusColors()
	if err != nil {
		return p.fail(err), false
	}
	if mode, ok := cfg.Get("status.showUntrackedFiles"); ok {
		if !p.untrackedMode(mode) {
			return p.die("Invalid untracked files mode '%s'", mode), false
		}
	}
	return 0, true
}

// prefixAndColumns reads what only status has: a comment character before each line, and
// columns of untracked files.
func (p *statusPage) prefixAndColumns(prefix bool) (int, bool) {
	comment, _, err := p.commentChar()
	if err != nil {
		return p.fail(err), false
	}
	if prefix {
		p.comment = comment
	}
	var code int
	var ok bool
	p.columnar, code, ok = p.columnStyle("status")
	return code, ok
}

func (p *statusPage) untrackedMode(mode string) bool {
	switch mode {
	case "no":
		p.untracked = worktree.UntrackedNone
	case "normal":
		p.untracked = worktree.UntrackedNormal
	case "all", "":
		p.untracked = worktree.UntrackedAll
	default:
		return false
	}
	return true
}

func (p *statusPage) options() (int, bool) {
	for i := range p.opts {
		g := &p.opts[i]
		switch g.opt.key() {
		case "short":
			p.format = pick(g.off, formatNone, formatShort)
		case "long":
			if p.cmd.Name == "status" || !g.off {
				p.format = pick(g.off, formatNone, formatLong)
			}
		case "porcelain":
			switch {
			case g.off:
				p.format = formatNone
			case !g.has || g.value == "v1" || g.value == "1":
				p.format = formatPorcelain
			case g.value == "v2" || g.value == "2":
				p.format = formatPorcelain2
			default:
				return p.die("unsupported porcelain version '%s'", g.value), false
			}
		case "branch":
			p.header = !g.off
		case "show-stash":
			p.stash = !g.off
		case "ahead-behind":
			p.counts = !g.off
		case "null":
			p.null = !g.off
		case "untracked-files":
			mode := g.value
			if g.off {
				mode = p.repo.Config().String("status.showUntrackedFiles", "normal")
			}
			if !p.untrackedMode(mode) {
				return p.die("Invalid untracked files mode '%s'", mode), false
			}
		case "ignore-submodules":
			if code, ok := p.submoduleLevel(g); !ok {
				return code, false
			}
		case "ignored":
			if code, ok := p.ignoredMode(g); !ok {
				return code, false
			}
		}
	}
	p.verbose = p.count("verbose")
	return p.settleForm()
}

// settleForm is what the options and settings make together.
func (p *statusPage) settleForm() (int, bool) {
	if p.format == formatNone && !p.null && p.shortByConfig && p.last("long") == nil && p.last("short") == nil {
		p.format = formatShort
	}
	if p.null && p.format == formatNone {
		p.format = formatPorcelain
	}
	if p.null && p.format == formatLong {
		return p.die("options '%s' and '%s' cannot be used together", "--long", "-z"), false
	}
	if p.ignored != worktree.IgnoredNone && p.ignored == worktree.IgnoredMatching && p.untracked == worktree.UntrackedNone {
		return p.die("Unsupported combination of ignored and untracked-files arguments"), false
	}
	if p.format == formatPorcelain || p.format == formatPorcelain2 || p.null {
		p.relative = false
		p.colors = nil
		if p.last("branch") == nil {
			p.header = false
		}
		if p.last("show-stash") == nil {
			p.stash = false
		}
		if p.last("ahead-behind") == nil {
			p.counts = true
		}
	}
	return 0, true
}

func pick(off bool, a, b statusFormat) statusFormat {
	if off {
		return a
	}
	return b
}

func (p *statusPage) submoduleLevel(g *given) (int, bool) {
	level, ok := worktree.ParseSubmoduleIgnore(g.value)
	if !ok {
		return p.die("bad --ignore-submodules argument: %s", g.value), false
	}
	p.ignoreSubmodules = &level
	if g.off {
		p.ignoreSubmodules = nil
	}
	return 0, true
}

func (p *statusPage) ignoredMode(g *given) (int, bool) {
	switch {
	case g.off || g.value == "no":
		p.ignored = worktree.IgnoredNone
	case g.value == "" || g.value == "traditional":
		p.ignored = worktree.IgnoredTraditional
	case g.value == "matching":
		p.ignored = worktree.IgnoredMatching
	default:
		return p.die("Invalid ignored mode '%s'", g.value), false
	}
	return 0, true
}

// statusRenames is how status looks for renames: status.renames, diff.renames, -M.
func (c *call) statusRenames() (*diff.Options, error) {
	env, err := c.diffEnv(attrsFromIndex)
	if err != nil {
		return nil, err
	}
	o := diff.DefaultOptions(env)
	cfg := c.repo.Config()
	for _, key := range []string{"diff.renames", "status.renames"} {
		v, ok := cfg.Get(key)
		if !ok {
			continue
		}
		if v = strings.ToLower(v); v == "copies" || v == "copy" {
			o.Detect = diff.Copies
			continue
		}
		on, err := cfg.Bool(key, true)
		if err != nil {
			return nil, err
		}
		o.Detect = diff.NoRenames
		if on {
			o.Detect = diff.Renames
		}
	}
	for _, key := range []string{"diff.renameLimit", "status.renameLimit"} {
		if o.RenameLimit, err = cfg.Int(key, o.RenameLimit); err != nil {
			return nil, err
		}
	}
	for i := range c.opts {
		switch g := &c.opts[i]; g.opt.key() {
		case "no-renames":
			o.Detect = diff.NoRenames
			if g.off {
				o.Detect = diff.Renames
			}
		case "find-renames":
			if o.Detect != diff.Copies {
				o.Detect = diff.Renames
			}
			if text := strings.TrimPrefix(g.value, "="); text != "" { // of -M=50%
				score(text, &o.MinScore)
			}
		}
	}
	return o, nil
}

// print writes the page to standard output.
func (p *statusPage) print() error {
	switch p.format {
	case formatShort, formatPorcelain:
		return p.printShort()
	case formatPorcelain2:
		return p.printPorcelain2()
	default:
		return p.printLong(&statusWriter{w: p.out, colors: p.colors, comment: p.comment})
	}
}
