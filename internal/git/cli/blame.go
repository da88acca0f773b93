package cli

import (
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/blame"
	"cairn/internal/git/diff"
	"cairn/internal/git/diff/lines"
	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
	"cairn/internal/git/worktree"
)

func blameCommand() Command {
	return Command{
		Name: "blame", Summary: "Show who last changed each line of a file, and in which commit", Group: "history",
		Usage: []string{"git blame [<options>] [<rev-opts>] [<rev>] [--] <file>", "", "<rev-opts> are documented in git-rev-list(1)"},
		Options: []Option{
			{Long: "incremental", Help: "show blame entries as we find them, incrementally"},
			{Short: 'b', Help: "do not show object names of boundary commits (Default: off)"},
			{Long: "root", Help: "do not treat root commits as boundaries (Default: off)"},
			{Short: 'f', Long: "show-name", Help: "show original filename (Default: auto)"},
			{Short: 'n', Long: "show-number", Help: "show original linenumber (Default: off)"},
			{Short: 'p', Long: "porcelain", Help: "show in a format designed for machine consumption"},
			{Long: "line-porcelain", Help: "show porcelain format with per-line commit information"},
			{Short: 'c', Help: "use the same output mode as git-annotate (Default: off)"},
			{Short: 't', Help: "show raw timestamp (Default: off)"},
			{Short: 'l', Help: "show long commit SHA1 (Default: off)"},
			{Short: 's', Help: "suppress author name and timestamp (Default: off)"},
			{Short: 'e', Long: "show-email", Help: "show author email instead of name (Default: off)"},
			{Long: "encoding", Arg: "encoding", NoNeg: true, Help: "show names and subjects in this encoding"},
			{Short: 'w', Help: "ignore whitespace differences"},
			{Long: "color-lines", Help: "color redundant metadata from previous line differently"},
			{Long: "color-by-age", Help: "color lines by age"},
			{Long: "ignore-rev", Arg: "rev", Help: "ignore <rev> when blaming"},
			{Long: "ignore-revs-file", Arg: "file", Help: "ignore revisions from <file>"},
			{Long: "indent-heuristic", Hidden: true, Help: "slide changes to where a reader expects them"},
			{Long: "minimal", Help: "spend extra cycles to find better match"},
			{Long: "contents", Arg: "file", Help: "use <file>'s contents as the final image"},
			{Short: 'C', Arg: "score", OptArg: true, Help: "find line copies within and across files"},
			{Short: 'M', Arg: "score", OptArg: true, Help: "find line movements within and across files"},
			{Short: 'L', Arg: "range", Help: "process only line range <start>,<end> or function :<funcname>"},
			{Long: "abbrev", Arg: "n", OptArg: true, Help: "use <n> digits to display object names"},
			{Long: "date", Arg: "format", NoNeg: true, Hidden: true, Help: "how dates are written"},
			{Long: "since", Arg: "date", NoNeg: true, Hidden: true, Help: "treat older commits as boundaries"},
			{Long: "reverse", NoNeg: true, Hidden: true, Help: "show the last revision that has each line"},
			{Long: "progress", Help: "force progress reporting"},
			{Long: "first-parent", NoNeg: true, Hidden: true, Help: "follow the first parent of merges only"},
		},
		Absent: []Absent{
			{"--show-stats", ""}, {"--score-debug", ""}, {"-S", "--ignore-rev"},
		},
		Example: "git blame README.md\n" +
			"git blame -L 10,20 src/app.py\n" +
			"git blame --ignore-rev abc1234 src/app.py",
		Setup: NeedRepo, Parse: KeepDash,
		Run: runBlame,
	}
}

// blameRun is one run of git blame.
type blameRun struct {
	*call
	p     blame.Params
	items []rev.Item
	path  string
	final string // the revision that was given
	style blameStyle
}

func runBlame(c *call) int {
	b := &blameRun{call: c}
	if code, ok := b.arguments(); !ok {
		return code
	}
	if b.flag("progress") && (b.flag("incremental") || b.flag("porcelain") || b.flag("line-porcelain")) {
		return c.die("--progress can't be used with --incremental or porcelain formats")
	}
	if code, ok := b.settings(); !ok {
		return code
	}
	if code, ok := b.start(); !ok {
		return code
	}
	if code, ok := b.ranges(); !ok {
		return code
	}
	progress := b.progress()
	res, err := blame.Run(c.ctx, b.p)
	if err != nil {
		return b.failed(err)
	}
	progress.done()
	for i := range res.Entries {
		e := &res.Entries[i]
		e.Commit = e.Commit.Recoded(c.logEncoding())
	}
	b.write(res)
	return exitOK
}

func (b *blameRun) failed(err error) int {
	var none *blame.NoFileError
	if errors.As(err, &none) {
		return b.die("no such path %s in %s", b.path, b.final)
	}
	return b.fail(err)
}

