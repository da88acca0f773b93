package porcelain

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/disk"
	"cairn/internal/git/config"
	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// CloneParams says what to clone, and where to.
type CloneParams struct {
	repo.Params
	Source     string // as it was given: a path or file://
	Path       string // the new folder, absolute; it must be missing or empty
	Bare       bool
	Mirror     bool
	Origin     string   // name of the remote; "" is origin
	Branch     string   // branch or tag to check out; "" is the source's HEAD
	NoCheckout bool     // leave the working tree empty
	NoTags     bool     // and never fetch tags later
	Copy       bool     // no hard links
	Settings   []string // key=value, written into the new configuration
	NoLocal    bool     // as if the source were on another machine
	Shared     bool     // borrow the source's objects, do not copy them
	References []Reference
	Dissociate bool // copy what would be borrowed
	// Separate, Template and HasTemplate are those of repo.InitParams.
	Separate    string
	Template    string
	HasTemplate bool
	Single      bool // only the branch that is checked out
}

// IsURL reports whether the source was given by its address: then it is treated as if it were on another machine.
func (p CloneParams) IsURL() bool { return strings.HasPrefix(p.Source, "file://") }

// CloneResult says what came out.
type CloneResult struct {
	Repo     *repo.Repo
	Empty    bool          // the source has no commit
	Detached plumbing.Hash // HEAD is on no branch
	NoBranch bool          // HEAD of the source is on nothing that exists
	Unused   []string      // optional references that could not be used, and why
	// NoTemplate is the template that was named and is not there.
	NoTemplate string
	// Collided are paths of which only some could get a file, because the disk ignores case.
	Collided []string
	// Checkout says why the files could not be written; the clone itself is whole then.
	Checkout error
}

// CloneError ends git clone, in Git's words.
type CloneError struct{ Text string }

func (e *CloneError) Error() string { return e.Text }

// Clone makes the new repository. What it made is removed again if it fails.
func Clone(src *repo.Repo, url string, p CloneParams) (res CloneResult, err error) {
	_, statErr := os.Stat(p.Path)
	existed := statErr == nil
	defer func() {
		if err != nil {
			removeClone(p.Path, existed)
		}
	}()
	c := &cloning{p: p, src: src, url: url}
	if err := c.init(); err != nil {
		return res, err
	}
	if err := c.objects(); err != nil {
		return c.res, err
	}
	if err := c.importRefs(); err != nil {
		return res, err
	}
	if err := c.finish(); err != nil {
		return c.res, err
	}
	if !c.p.Bare && !c.p.NoCheckout && !c.at.IsZero() {
		c.res.Checkout = c.checkout()
	}
	return c.res, nil
}

func removeClone(path string, existed bool) {
	if !existed {
		_ = disk.RemoveAll(path)
		return
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return
	}
	for _, e := range entries {
		_ = disk.RemoveAll(filepath.Join(path, e.Name()))
	}
}

// cloning is a clone under way.
type cloning struct {
	p      CloneParams
	src    *repo.Repo
	dst    *repo.Repo
	url    string
	res    CloneResult
	branch string // short name of the branch that HEAD will be on
	at     plumbing.Hash
	only   string // the one ref that is taken, with Single
}

