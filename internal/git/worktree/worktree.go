// Package worktree compares and changes the files of a working tree: which of them
// differ from the index, which are untracked, and how to go from one commit's files to
// another's without losing anything.
//
// It owns stat data and the racy-clean rules, the walk for untracked files, status, and
// the one "unpack" that checkout, switch, restore, reset, merge and stash share. It refuses to
// overwrite what is nowhere else, to write through a symbolic link, and to write the
// paths that object.CheckPath refuses. It moves no ref; porcelain does.
package worktree

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/disk"
	"cairn/internal/git/attr"
	"cairn/internal/git/config"
	"cairn/internal/git/convert"
	"cairn/internal/git/ignore"
	"cairn/internal/git/index"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/repo"
)

// Worktree is the working tree of an open repository.
type Worktree struct {
	repo     *repo.Repo
	root     string
	fileMode bool // core.fileMode: the executable bit means something
	symlinks bool // core.symlinks: links are links, not files with a path in them
	foldCase bool // core.ignoreCase

	warnMu sync.Mutex // for telling
	mu     sync.Mutex
	conv   *convert.Converter
	attrs  *attr.Matcher
	index  *index.Index // as it was read last; nil: not yet
}

// BareError says that the repository has no working tree, or that the one it
// names cannot be.
type BareError struct{ invalid bool }

func (e *BareError) Error() string {
	if e.invalid {
		return "unable to set up work tree using invalid config"
	}
	return "this operation must be run in a work tree"
}

// Check returns a *BareError when there is no working tree to work in.
func Check(r *repo.Repo) error {
	if r.Bare() || r.MissingTree() {
		return &BareError{invalid: r.Conflict()}
	}
	return nil
}

// Open prepares the working tree of a repository; nothing is read yet.
func Open(r *repo.Repo) (*Worktree, error) {
	if err := Check(r); err != nil {
		return nil, err
	}
	w := &Worktree{repo: r, root: r.WorkTree()}
	cfg := r.Config()
	var err error
	if w.fileMode, err = cfg.Bool("core.fileMode", hasExecBit); err != nil {
		return nil, err
	}
	w.fileMode = w.fileMode && hasExecBit
	if w.symlinks, err = cfg.Bool("core.symlinks", true); err != nil {
		return nil, err
	}
	if w.foldCase, err = cfg.Bool("core.ignoreCase", false); err != nil {
		return nil, err
	}
	return w, nil
}

// Repo is the repository.
func (w *Worktree) Repo() *repo.Repo { return w.repo }

// Path is where a slash-separated path lies on disk.
func (w *Worktree) Path(path string) string {
	return w.root + string(filepath.Separator) + filepath.FromSlash(path)
}

// ReadIndex reads the index. What the caller changes in it is seen where a .gitattributes is looked for that is not on
// disk: as in Git, the index in memory counts.
func (w *Worktree) ReadIndex() (*index.Index, error) {
	x, err := index.Read(w.repo.IndexFile())
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.index = x
	return x, nil
}

// lastIndex is the index that was read last.
func (w *Worktree) lastIndex() *index.Index {
	w.mu.Lock()
	x := w.index
	w.mu.Unlock()
	if x == nil {
		x, _ = w.ReadIndex()
	}
	return x
}

// SkippedIgnores gives the text of ignore files of a name that the index has and the disk shall not have
// (update-index --skip-worktree): their patterns hold all the same. nil: there are none.
func (w *Worktree) SkippedIgnores(name string) func(path string) (string, bool) {
	w.mu.Lock()
	x := w.index
	w.mu.Unlock()
	if x == nil {
		return nil
	}
	var found map[string]*index.Entry
	for _, e := range x.Entries() {
		if !e.SkipWorktree || (e.Path != name && !strings.HasSuffix(e.Path, "/"+name)) {
			continue
		}
		if found == nil {
			found = map[string]*index.Entry{}
		}
		found[e.Path] = e
	}
	if found == nil {
		return nil
	}
	return func(path string) (string, bool) { return w.blobText(found[path]) }
}

const ignoreFile = ".gitignore"

// Lock takes the lock of the index.
func (w *Worktree) Lock() (*index.Lock, error) {
	return index.NewLock(w.repo.IndexFile(), w.repo.Sharing)
}

