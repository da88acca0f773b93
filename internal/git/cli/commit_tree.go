package cli

import (
	"io"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/index"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/object"
	"cairn/internal/git/rev"
	"cairn/internal/git/worktree"
)

func commitTreeCommand() Command {
	return Command{
		Name: "commit-tree", Summary: "Make a commit of a tree, by hand", Group: "plumbing",
		Usage: []string{
			"git commit-tree <tree> [(-p <parent>)...]",
			"git commit-tree [(-p <parent>)...] [(-m <message>)...]\n[(-F <file>)...] <tree>",
		},
		Options: []Option{
			{Short: 'p', Arg: "parent", Help: "id of a parent commit object"},
			{Short: 'm', Arg: "message", Help: "commit message"},
			{Short: 'F', Arg: "file", Help: "read commit log message from file"},
		},
		Absent:  []Absent{{"-S", ""}, {"--gpg-sign", ""}},
		Example: "git commit-tree -m \"First\" $(git write-tree)",
		Setup:   NeedRepo,
		Run:     runCommitTree,
	}
}

func runCommitTree(c *call) int {
	if len(c.args) == 0 && len(c.opts) == 0 {
		return c.usage()
	}
	commit := &object.Commit{}
	var text strings.Builder
	for _, g := range c.opts {
		var code int
		var ok bool
		if g.opt.Short == 'p' {
			code, ok = c.addParent(commit, g.value)
		} else {
			code, ok = c.addText(&text, g)
		}
		if !ok {
			return code
		}
	}
	if len(c.args) != 1 {
		return c.die("must give exactly one tree")
	}
	res, err := c.resolver().Lookup(c.args[0], rev.Treeish)
	h := res.Hash
	if isUnknown(err) {
		return c.die("not a valid object name %s", c.args[0])
	}
	if err != nil {
		return c.fail(err)
	}
	if kind, err := c.repo.Objects().Kind(h); err != nil || kind != plumbing.TreeObject {
		return c.die("%s is not a valid 'tree' object", h)
	}
	commit.TreeHash = h
	if text.Len() == 0 && !c.flag("m") && !c.flag("F") {
		data, err := io.ReadAll(c.env.Stdin)
		if err != nil {
			return c.die("git commit-tree: failed to read: %s", lockfile.Reason(err))
		}
		text.Write(data)
	}
	commit.Message = text.String()
	if commit.Author, err = c.repo.Author(); err != nil {
		return c.fail(err)
	}
	if commit.Committer, err = c.repo.Committer(); err != nil {
		return c.fail(err)
	}
	if err := c.seal(commit); err != nil {
		return c.fail(err)
	}
	sum, err := c.repo.Objects().PutCommit(commit)
	if err != nil {
		return c.fail(err)
	}
	c.println(sum.String())
	return exitOK
}

func (c *call) addParent(commit *object.Commit, spec string) (int, bool) {
	res, err := c.resolver().Lookup(spec, rev.Commit)
	h := res.Hash
	if isUnknown(err) {
		return c.die("not a valid object name %s", spec), false
	}
	if err != nil {
		return c.fail(err), false
	}
	if kind, err := c.repo.Objects().Kind(h); err != nil || kind != plumbing.CommitObject {
		return c.die("%s is not a valid 'commit' object", h), false
	}
	if slices.Contains(commit.ParentHashes, h) {
		c.errorf("duplicate parent %s ignored", h)
		return 0, true
	}
	commit.ParentHashes = append(commit.ParentHashes, h)
	return 0, true
}

// addText adds a paragraph of -m or a file of -F.
func (c *call) addText(text *strings.Builder, g given) (int, bool) {
	if text.Len() > 0 {
		text.WriteByte('\n')
	}
	if g.opt.Short == 'm' {
		text.WriteString(strings.TrimSuffix(g.value, "\n") + "\n")
		return 0, true
	}
	data, err := c.readArgFile(g.value)
	if err != nil {
		return c.die("could not open '%s' for reading: %s", g.value, lockfile.Reason(err)), false
	}
	text.WriteString(data)
	return 0, true
}

func writeTreeCommand() Command {
	return Command{
		Name: "write-tree", Summary: "Make a tree of what is staged", Group: "plumbing",
		Usage: []string{"git write-tree [--missing-ok] [--prefix=<prefix>/]"},
		Options: []Option{
			{Long: "missing-ok", Help: "allow missing objects"},
			{Long: "prefix", Arg: "<prefix>/", Help: "write tree object for a subdirectory <prefix>"},
		},
		Example: "git write-tree",
		Setup:   NeedRepo,
		Run:     runWriteTree,
	}
}

// saveTrees writes the index, which now remembers its trees; a bare repository has no files to look at for that.
func saveTrees(c *call, lock *index.Lock, x *index.Index) error {
	if c.repo.Bare() {
		return lock.Commit(x)
	}
	w, err := worktree.Open(c.repo)
	if err != nil {
		return err
	}
	return w.Save(lock, x)
}

func runWriteTree(c *call) int {
	lock, err := index.NewLock(c.repo.IndexFile(), c.repo.Sharing)
	if err != nil {
		return c.fail(err)
	}
	defer lock.Release()
	x, err := index.Read(c.repo.IndexFile())
	if err != nil {
		return c.fail(err)
	}
	if bad := x.Unmerged(); len(bad) > 0 {
		for _, e := range x.Entries() {
			if e.Stage != 0 {
				c.say("%s: unmerged (%s)", e.Path, e.Hash)
			}
		}
		return c.die("git-write-tree: error building trees")
	}
	if _, _, known := x.CachedTree(""); !known && !c.flag("missing-ok") {
		for _, e := range x.Entries() {
			if e.Mode != 0o160000 && !c.repo.Objects().Has(e.Hash) {
				c.errorf("invalid object %06o %s for '%s'", uint32(e.Mode), e.Hash, e.Path)
				return c.die("git-write-tree: error building trees")
			}
		}
	}
	store := c.repo.Objects()
	h, err := x.WriteTree(store.PutTreeData)
	if err != nil {
		return c.fail(err)
	}
	if x.Changed() { // it remembers the trees from now on
		if err := saveTrees(c, lock, x); err != nil {
			return c.fail(err)
		}
	}
	if prefix, ok := c.value("prefix"); ok {
		e, found, err := store.Lookup(h, strings.TrimSuffix(prefix, "/"))
		if err != nil {
			return c.fail(err)
		}
		if !found || !e.IsTree() {
			return c.die("git-write-tree: prefix %s not found", prefix)
		}
		h = e.Hash
	}
	c.println(h.String())
	return exitOK
}
