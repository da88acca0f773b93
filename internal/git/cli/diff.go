package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
	"cairn/internal/git/worktree"
)

func diffCommand() Command {
	return Command{
		Name: "diff", Summary: "Show changes between commits, the index and the working tree", Group: "history",
		Usage: []string{
			"git diff [<options>] [<commit>] [--] [<path>...]",
			"git diff [<options>] --cached [--merge-base] [<commit>] [--] [<path>...]",
			"git diff [<options>] [--merge-base] <commit> [<commit>...] <commit> [--] [<path>...]",
			"git diff [<options>] <commit>...<commit>] [--] [<path>...]",
			"git diff [<options>] <blob> <blob>]",
			"git diff [<options>] --no-index [--] <path> <path>]",
		},
		Options: append([]Option{
			{Long: "cached", NoNeg: true, Help: "compare the index with a commit"},
			{Long: "staged", NoNeg: true, Help: "synonym for --cached"},
			{Long: "merge-base", NoNeg: true, Help: "compare with the merge base"},
			{Long: "no-index", NoNeg: true, Help: "compare two files that need not be in a repository"},
			{Short: '0', Help: "say nothing of unmerged files"},
			{Short: '1', Long: "base", NoNeg: true, Help: "compare an unmerged file with its base"},
			{Short: '2', Long: "ours", NoNeg: true, Help: "compare an unmerged file with our side"},
			{Short: '3', Long: "theirs", NoNeg: true, Help: "compare an unmerged file with their side"},
			{Short: 't', NoNeg: true, Hidden: true, Help: "list changed folders, too"},
			{Long: "combined-all-paths", NoNeg: true, Hidden: true, Help: "with -c or --cc: list the names of a file in all trees"},
			{Short: 'r', NoNeg: true, Hidden: true, Help: "go into folders (always done)"},
			{Short: 'c', NoNeg: true, Help: "combined diff of a merge"},
			{Long: "cc", NoNeg: true, Help: "dense combined diff of a merge"},
		}, diffOptions()...),
		Absent: diffAbsent(),
		Example: "git diff\n" +
			"git diff --staged\n" +
			"git diff main...topic",
		Setup: MaybeRepo, Parse: KeepUnknown | KeepDash,
		Run: func(c *call) int { return c.toOutput(runDiff) },
	}
}

// diffRun is one run of git diff.
type diffRun struct {
	*call
	req   *diffRequest
	items []diffItem
	paths []string
	// ranged: one argument was A..B or A...B
	ranged bool
}

// diffItem is one object named on the command line.
type diffItem struct {
	rev.Item
	tree plumbing.Hash // zero for a blob
	path string
	mode filemode.FileMode
	blob bool
}

func runDiff(c *call) int {
	for _, a := range c.args {
		if a == "--" {
			break
		}
		if strings.HasPrefix(a, "-") && a != "-" {
			const refused = 255 // what Git gives here
			c.errorf("invalid option: %s", a)
			return refused
		}
	}
	req, code, ok := c.diffSettings()
	if !ok {
		return code
	}
	if !req.plainP {
		req.Formats |= diff.Patch
	}
	if req.AllPaths = c.allPaths(); req.AllPaths && !c.flag("c") && !c.flag("cc") {
		return c.die(allPathsFault)
	}
	d := &diffRun{call: c, req: req}
	req.NeedsPath = true
	if c.flag("no-index") || c.repo == nil || d.outsideRepo() {
		return d.noIndex(c.repo == nil && !c.flag("no-index"))
	}
	if c.flag("c") && !c.flag("cc") {
		req.Dense = false
	}
	if code, ok := d.arguments(); !ok {
		return code
	}
	return d.compare()
}

func (d *diffRun) compare() int {
	cached := d.flag("cached") || d.flag("staged")
	trees, blobs := 0, 0
	for _, it := range d.items {
		if it.blob {
			blobs++
		} else {
			trees++
		}
	}
	switch {
	case blobs > 0:
		return d.blobs(trees, blobs)
	case cached && trees > 1:
		return d.usage()
	case trees > 2:
		return d.combined()
	case trees == 2:
		return d.trees()
	case d.repo.Bare():
		return d.die("this operation must be run in a work tree")
	}
	return d.withFiles(cached)
}

