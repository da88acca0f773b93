package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
	"cairn/internal/git/walk"
	"cairn/internal/git/worktree"
)

func describeCommand() Command {
	return Command{
		Name: "describe", Summary: "Name a commit by the nearest tag below it", Group: "history",
		Usage: []string{
			"git describe [--all] [--tags] [--contains] [--abbrev=<n>] [<commit-ish>...]",
			"git describe [--all] [--tags] [--contains] [--abbrev=<n>] --dirty[=<mark>]",
			"git describe <blob>",
		},
		Options: []Option{
			{Long: "contains", Help: "find the tag that comes after the commit"},
			{Long: "all", Help: "use any ref"},
			{Long: "tags", Help: "use any tag, even unannotated"},
			{Long: "long", Help: "always use long format"},
			{Long: "first-parent", Help: "only follow first parent"},
			{Long: "abbrev", Arg: "n", OptArg: true, Help: "use <n> digits to display object names"},
			{Long: "exact-match", Help: "only output exact matches"},
			{Long: "candidates", Arg: "n", Number: true, Help: "consider <n> most recent tags (default: 10)"},
			{Long: "match", Arg: "pattern", Help: "only consider tags matching <pattern>"},
			{Long: "exclude", Arg: "pattern", Help: "do not consider tags matching <pattern>"},
			{Long: "always", Help: "show abbreviated commit object as fallback"},
			{Long: "dirty", Arg: "mark", OptArg: true, Help: "append <mark> on dirty working tree (default: \"-dirty\")"},
			{Long: "broken", Arg: "mark", OptArg: true, Help: "append <mark> on broken working tree (default: \"-broken\")"},
		},
		Absent:  []Absent{{"--debug", ""}},
		Example: "git describe --tags\ngit describe --always --dirty",
		Setup:   NeedRepo,
		Run:     runDescribe,
	}
}

// describeRun is one run of git describe.
type describeRun struct {
	*call
	describer *porcelain.Describer
	abbrev    int
	short     bool // --abbrev=0: the name alone
	suffix    string
}

func runDescribe(c *call) int {
	if c.flag("long") && c.describeAbbrev() == 0 && c.last("abbrev") != nil {
		return c.die("options '--long' and '--abbrev=0' cannot be used together")
	}
	if c.flag("contains") {
		return c.describeContains()
	}
	const usual = 10
	p := porcelain.DescribeParams{
		All: c.flag("all"), Tags: c.flag("tags"), FirstParent: c.flag("first-parent"),
		Candidates: min(max(c.number("candidates", usual), 0), 26),
		Match:      c.values("match"), Exclude: c.values("exclude"),
	}
	if c.flag("exact-match") {
		p.Candidates = 0
	}
	describer, err := porcelain.NewDescriber(c.repo, p)
	if err != nil {
		return c.fail(err)
	}
	if describer.Empty() && !c.flag("always") {
		return c.fail(&porcelain.DescribeError{NoNames: true})
	}
	d := &describeRun{call: c, describer: describer, abbrev: c.describeAbbrev()}
	d.short = d.abbrev == 0 && c.last("abbrev") != nil
	if len(c.args) == 0 {
		if code, ok := d.dirty(); !ok {
			return code
		}
		return d.one("HEAD")
	}
	for _, name := range []string{"dirty", "broken"} {
		if c.flag(name) {
			return c.die("option '--%s' and commit-ishes cannot be used together", name)
		}
	}
	for _, a := range c.args {
		if code := d.one(a); code != exitOK {
			return code
		}
	}
	return exitOK
}

func (c *call) describeAbbrev() int {
	g := c.last("abbrev")
	switch {
	case g == nil:
		return 0
	case g.off:
		return 0
	case !g.has:
		return 0
	}
	n, err := strconv.Atoi(g.value)
	if err != nil || n == 0 {
		return 0
	}
	return min(max(n, 4), 40)
}

// dirty finds out whether the working tree differs from HEAD.
func (d *describeRun) dirty() (int, bool) {
	mark, asked := "", false
	for _, name := range []string{"broken", "dirty"} {
		if g := d.last(name); g != nil && !g.off {
			mark, asked = "-dirty", true
			if g.has && name == "dirty" {
				mark = g.value
			}
		}
	}
	if !asked {
		return 0, true
	}
	w, err := worktree.Open(d.repo)
	if err != nil {
		return d.die("this operation must be run in a work tree"), false
	}
	x, err := w.ReadIndex()
	if err != nil {
		return d.fail(err), false
	}
	tree, err := w.HeadTree()
	if err != nil {
		return d.fail(err), false
	}
	staged, err := w.Staged(x, tree, nil)
	if err != nil {
		return d.fail(err), false
	}
	if len(staged) > 0 || len(w.Compare(x, worktree.CompareParams{})) > 0 {
		d.suffix = mark
	}
	return 0, true
}

