package worktree

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/disk"
	"cairn/internal/git/attr"
	"cairn/internal/git/convert"
	"cairn/internal/git/index"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/object"
)

// apply carries the steps out: files that go, then what lies in the way, then files, and
// links last, so that nothing is ever written through a link made in the same run.
func (u *unpack) apply() error {
	var gone []string
	var fresh []*index.Entry
	for i := range u.steps {
		s := &u.steps[i]
		if s.to == nil {
			if s.now != nil { // else it is gone, and an empty folder of it is the user's
				gone = append(gone, s.path)
			}
			continue
		}
		e := &index.Entry{Path: s.path, Mode: s.to.Mode, Hash: s.to.Hash}
		e.AssumeValid = s.repair && s.now.AssumeValid
		e.SkipWorktree = s.now != nil && s.now.SkipWorktree
		fresh = append(fresh, e)
	}
	if u.p.IndexOnly {
		u.keepStat(fresh)
		u.x.RemoveAll(gone)
		u.x.AddAll(fresh)
		if !u.p.KeepUndo {
			u.x.ClearResolveUndo()
		}
		u.w.RepairTrees(u.x)
		return nil
	}
	u.x.RemoveAll(gone)
	for _, path := range gone {
		if u.submoduleGoes(path) {
			continue
		}
		u.warnOfFolder(path)
		if err := u.w.RemoveFile(path); err != nil {
			return &RemoveError{Path: path, Cause: err}
		}
	}
	u.x.AddAll(fresh)
	u.x.ClearResolveUndo()
	if err := u.w.Checkout(u.x, fresh); err != nil {
		return err
	}
	u.w.RepairTrees(u.x)
	return nil
}

// warnOfFolder says that a folder lies where a file was to be removed: it stays.
func (u *unpack) warnOfFolder(path string) {
	warn := u.w.repo.Params().Warn
	if warn == nil || !u.lead.ok(path) {
		return
	}
	if s, ok := lstat(u.w.Path(path)); ok && s.Mode == filemode.Dir {
		warn("warning: unable to unlink '" + path + "': Is a directory")
	}
}

// submoduleGoes removes an empty directory of a submodule; a populated one stays.
func (u *unpack) submoduleGoes(path string) bool {
	for i := range u.steps {
		if s := &u.steps[i]; s.path == path && s.now != nil && s.now.Mode == filemode.Submodule {
			if u.lead.ok(path) {
				_ = os.Remove(u.w.Path(path))
			}
			return true
		}
	}
	return false
}

// keepStat takes over stat data of entries that stand for the same content.
func (u *unpack) keepStat(fresh []*index.Entry) {
	for _, e := range fresh {
		if old := u.x.Get(e.Path); old != nil && index.Same(old, e) && !old.IntentToAdd {
			e.Stat = old.Stat
		}
	}
}

// RepairTrees computes the trees that the index stands for, where these are stored.
func (w *Worktree) RepairTrees(x *index.Index) {
	store := w.repo.Objects()
	x.RepairTrees(func(tree []byte) (plumbing.Hash, bool) {
		h := object.HashOf(plumbing.TreeObject, tree)
		return h, store.Has(h)
	})
}

// Checkout writes the files of entries, which are or will be in the index, over whatever
// lies at their paths, and gives the entries their stat data. What must not be overwritten is
// the caller's to know.
func (w *Worktree) Checkout(x *index.Index, entries []*index.Entry) error {
	return w.write(entries, w.checkoutConverter(x))
}

// CheckoutPaths is Checkout of single paths: what is not among them stays, and
// so it is the .gitattributes of the working tree that count. Those among the
// paths are written first.
func (w *Worktree) CheckoutPaths(entries []*index.Entry) error {
	var rules, files []*index.Entry
	for _, e := range entries {
		if path.Base(e.Path) == ".gitattributes" {
			rules = append(rules, e)
		} else {
			files = append(files, e)
		}
	}
	for _, part := range [][]*index.Entry{rules, files} {
		if err := w.write(part, convert.New(w.repo.Config(), attr.New(w.attrParams()))); err != nil {
			return err
		}
	}
	return nil
}

func (w *Worktree) write(entries []*index.Entry, conv *convert.Converter) error {
	c := &checkout{w: w, conv: conv}
	var files, links []*index.Entry
	for _, e := range entries {
		if err := object.CheckEntry(e.Path, e.Mode); err != nil {
			return err
		}
		if e.Mode == filemode.Symlink && w.symlinks {
			links = append(links, e)
		} else {
			files = append(files, e)
		}
	}
	for _, e := range entries {
		if err := c.clear(e); err != nil {
			return err
		}
	}
	if err := c.all(files); err != nil {
		return err
	}
	l := w.leading()
	var failed error
	for _, e := range links {
		failed = errors.Join(failed, c.one(e, l))
	}
	return failed
}

// checkoutConverter reads .gitattributes from the index first: they are those of the commit
// that is being checked out.
func (w *Worktree) checkoutConverter(x *index.Index) *convert.Converter {
	p := w.attrParams()
	p.ReadFirst = true
	p.Read = func(path string) (string, bool) { return w.blobText(x.Get(path)) }
	return convert.New(w.repo.Config(), attr.New(p))
}

type checkout struct {
	w    *Worktree
	conv *convert.Converter
	lead *leading
}