func (c *cloning) init() error {
	at := c.p.Params
	at.Env, at.GitDir, at.WorkTree = withoutGitDir(c.p.Env), "", ""
	dst, made, err := repo.Init(repo.InitParams{
		Params: at, Path: c.p.Path, Bare: c.p.Bare,
		Separate: c.p.Separate, Template: c.p.Template, HasTemplate: c.p.HasTemplate,
	})
	if err != nil {
		return err
	}
	c.dst, c.res.Repo, c.res.NoTemplate = dst, dst, made.NoTemplate
	if err := c.choose(); err != nil {
		return err
	}
	return c.configure(func(f *config.File) error {
		for _, s := range c.p.Settings {
			key, value, ok := strings.Cut(s, "=")
			if !ok {
				value = "true"
			}
			if err := f.Add(config.Canonical(key), value); err != nil {
				return &SettingsError{err, "unable to write parameters to config file"}
			}
		}
		section := "remote." + c.p.Origin
		if err := f.Add(section+".url", c.url); err != nil {
			return err
		}
		if c.p.NoTags {
			if err := f.Add(section+".tagOpt", "--no-tags"); err != nil {
				return err
			}
		}
		if c.p.Mirror {
			if err := f.Add(section+".fetch", "+refs/*:refs/*"); err != nil {
				return err
			}
			return f.Add(section+".mirror", "true")
		}
		if spec := c.fetches(); spec != "" {
			return f.Add(section+".fetch", spec)
		}
		return nil
	})
}

func (c *cloning) configure(change func(*config.File) error) error {
	if err := config.Edit(filepath.Join(c.dst.CommonDir(), "config"), c.dst.Root(), change); err != nil {
		return err
	}
	return c.dst.Reload()
}

// fetches is what later fetches bring; "" is the remote's HEAD alone.
func (c *cloning) fetches() string {
	to := ":" + refs.Remotes + c.p.Origin + "/"
	switch {
	case c.p.Bare:
		return ""
	case !c.p.Single:
		return "+" + refs.Heads + "*" + to + "*"
	case c.only == "":
		return ""
	}
	if branch, ok := strings.CutPrefix(c.only, refs.Heads); ok {
		return "+" + c.only + to + branch
	}
	return "+" + c.only + ":" + c.only
}

// choose finds the one ref that a clone of a single branch is about: the branch that HEAD is on, or what was named.
func (c *cloning) choose() error {
	if !c.p.Single {
		return nil
	}
	if c.p.Branch == "" {
		full, at, err := c.src.Refs().Head()
		if err == nil && full == "" {
			full = refs.Heads + c.guess(at)
		}
		c.only = full
		return err
	}
	for _, prefix := range []string{refs.Heads, refs.Tags} {
		if _, err := c.src.Refs().Resolve(prefix + c.p.Branch); err == nil {
			c.only = prefix + c.p.Branch
			return nil
		}
	}
	return nil
}

// importRefs takes over branches and tags, and decides on HEAD.
func (c *cloning) importRefs() error {
	all, err := c.src.Refs().List("")
	if err != nil {
		return err
	}
	var list []refs.Ref
	for _, r := range all {
		h, err := c.src.Refs().Resolve(r.Name)
		if err != nil {
			continue
		}
		name := c.newName(r.Name)
		if name == "" {
			continue
		}
		ref := refs.Ref{Name: name, Hash: h}
		if kind, err := c.src.Objects().Kind(h); err == nil && kind == plumbing.TagObject {
			if p, err := c.src.Objects().Peel(h, plumbing.AnyObject); err == nil {
				ref.Peeled = p
			}
		}
		list = append(list, ref)
	}
	if len(list) > 0 {
		if err := c.dst.Refs().Import(list); err != nil {
			return err
		}
	}
	return c.findHead()
}

// newName is what a ref of the source is called in the clone; "" is left behind.
func (c *cloning) newName(name string) string {
	branch, isBranch := strings.CutPrefix(name, refs.Heads)
	switch {
	case c.p.Mirror:
		return name
	case isBranch && c.p.Single && name != c.only:
		return ""
	case isBranch && c.p.Bare:
		return name
	case isBranch:
		return refs.Remotes + c.p.Origin + "/" + branch
	case strings.HasPrefix(name, refs.Tags) && !c.p.NoTags:
		return name
	}
	return ""
}