// arguments finds the file among the arguments: after "--", or the last one.
func (b *blameRun) arguments() (int, bool) {
	args := b.args
	var revs []string
	if i := slices.Index(args, "--"); i >= 0 {
		revs, args = args[:i], args[i+1:]
		if len(args) != 1 {
			if len(args) == 0 || len(revs) > 0 || len(args) > 2 {
				return b.usage(), false
			}
			revs, args = args[1:], args[:1]
		}
	} else {
		if len(args) == 0 {
			return b.usage(), false
		}
		revs, args = args[:len(args)-1], args[len(args)-1:]
		turned, err := b.pathFirst(revs, args[0])
		if err != nil {
			return b.fail(err), false
		}
		if turned {
			revs, args = args, revs
		}
	}
	path, err := b.topPath(args[0])
	if err != nil {
		return b.fail(err), false
	}
	b.path = path
	for _, r := range revs {
		items, err := b.resolver().Args(r)
		if err != nil {
			if isUnknown(err) {
				return b.die("bad revision '%s'", r), false
			}
			return b.fail(err), false
		}
		b.items = append(b.items, items...)
	}
	return 0, true
}

func (b *blameRun) settings() (int, bool) {
	cfg := b.repo.Config()
	p := &b.p
	p.Store = b.repo.Objects()
	p.Root, _ = cfg.Bool("blame.showRoot", false)
	if b.last("root") != nil {
		p.Root = b.flag("root")
	}
	p.FirstParent = b.flag("first-parent")
	if b.flag("w") {
		p.Whitespace = lines.IgnoreAllSpace
	}
	p.IndentHeuristic, _ = cfg.Bool("diff.indentHeuristic", true)
	if b.last("indent-heuristic") != nil {
		p.IndentHeuristic = b.flag("indent-heuristic")
	}
	if b.flag("minimal") {
		p.Algorithm = lines.Minimal
	}
	const moveScore, copyScore = 20, 40
	for i := range b.opts {
		g := &b.opts[i]
		switch g.opt.key() {
		case "M":
			p.Moves = moveScore
			if n := leadingNumber(g.value); n > 0 {
				p.Moves = n
			}
		case "C":
			p.CopyLevel++
			if p.Copies == 0 {
				p.Copies = copyScore
			}
			if n := leadingNumber(g.value); n > 0 {
				p.Copies = n
			}
			if p.Moves == 0 {
				p.Moves = moveScore
			}
		}
	}
	if code, ok := b.ignored(); !ok {
		return code, false
	}
	return b.outputStyle()
}

// ignored reads --ignore-rev, --ignore-revs-file and blame.ignoreRevsFile.
func (b *blameRun) ignored() (int, bool) {
	b.p.Ignore = map[plumbing.Hash]bool{}
	files := append(b.repo.Config().All("blame.ignoreRevsFile"), b.values("ignore-revs-file")...)
	for _, name := range files {
		if name == "" {
			clear(b.p.Ignore)
			continue
		}
		path, err := b.userPath(name)
		if err != nil {
			return b.fail(err), false
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return b.die("could not open object name list: %s", name), false
		}
		for line := range strings.Lines(string(data)) {
			line, _, _ = strings.Cut(line, "#")
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			h, ok := object.ParseHash(line)
			if !ok {
				return b.die("invalid object name: %s", line), false
			}
			if peeled, err := b.repo.Objects().Peel(h, plumbing.CommitObject); err == nil {
				b.p.Ignore[peeled] = true
			}
		}
	}
	for _, name := range b.values("ignore-rev") {
		c, err := b.resolver().Commit(name)
		if err != nil {
			return b.die("cannot find revision %s to ignore", name), false
		}
		b.p.Ignore[c.Hash] = true
	}
	return 0, true
}

// pathFirst tells whether the path stands before the revision, as in `git blame file HEAD~1`.
func (b *blameRun) pathFirst(revs []string, last string) (bool, error) {
	if len(revs) != 1 || b.flag("reverse") || b.fileExists(last) || !b.fileExists(revs[0]) {
		return false, nil
	}
	_, err := b.resolver().Resolve(last)
	if err != nil && !notFound(err) {
		return false, err
	}
	return err == nil, nil
}

// start finds the version of the file that is blamed.
func (b *blameRun) start() (int, bool) {
	if b.flag("reverse") {
		return b.reverse()
	}
	excluded := map[plumbing.Hash]bool{}
	for _, it := range b.items {
		excluded[it.Hash] = excluded[it.Hash] || it.Exclude
	}
	var tip *rev.Item
	for i := range b.items {
		it := &b.items[i]
		if excluded[it.Hash] {
			continue
		}
		if tip != nil && tip.Hash != it.Hash {
			return b.die("More than one commit to dig from %s and %s?", it.Spec, tip.Spec), false
		}
		tip = it
	}
	if code, ok := b.stops(); !ok {
		return code, false
	}
	if len(b.items) == 0 && b.repo.Bare() {
		head, err := b.repo.Refs().Resolve("HEAD")
		if err != nil {
			return b.die("this operation must be run in a work tree"), false
		}
		tip = &rev.Item{Hash: head, Spec: "HEAD"}
	}
	if tip == nil {
		return b.pending()
	}
	if b.last("contents") != nil {
		return b.die("cannot use --contents with final commit object name"), false
	}
	h, err := b.repo.Objects().Peel(tip.Hash, plumbing.CommitObject)
	if err != nil {
		return b.die("Non commit %s?", tip.Spec), false
	}
	return b.startAt(h, tip.Spec)
}