// clear removes what lies in the way of a path: a file where a directory must be, a
// directory where a file goes. A file or link at the path itself stays until the new one
// is whole and takes its place.
func (c *checkout) clear(e *index.Entry) error {
	if c.lead == nil {
		c.lead = c.w.leading()
	}
	if !c.lead.ok(e.Path) {
		if err := c.clearParents(e.Path); err != nil {
			return err
		}
	}
	s, ok := lstat(c.w.Path(e.Path))
	switch {
	case !ok:
		return nil
	case e.Mode == filemode.Submodule && s.Mode == filemode.Dir:
		return nil
	case s.Mode == filemode.Dir:
		c.lead.forget()
		return disk.RemoveAll(c.w.Path(e.Path))
	case e.Mode == filemode.Submodule:
		return disk.Remove(c.w.Path(e.Path))
	}
	return nil
}

func (c *checkout) clearParents(path string) error {
	for i := range len(path) {
		if path[i] != '/' {
			continue
		}
		s, ok := lstat(c.w.Path(path[:i]))
		if !ok {
			break
		}
		if s.Mode != filemode.Dir {
			if err := disk.Remove(c.w.Path(path[:i])); err != nil {
				return err
			}
			break
		}
	}
	c.lead.forget()
	return nil
}

// all writes files with several goroutines where there are many.
func (c *checkout) all(files []*index.Entry) error {
	workers := min(runtime.GOMAXPROCS(0), 1+len(files)/32)
	if len(c.w.alike(files)) > 0 {
		workers = 1 // of names that the disk has one file for, the last one has it: as in Git
	}
	errs := make([]error, workers)
	parallel(workers, func(n int) {
		l := c.w.leading()
		for _, e := range files[n*len(files)/workers : (n+1)*len(files)/workers] {
			err := c.one(e, l)
			errs[n] = errors.Join(errs[n], err)
			var create *CreateError
			if err != nil && !errors.As(err, &create) { // one that cannot be made does not stop the others
				return
			}
		}
	})
	return errors.Join(errs...)
}

// one writes a single entry.
func (c *checkout) one(e *index.Entry, l *leading) error {
	path := c.w.Path(e.Path)
	if strings.IndexByte(e.Path, '/') >= 0 {
		if err := c.makeParents(e.Path, l); err != nil {
			return err
		}
	}
	if e.Mode == filemode.Submodule {
		if err := os.Mkdir(path, 0o777); err != nil && !errors.Is(err, os.ErrExist) {
			return fmt.Errorf("cannot create directory %s: %w", e.Path, err)
		}
		return nil
	}
	data, err := c.w.repo.Objects().Blob(e.Hash)
	if err != nil {
		return fmt.Errorf("read blob of %s: %w", e.Path, err)
	}
	if err := c.write(e, path, data); err != nil {
		return &CreateError{Path: e.Path, Link: e.Mode == filemode.Symlink && c.w.symlinks, Err: err}
	}
	if s, ok := lstat(path); ok {
		e.Stat, e.Seen = s.Stat, true
	}
	return nil
}

// RemoveError says that a file of the working tree cannot be removed.
type RemoveError struct {
	Path  string
	Cause error
}

func (e *RemoveError) Error() string {
	return "unable to unlink '" + e.Path + "': " + lockfile.Reason(e.Cause)
}
func (e *RemoveError) Unwrap() error { return e.Cause }

// CreateError says that a file of the working tree cannot be written.
type CreateError struct {
	Path string
	Link bool // it is to be a symbolic link
	Err  error
}

func (e *CreateError) Error() string {
	what := "file "
	if e.Link {
		what = "symlink "
	}
	return "unable to create " + what + e.Path + ": " + lockfile.Reason(e.Err)
}
func (e *CreateError) Unwrap() error { return e.Err }

func (c *checkout) write(e *index.Entry, path string, data []byte) error {
	if e.Mode == filemode.Symlink {
		if c.w.symlinks {
			return c.w.place(path, func(name string) error { return os.Symlink(string(data), name) })
		}
		return c.w.place(path, func(name string) error { return writeNew(name, data, 0o666) })
	}
	data, err := c.conv.ToWorktree(e.Path, data)
	if err != nil {
		return err
	}
	perm := os.FileMode(0o666)
	if e.Mode == filemode.Executable {
		perm = 0o777
	}
	return c.w.place(path, func(name string) error { return writeNew(name, data, perm) })
}

// makeParents makes the directories of a path, each of them real.
func (c *checkout) makeParents(path string, l *leading) error {
	if l.ok(path) {
		return nil
	}
	l.forget()
	for i := range len(path) {
		if path[i] != '/' {
			continue
		}
		dir := c.w.root + string(filepath.Separator) + filepath.FromSlash(path[:i])
		if err := os.Mkdir(dir, 0o777); err == nil {
			continue
		}
		if s, ok := lstat(dir); !ok || s.Mode != filemode.Dir {
			return fmt.Errorf("cannot create directory at '%s': it is in the way", path[:i])
		}
	}
	return nil
}

// WriteFile writes content, as a blob has it, over the file of an entry, with the entry's mode and
// conversion. It does not change the index.
func (w *Worktree) WriteFile(e *index.Entry, data []byte) error {
	if err := object.CheckEntry(e.Path, e.Mode); err != nil {
		return err
	}
	c := &checkout{w: w, conv: w.Converter()}
	if err := c.clear(e); err != nil {
		return err
	}
	if err := c.makeParents(e.Path, w.leading()); err != nil {
		return err
	}
	if err := c.write(e, w.Path(e.Path), data); err != nil {
		return &CreateError{Path: e.Path, Err: err}
	}
	return nil
}