// Save writes an index whose lock is held, and ends the lock. Entries that may have
// changed unseen since they were read are marked first, so that the new
// file's later time does not make them look clean.
func (w *Worktree) Save(lock *index.Lock, x *index.Index) error {
	w.smudgeRacy(x)
	if path := x.Null(); path != "" {
		if allow, _ := config.ParseBool(w.repo.Env()["GIT_ALLOW_NULL_SHA1"]); !allow {
			return &index.NullError{Path: path}
		}
		if warn := w.repo.Params().Warn; warn != nil {
			warn("warning: cache entry has null sha1: " + path)
		}
		x.DropCachedTrees()
	}
	if x.Version == 0 {
		version, err := w.newVersion()
		if err != nil {
			return err
		}
		x.Version = version
	}
	return lock.Commit(x)
}

// newVersion is the version of an index that was not read from the file: the file's all the same, if there is one.
func (w *Worktree) newVersion() (uint32, error) {
	head, err := disk.ReadStart(w.repo.IndexFile(), 8)
	if v, ok := index.VersionOf(head); ok && err == nil {
		return v, nil
	}
	return w.repo.IndexVersion()
}

// AnyRacy reports whether an entry is so young that its file must be read to compare it: an index written
// now spares that.
func (w *Worktree) AnyRacy(x *index.Index) bool {
	for _, e := range x.Entries() {
		if racy(x, e) {
			return true
		}
	}
	return false
}

// smudgeRacy forgets the size of entries whose files changed in the second in which they were read: a Git that
// compares whole seconds only, as Debian's does, finds such a change by the size or not at all.
func (w *Worktree) smudgeRacy(x *index.Index) {
	for _, e := range x.Entries() {
		if e.Stage != index.Merged || e.Seen || !racySecond(x, e) || e.Stat.Size == 0 {
			continue
		}
		s, ok := lstat(w.Path(e.Path))
		if !ok || secondsDiffer(&e.Stat, &s.Stat) || (!racy(x, e) && !statDiffers(&e.Stat, &s.Stat)) {
			continue
		}
		if !w.sameContent(x, e, s) {
			e.Stat.Size = 0
		}
	}
}

// Converter converts between files and blobs by the attributes of the working tree.
func (w *Worktree) Converter() *convert.Converter {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conv == nil {
		w.attrs = attr.New(w.attrParams())
		w.conv = convert.New(w.repo.Config(), w.attrs)
	}
	return w.conv
}

// AttributesFrom makes an index in memory stand for the one on disk, where a .gitattributes is
// looked for that is not in the working tree.
func (w *Worktree) AttributesFrom(x *index.Index) {
	p := w.attrParams()
	p.Read = func(path string) (string, bool) { return w.blobText(x.Get(path)) }
	w.mu.Lock()
	defer w.mu.Unlock()
	w.attrs = attr.New(p)
	w.conv = convert.New(w.repo.Config(), w.attrs)
}

// Attributes gives the attributes of the working tree's paths.
func (w *Worktree) Attributes() *attr.Matcher {
	w.Converter()
	return w.attrs
}

// AttributesOnDisk are Attributes without a .gitattributes that is only in the index.
func (w *Worktree) AttributesOnDisk() *attr.Matcher {
	p := w.attrParams()
	p.Read = nil
	return attr.New(p)
}

func (w *Worktree) attrParams() attr.Params {
	p := attr.Params{Root: w.root, FoldCase: w.foldCase, InfoFile: filepath.Join(w.repo.CommonDir(), "info", "attributes")}
	p.UserFile = w.userFile("core.attributesFile", "attributes")
	p.Read, p.Warn = w.readFromIndex(), w.unreadable
	return p
}

// unreadable tells of a file of patterns that is a symbolic link, which is never followed, or forbidden.
func (w *Worktree) unreadable(path string, cause error) {
	reason := lockfile.Reason(cause)
	if info, err := os.Lstat(w.Path(path)); err == nil && info.Mode()&os.ModeSymlink != 0 {
		reason = "Too many levels of symbolic links"
	}
	if warn := w.repo.Params().Warn; warn != nil {
		w.warnMu.Lock()
		defer w.warnMu.Unlock()
		warn("warning: unable to access '" + path + "': " + reason)
	}
}

// readFromIndex finds a .gitattributes that is in the index but not on disk.
func (w *Worktree) readFromIndex() func(string) (string, bool) {
	return func(path string) (string, bool) {
		x := w.lastIndex()
		if x == nil {
			return "", false
		}
		return w.blobText(x.Get(path))
	}
}