// startAt blames the file of a commit.
func (b *blameRun) startAt(h plumbing.Hash, spec string) (int, bool) {
	c, err := b.repo.Objects().Commit(h)
	if err != nil {
		return b.fail(err), false
	}
	b.p.Commit, b.p.Path, b.final = c, b.path, spec
	if e, ok, err := b.repo.Objects().Lookup(c.TreeHash, b.path); err != nil || !ok || e.IsTree() {
		return b.die("no such path %s in %s", b.path, spec), false
	}
	return 0, true
}

// since is --since in seconds; 0 if it was not given.
func (b *blameRun) since() int64 {
	v, ok := b.value("since")
	if !ok {
		return 0
	}
	t, _ := b.repo.Clock().Approx(v)
	return t.Unix()
}

// stops makes excluded commits, and those before --since, boundaries.
func (b *blameRun) stops() (int, bool) {
	since := b.since()
	var excluded []walk.Tip
	tips, err := porcelain.Tips(b.repo, b.items)
	if err != nil {
		return b.fail(err), false
	}
	for _, t := range tips {
		if t.Exclude {
			excluded = append(excluded, walk.Tip{Hash: t.Hash})
		}
	}
	below := map[plumbing.Hash]bool{}
	if len(excluded) > 0 {
		w := walk.New(walk.Params{Store: b.repo.Objects(), Tips: excluded})
		for {
			c, err := w.Next()
			if err != nil {
				return b.fail(err), false
			}
			if c == nil {
				break
			}
			below[c.Hash] = true
		}
	}
	b.p.Stop = func(c *object.Commit) bool {
		return below[c.Hash] || since != 0 && c.Committer.When.Unix() < since && !c.Hash.IsZero()
	}
	return 0, true
}

// pending blames the file of the working tree, or of --contents, on a commit that
// is not made yet.
func (b *blameRun) pending() (int, bool) {
	head, err := b.pendingCommit()
	if err != nil {
		return b.die("no such ref: HEAD"), false
	}
	known := b.staged()
	for _, h := range head.ParentHashes {
		parent, err := b.repo.Objects().Commit(h)
		if err != nil {
			return b.fail(err), false
		}
		if e, ok, err := b.repo.Objects().Lookup(parent.TreeHash, b.path); err == nil && ok && !e.IsTree() {
			known = true
		}
	}
	if !known {
		return b.die("no such path '%s' in HEAD", b.path), false
	}
	data, code, ok := b.content()
	if !ok {
		return code, false
	}
	b.p.Commit, b.p.Path, b.p.Content, b.p.Pending = head, b.path, data, true
	b.final = "HEAD"
	return 0, true
}

// staged reports whether the file is in the index, and lets blame look for renames
// that only the index knows.
func (b *blameRun) staged() bool {
	w, err := worktree.Open(b.repo)
	if err != nil {
		return false
	}
	x, err := w.ReadIndex()
	if err != nil {
		return false
	}
	b.p.PendingPairs = func(tree plumbing.Hash) ([]diff.Pair, error) {
		staged, err := w.Staged(x, tree, nil)
		if err != nil {
			return nil, err
		}
		var pairs []diff.Pair
		for _, s := range staged {
			before, after := diff.Absent(s.Path), diff.Absent(s.Path)
			if s.Old.Mode != 0 {
				before = &diff.File{Path: s.Path, Mode: s.Old.Mode, Hash: s.Old.Hash}
			}
			if s.New != nil {
				after = &diff.File{Path: s.Path, Mode: s.New.Mode, Hash: s.New.Hash}
			}
			pairs = append(pairs, diff.NewPair(before, after))
		}
		return pairs, nil
	}
	return x.Has(b.path)
}

// pendingCommit stands for what would be committed now.
func (b *blameRun) pendingCommit() (*object.Commit, error) {
	parent, err := b.repo.Refs().Resolve("HEAD")
	if err != nil {
		return nil, err
	}
	who := object.Signature{Name: "Not Committed Yet", Email: "not.committed.yet", When: b.repo.Now()}
	c := &object.Commit{Author: who, Committer: who, ParentHashes: []plumbing.Hash{parent}}
	if data, err := os.ReadFile(b.repo.StateFile("MERGE_HEAD")); err == nil {
		for line := range strings.FieldsSeq(string(data)) {
			if h, ok := object.ParseHash(line); ok {
				c.ParentHashes = append(c.ParentHashes, h)
			}
		}
	}
	from := b.path
	if name, ok := b.value("contents"); ok {
		from = name
	}
	c.Message = "Version of " + b.path + " from " + from + "\n"
	return c, nil
}