// findHead decides which branch or commit to check out.
func (c *cloning) findHead() error {
	full, at, err := c.src.Refs().Head()
	if err != nil {
		return err
	}
	c.branch, c.at = strings.TrimPrefix(full, refs.Heads), at
	if full == "" {
		c.branch = c.guess(at)
	}
	if c.p.Branch == "" {
		heads, err := c.src.Refs().List(refs.Heads)
		c.res.Empty = at.IsZero() && len(heads) == 0
		c.res.NoBranch = at.IsZero() && len(heads) > 0
		return err
	}
	if h, err := c.src.Refs().Resolve(refs.Heads + c.p.Branch); err == nil {
		c.branch, c.at = c.p.Branch, h
		return nil
	}
	h, err := c.src.Refs().Resolve(refs.Tags + c.p.Branch)
	if err != nil {
		return &CloneError{fmt.Sprintf("Remote branch %s not found in upstream %s", c.p.Branch, c.p.Origin)}
	}
	c.branch = ""
	c.at, err = c.src.Objects().Peel(h, plumbing.CommitObject)
	return err
}

// guess finds a branch for a detached HEAD: the default one, master, or any
// that is at the same commit.
func (c *cloning) guess(at plumbing.Hash) string {
	for _, name := range []string{c.dst.Config().String("init.defaultBranch", "master"), "master"} {
		if h, err := c.src.Refs().Resolve(refs.Heads + name); err == nil && h == at {
			return name
		}
	}
	all, err := c.src.Refs().List(refs.Heads)
	if err != nil {
		return ""
	}
	for _, r := range all {
		if r.Hash == at {
			return strings.TrimPrefix(r.Name, refs.Heads)
		}
	}
	return ""
}

// finish writes HEAD, the upstream and the files.
func (c *cloning) finish() error {
	message := "clone: from " + c.url
	if err := c.remoteHead(message); err != nil {
		return err
	}
	store := c.dst.Refs()
	if c.branch != "" {
		if err := store.Set(refs.Update{Name: refs.HEAD, Symbolic: refs.Heads + c.branch, NoLog: true}); err != nil {
			return err
		}
	}
	switch {
	case c.branch != "" && !c.at.IsZero() && !c.p.Bare:
		if err := store.Set(refs.Update{Name: refs.HEAD, New: c.at, Message: message}); err != nil {
			return err
		}
	case c.branch == "" && !c.at.IsZero():
		if err := store.Set(refs.Update{Name: refs.HEAD, New: c.at, Message: message, NoDeref: true}); err != nil {
			return err
		}
		c.res.Detached = c.at
	}
	if c.branch != "" && !c.p.Bare {
		err := c.configure(func(f *config.File) error {
			if err := f.Add("branch."+c.branch+".remote", c.p.Origin); err != nil {
				return err
			}
			return f.Add("branch."+c.branch+".merge", refs.Heads+c.branch)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// remoteHead records which branch the source is on.
func (c *cloning) remoteHead(message string) error {
	full, at, err := c.src.Refs().Head()
	if err != nil || c.p.Bare {
		return err
	}
	branch := strings.TrimPrefix(full, refs.Heads)
	if full == "" {
		branch = c.guess(at)
	}
	if branch == "" || at.IsZero() || c.newName(refs.Heads+branch) == "" {
		return nil
	}
	prefix := refs.Remotes + c.p.Origin + "/"
	return c.dst.Refs().Set(refs.Update{Name: prefix + "HEAD", Symbolic: prefix + branch, Message: message})
}

func (c *cloning) checkout() error {
	w, err := worktree.Open(c.dst)
	if err != nil {
		return err
	}
	lock, err := w.Lock()
	if err != nil {
		return err
	}
	defer lock.Release()
	x, err := w.ReadIndex()
	if err != nil {
		return err
	}
	tree, err := w.TreeOf(c.at)
	if err != nil {
		return err
	}
	var empty plumbing.Hash
	if err := w.Unpack(worktree.UnpackParams{Index: x, From: &empty, To: tree}); err != nil {
		return err
	}
	c.res.Collided = w.Collided(x)
	return w.Save(lock, x)
}