func (w *Worktree) blobText(e *index.Entry) (string, bool) {
	if e == nil || e.Hash.IsZero() || !isRegular(e.Mode) {
		return "", false
	}
	data, err := w.repo.Objects().Blob(e.Hash)
	return string(data), err == nil
}

// userFile is a file of the person, named by a key or lying at its usual place.
func (w *Worktree) userFile(key, name string) string {
	env := w.repo.Env()
	if path, ok, err := w.repo.Config().Path(key, env["HOME"]); err == nil && ok {
		if !filepath.IsAbs(path) {
			path = filepath.Join(w.repo.At(), path)
		}
		if w.repo.Confine(path) != nil {
			return ""
		}
		return path
	}
	dir := env["XDG_CONFIG_HOME"]
	if dir == "" {
		if env["HOME"] == "" {
			return ""
		}
		dir = filepath.Join(env["HOME"], ".config")
	}
	path := filepath.Join(dir, "git", name)
	if w.repo.Confine(path) != nil {
		return ""
	}
	return path
}

// Ignore makes a matcher of the standard ignore files, and of patterns from the command
// line that come before them.
func (w *Worktree) Ignore(extra ...*ignore.Pattern) (*ignore.Matcher, error) {
	return w.IgnoreWith(ignore.Params{Extra: extra})
}

// IgnoreWith is Ignore with all patterns of the command line; p is filled in.
func (w *Worktree) IgnoreWith(p ignore.Params) (*ignore.Matcher, error) {
	p.Root, p.FoldCase = w.root, w.foldCase
	p.InfoFile = filepath.Join(w.repo.CommonDir(), "info", "exclude")
	p.UserFile = w.userFile("core.excludesFile", "ignore")
	if text, ok := w.repo.Config().Get("core.excludesFile"); ok && !strings.HasPrefix(text, "~") {
		p.UserShown = text
	}
	if rel, err := filepath.Rel(w.root, p.InfoFile); err == nil && !strings.HasPrefix(rel, "..") {
		p.InfoShown = filepath.ToSlash(rel)
	}
	p.Absent, p.Warn = w.SkippedIgnores(ignoreFile), w.unreadable
	return ignore.New(p)
}

// Pathspec reads arguments as seen from the current directory.
func (w *Worktree) Pathspec(args []string, p pathspec.Params) (*pathspec.Set, error) {
	p.Prefix, p.Root, p.Attributes = w.repo.Prefix(), w.root, nil
	for _, a := range args {
		if strings.Contains(a, "attr:") {
			p.Attributes = w.Attributes()
		}
	}
	env := w.repo.Env()
	on := func(name string) bool { return env[name] != "" && env[name] != "0" }
	p.Literal = p.Literal || on("GIT_LITERAL_PATHSPECS")
	p.Glob = p.Glob || on("GIT_GLOB_PATHSPECS")
	p.NoGlob = p.NoGlob || on("GIT_NOGLOB_PATHSPECS")
	p.FoldCase = p.FoldCase || on("GIT_ICASE_PATHSPECS")
	return pathspec.Parse(args, p)
}

// HeadTree is the tree of the commit that HEAD names; zero before the first commit.
func (w *Worktree) HeadTree() (plumbing.Hash, error) {
	_, at, err := w.repo.Refs().Head()
	if err != nil {
		return plumbing.ZeroHash, err
	}
	return w.TreeOf(at)
}

// TreeOf is the tree of a commit; the zero hash has none.
func (w *Worktree) TreeOf(commit plumbing.Hash) (plumbing.Hash, error) {
	if commit.IsZero() {
		return plumbing.ZeroHash, nil
	}
	c, err := w.repo.Objects().Commit(commit)
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("read commit %s: %w", commit, err)
	}
	return c.TreeHash, nil
}

// ParentTree is the tree of HEAD's first parent; zero where it has none.
func (w *Worktree) ParentTree() (plumbing.Hash, error) {
	_, at, err := w.repo.Refs().Head()
	if err != nil || at.IsZero() {
		return plumbing.ZeroHash, err
	}
	c, err := w.repo.Objects().Commit(at)
	if err != nil {
		return plumbing.ZeroHash, fmt.Errorf("read commit %s: %w", at, err)
	}
	if len(c.ParentHashes) == 0 {
		return plumbing.ZeroHash, nil
	}
	return w.TreeOf(c.ParentHashes[0])
}