// one describes one commit.
func (d *describeRun) one(spec string) int {
	h, err := d.resolver().Resolve(spec)
	if err != nil && !notFound(err) {
		return d.fail(err)
	}
	if err != nil {
		return d.die("Not a valid object name %s", spec)
	}
	commit, err := d.repo.Objects().Peel(h, plumbing.CommitObject)
	if err != nil {
		if kind, err := d.repo.Objects().Kind(h); err == nil && kind == plumbing.BlobObject {
			return d.blob(h)
		}
		return d.die("%s is neither a commit nor blob", spec)
	}
	text, err := d.text(commit)
	if err != nil {
		return d.fail(err)
	}
	d.println(text + d.suffix)
	return exitOK
}

// text describes a commit.
func (d *describeRun) text(commit plumbing.Hash) (string, error) {
	found, err := d.describer.Describe(commit)
	var none *porcelain.DescribeError
	if errors.As(err, &none) && d.flag("always") && !(none.Exact && d.flag("exact-match")) {
		return d.repo.Objects().Abbrev(commit, d.abbrev), nil
	}
	if err != nil {
		return "", err
	}
	if found.Misnamed != "" {
		d.warn("tag '%s' is externally known as '%s'", found.Misnamed, strings.TrimPrefix(found.Name, "tags/"))
	}
	return d.written(found, commit, d.abbrev, d.short, d.flag("long")), nil
}

// blob names a file by the oldest commit of HEAD that has it, and its path there.
func (d *describeRun) blob(h plumbing.Hash) int {
	head, err := d.repo.Refs().Resolve(refs.HEAD)
	if err != nil {
		return d.fail(err)
	}
	w := walk.New(walk.Params{Store: d.repo.Objects(), Tips: []walk.Tip{{Hash: head}}, Reverse: true})
	known := map[plumbing.Hash]bool{}
	for {
		c, err := w.Next()
		if err != nil {
			return d.fail(err)
		}
		if c == nil {
			d.println("") // as Git: nothing to say, and no fault
			return exitOK
		}
		path, found, err := d.pathOf(h, c.TreeHash, known)
		if err != nil {
			return d.fail(err)
		}
		if !found {
			continue
		}
		text, err := d.text(c.Hash)
		if err != nil {
			return d.fail(err)
		}
		d.println(text + ":" + path)
		return exitOK
	}
}

// pathOf looks for a file below a folder; known are the folders without it.
func (d *describeRun) pathOf(h, tree plumbing.Hash, known map[plumbing.Hash]bool) (path string, found bool, err error) {
	if known[tree] {
		return "", false, nil
	}
	known[tree] = true
	entries, err := d.repo.Objects().Tree(tree)
	if err != nil {
		return "", false, err
	}
	for _, e := range entries {
		if e.Hash == h {
			return e.Name, true, nil
		}
		if e.IsTree() {
			if path, found, err = d.pathOf(h, e.Hash, known); found || err != nil {
				return e.Name + "/" + path, found, err
			}
		}
	}
	return "", false, nil
}

// written is a description in the form of git describe.
func (c *call) written(found *porcelain.Description, commit plumbing.Hash, abbrev int, short, long bool) string {
	if (found.Depth == 0 || short) && !long && found.Misnamed == "" {
		return found.Name
	}
	if short {
		abbrev = 40 // --abbrev=0, but the name alone would be wrong
	}
	return fmt.Sprintf("%s-%d-g%s", found.Name, found.Depth, c.repo.Objects().Abbrev(commit, abbrev))
}

// describeContains names commits by what comes after them.
func (c *call) describeContains() int {
	p := porcelain.NameRevParams{TagsOnly: !c.flag("all"), Short: true}
	for _, m := range c.values("match") {
		p.Match = append(p.Match, "refs/tags/"+m)
	}
	for _, m := range c.values("exclude") {
		p.Exclude = append(p.Exclude, "refs/tags/"+m)
	}
	args := c.args
	if len(args) == 0 {
		args = []string{"HEAD"}
	}
	return c.nameRevs(args, p, nameRevStyle{nameOnly: true, peel: true, always: c.flag("always")})
}