// withFiles compares with the index or the working tree.
func (d *diffRun) withFiles(cached bool) int {
	w, err := worktree.Open(d.repo)
	if err != nil {
		return d.fail(err)
	}
	x, err := w.ReadIndex()
	if err != nil {
		return d.fail(err)
	}
	d.files = w
	set, err := w.Pathspec(d.paths, pathspec.Params{Literal: d.global.literal})
	if err != nil {
		return d.fail(err)
	}
	p := porcelain.DiffParams{Worktree: w, Index: x, Stage: d.stage(), Unchanged: d.req.CopiesHarder,
		Ignored: d.ignoredSubmodules(), Warn: func(text string) { d.warn("%s", text) }}
	if !set.Empty() {
		p.Match = set.Match
	}
	var pairs []diff.Pair
	switch {
	case cached:
		d.req.sides("c", "i")
		tree, code, ok := d.baseTree(w)
		if !ok {
			return code
		}
		pairs, err = porcelain.DiffCached(p, tree)
	case len(d.items) == 1:
		d.req.sides("c", "w")
		tree, code, ok := d.baseTree(w)
		if !ok {
			return code
		}
		pairs, err = porcelain.DiffTreeFiles(p, tree)
	default:
		d.req.sides("i", "w")
		if p.Stage == porcelain.DiffBoth && d.req.Formats&diff.Patch == 0 {
			p.Stage = porcelain.DiffOurs
		}
		pairs = porcelain.DiffFiles(p)
	}
	if err != nil {
		return d.fail(err)
	}
	if !d.req.CopiesHarder {
		pairs = porcelain.Settle(pairs)
	}
	code := d.write(pairs)
	if x.Changed() && !d.global.noLocks {
		d.renew(w)
	}
	return code
}

// renew saves fresh stat data, if nobody else is writing the index.
func (d *diffRun) renew(w *worktree.Worktree) {
	lock, err := w.Lock()
	if err != nil {
		return
	}
	x, err := w.ReadIndex()
	if err != nil {
		lock.Release()
		return
	}
	w.Compare(x, worktree.CompareParams{})
	if err := w.Save(lock, x); err != nil {
		lock.Release()
	}
}

func (d *diffRun) stage() porcelain.DiffStage {
	stage := porcelain.DiffBoth
	for _, g := range d.opts {
		switch g.opt.key() {
		case "0":
			stage = porcelain.DiffNone
		case "base":
			stage = porcelain.DiffBase
		case "ours":
			stage = porcelain.DiffOurs
		case "theirs":
			stage = porcelain.DiffTheirs
		}
	}
	return stage
}

// baseTree is the tree that index or working tree are compared with.
func (d *diffRun) baseTree(w *worktree.Worktree) (plumbing.Hash, int, bool) {
	if len(d.items) == 0 {
		tree, err := w.HeadTree()
		if err != nil {
			return tree, d.fail(err), false
		}
		return tree, 0, true
	}
	it := d.items[0]
	if !d.flag("merge-base") {
		return it.tree, 0, true
	}
	head, err := rev.Resolve(d.repo, "HEAD")
	if err != nil {
		return it.tree, d.fail(err), false
	}
	return d.mergeBaseTree(it.Hash, head)
}

func (d *diffRun) mergeBaseTree(a, b plumbing.Hash) (plumbing.Hash, int, bool) {
	for _, h := range []plumbing.Hash{a, b} {
		if kind, err := d.repo.Objects().Kind(h); err != nil || kind != plumbing.CommitObject {
			return plumbing.ZeroHash, d.die("--merge-base only works with commits"), false
		}
	}
	bases, err := walk.MergeBases(d.repo.Objects(), a, b)
	switch {
	case err != nil:
		return plumbing.ZeroHash, d.fail(err), false
	case len(bases) == 0:
		return plumbing.ZeroHash, d.die("no merge base found"), false
	case len(bases) > 1:
		return plumbing.ZeroHash, d.die("multiple merge bases found"), false
	}
	tree, err := d.repo.Objects().Peel(bases[0], plumbing.TreeObject)
	if err != nil {
		return tree, d.fail(err), false
	}
	return tree, 0, true
}

func (d *diffRun) trees() int {
	a, b := d.items[0], d.items[1]
	// "A ^B" is "B..A".
	if b.Exclude {
		a, b = b, a
	}
	before := a.tree
	if d.flag("merge-base") {
		tree, code, ok := d.mergeBaseTree(a.Hash, b.Hash)
		if !ok {
			return code
		}
		before = tree
	}
	o, err := d.treeOptions()
	if err != nil {
		return d.fail(err)
	}
	pairs, err := diff.Trees(d.repo.Objects(), before, b.tree, o)
	if err == nil && d.req.CopiesHarder {
		pairs, err = diff.WithUnchanged(d.repo.Objects(), before, pairs, o)
	}
	if err != nil {
		return d.fail(err)
	}
	return d.write(pairs)
}

func (d *diffRun) treeOptions() (diff.TreeOptions, error) {
	set, err := d.pathspec()
	o := diff.TreeOptions{WithTrees: d.showsFolders(d.req)}
	if err == nil && !set.Empty() {
		o.Match, o.Enter = set.Match, set.Reaches
	}
	return o, err
}

func (d *diffRun) pathspec() (*pathspec.Set, error) {
	w, err := worktree.Open(d.repo)
	if err != nil {
		return pathspec.Parse(d.paths, pathspec.Params{Literal: d.global.literal})
	}
	return w.Pathspec(d.paths, pathspec.Params{Literal: d.global.literal})
}

// combined compares the first tree that is not named as a parent only with all others.
func (d *diffRun) combined() int {
	first := slices.IndexFunc(d.items, func(it diffItem) bool { return it.Side != rev.Parent })
	if first < 0 {
		return d.die("no merge given, only parents.")
	}
	o, err := d.treeOptions()
	if err != nil {
		return d.fail(err)
	}
	var parents []plumbing.Hash
	for i, it := range d.items {
		if i != first {
			parents = append(parents, it.tree)
		}
	}
	list, err := d.req.CombineTrees(d.repo.Objects(), d.items[first].tree, parents, o)
	if err != nil {
		return d.fail(err)
	}
	res, err := diff.FormatCombined(d.out, list, d.req.Options)
	return d.code(res, err)
}

// blobs compares two blobs, or a blob with a file.
func (d *diffRun) blobs(trees, blobs int) int {
	if trees > 0 || blobs > 2 {
		return d.usage()
	}
	a := d.items[0]
	before := &diff.File{Path: a.path, Mode: a.mode, Hash: a.Hash}
	if blobs == 2 {
		if len(d.paths) > 0 {
			return d.usage()
		}
		b := d.items[1]
		return d.write([]diff.Pair{diff.NewPair(before, &diff.File{Path: b.path, Mode: b.mode, Hash: b.Hash})})
	}
	if len(d.paths) != 1 {
		return d.usage()
	}
	w, err := worktree.Open(d.repo)
	if err != nil {
		return d.fail(err)
	}
	path := filepath.ToSlash(filepath.Join(filepath.FromSlash(d.repo.Prefix()), d.paths[0]))
	mode, exists := w.Lstat(path)
	if !exists {
		return d.die("failed to stat '%s': No such file or directory", d.paths[0])
	}
	after := &diff.File{Path: path, Mode: mode, Read: func() ([]byte, error) {
		data, _, err := w.ReadBlob(nil, path)
		return data, err
	}}
	d.req.sides("o", "w")
	if a.path == a.Spec {
		before.Path = path
	}
	return d.write([]diff.Pair{diff.NewPair(before, after)})
}

// write refines and prints, and gives the exit code.
func (d *diffRun) write(pairs []diff.Pair) int {
	pairs, err := d.req.Refine(pairs)
	if err != nil {
		return d.fail(err)
	}
	res, err := diff.Format(d.out, pairs, d.req.Options)
	d.warnLimit(d.req.Options)
	return d.code(res, err)
}

func (d *diffRun) code(res diff.Result, err error) int {
	if err != nil {
		return d.fail(err)
	}
	code := 0
	if d.req.exitCode && res.Changed {
		code = 1
	}
	if res.Problems {
		code |= 2
	}
	return code
}
