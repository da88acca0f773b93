package worktree

import (
	"os"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/disk"
	"cairn/internal/git/ignore"
	"cairn/internal/git/index"
	"cairn/internal/git/pathspec"
)

// WalkParams say which untracked paths are wanted.
type WalkParams struct {
	Ignore   *ignore.Matcher // nil: nothing is ignored
	Pathspec *pathspec.Set
	// Collapse names a directory without tracked files as one path, "dir/".
	Collapse bool
	// KeepEmpty also names directories without any file.
	KeepEmpty bool
	// Ignored also collects ignored paths.
	Ignored bool
	// Apart does not collapse a directory that also holds something ignored.
	Apart bool
	// ByPattern collects an ignored directory only where a pattern matches it itself, not
	// where all that it holds is ignored.
	ByPattern bool
	// OpenIgnored lists the files of ignored directories one by one.
	OpenIgnored bool
}

// Untracked is what a walk found, ordered. Directories end with a slash.
type Untracked struct {
	Paths   []string
	Ignored []string
}

// Walk finds what the working tree holds and the index does not. Repositories inside are
// named as directories and never entered.
func (w *Worktree) Walk(x *index.Index, p WalkParams) (Untracked, error) {
	if p.Pathspec.All() {
		p.Pathspec = nil // so that several goroutines may walk
	}
	k := &walker{w: w, p: p}
	if x.Len() > fewFiles {
		k.slots = make(chan struct{}, runtime.GOMAXPROCS(0))
	}
	top := &dirJob{tracked: w.asOnDisk(x.Entries())}
	if p.Ignore != nil {
		top.rules = p.Ignore.Top()
	}
	k.directory(top)
	k.wait.Wait()
	if k.err != nil {
		return Untracked{}, k.err
	}
	sort.Strings(k.found.Paths)
	sort.Strings(k.found.Ignored)
	return k.found, nil
}

// trackedKind tells what the index has at a path.
type trackedKind uint8

const (
	notTracked trackedKind = iota
	trackedFile
	trackedRepo // a submodule
)

// trackedIn tells what the index has at a path, given the entries below the path's directory.
func trackedIn(entries []*index.Entry, path []byte) trackedKind {
	kind := notTracked
	for i := firstFrom(entries, path); i < len(entries) && entries[i].Path == string(path); i++ {
		kind = trackedFile
		if entries[i].Mode == filemode.Submodule {
			kind = trackedRepo
		}
	}
	return kind
}

// trackedBelow gives the entries below a directory, which ends with a slash, out of those around it.
func trackedBelow(entries []*index.Entry, dir []byte) []*index.Entry {
	from := firstFrom(entries, dir)
	below := entries[from:]
	return below[:sort.Search(len(below), func(i int) bool {
		return len(below[i].Path) < len(dir) || below[i].Path[:len(dir)] != string(dir)
	})]
}

func firstFrom(entries []*index.Entry, path []byte) int {
	return sort.Search(len(entries), func(i int) bool { return entries[i].Path >= string(path) })
}

type walker struct {
	w     *Worktree
	p     WalkParams
	slots chan struct{} // nil: a single goroutine walks
	wait  sync.WaitGroup
	mu    sync.Mutex
	found Untracked
	err   error
}

// dirJob is a directory to be read.
type dirJob struct {
	path    string // "" or "a/b/"
	rules   *ignore.Dir
	tracked []*index.Entry // what the index has below it
	// parent and name are set where the rules are still to be found, once it is known
	// whether the directory holds an ignore file.
	parent *dirJob
	name   string
	// all says that everything in it counts, whatever the pathspec says: its own name was selected.
	all bool
}

// learn finds the rules of a directory whose names are known.
func (k *walker) learn(j *dirJob, names []os.DirEntry) {
	if j.parent == nil || k.p.Ignore == nil {
		return
	}
	has := slices.ContainsFunc(names, func(n os.DirEntry) bool { return n.Name() == ".gitignore" })
	j.rules = k.p.Ignore.Enter(j.parent.rules, j.name, has)
}

// listing is what one directory gave.
type listing struct{ paths, ignored []string }

func (l *listing) add(o listing) {
	l.paths = append(l.paths, o.paths...)
	l.ignored = append(l.ignored, o.ignored...)
}

// without drops one path.
func (l listing) without(path string) listing {
	is := func(p string) bool { return p == path }
	return listing{slices.DeleteFunc(l.paths, is), slices.DeleteFunc(l.ignored, is)}
}

// directory reads one that holds tracked files (or the top); such directories are read by several goroutines.
func (k *walker) directory(j *dirJob) {
	var l listing
	names, err := k.list(j)
	if err != nil {
		k.fail(err)
		return
	}
	k.learn(j, names)
	key := make([]byte, 0, 256)
	for _, n := range names {
		if isDotGit(n.Name()) {
			continue
		}
		key = k.w.onDisk(append(append(key[:0], j.path...), n.Name()...))
		kind := trackedIn(j.tracked, key)
		switch kind {
		case trackedRepo:
			continue
		case trackedFile:
			if !n.IsDir() {
				continue
			}
		case notTracked:
		}
		if n.IsDir() {
			if below := trackedBelow(j.tracked, append(key, '/')); len(below) > 0 {
				sub := &dirJob{path: j.path + n.Name() + "/", parent: j, name: n.Name(), tracked: below}
				if k.reaches(sub.path) {
					k.spawn(sub)
				}
				continue
			}
		}
		path := j.path + n.Name()
		found := k.untracked(j, n, path)
		if kind == trackedFile && k.p.Collapse {
			found = found.without(path + "/") // the name is not new: only what is in it
		}
		l.add(found)
	}
	k.mu.Lock()
	k.found.Paths = append(k.found.Paths, l.paths...)
	k.found.Ignored = append(k.found.Ignored, l.ignored...)
	k.mu.Unlock()
}

// spawn reads a directory in a goroutine of its own where one is free. A pathspec
// remembers what it saw and serves one goroutine only.
func (k *walker) spawn(j *dirJob) {
	if !k.p.Pathspec.Empty() {
		k.directory(j)
		return
	}
	select {
	case k.slots <- struct{}{}:
		k.wait.Go(func() {
			defer func() { <-k.slots }()
			k.directory(j)
		})
	default:
		k.directory(j)
	}
}

func (k *walker) fail(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err == nil {
		k.err = err
	}
}

// list reads a directory's names. One that cannot be opened counts as empty, as in Git.
func (k *walker) list(j *dirJob) ([]os.DirEntry, error) {
	f, err := disk.Open(k.w.Path(strings.TrimSuffix(j.path, "/")))
	if err != nil {
		if j.path == "" {
			return nil, err
		}
		return nil, nil
	}
	defer func() { _ = f.Close() }()
	names, err := f.ReadDir(-1)
	if err != nil && len(names) == 0 {
		return nil, nil
	}
	return names, nil
}

func (k *walker) reaches(dir string) bool { return k.p.Pathspec.Reaches(dir) }

func (k *walker) ignored(j *dirJob, name string, isDir bool) bool {
	return k.p.Ignore != nil && k.p.Ignore.Ignored(j.rules, name, isDir)
}

// selected reports whether a file counts.
func (k *walker) selected(j *dirJob, path string) bool { return j.all || k.p.Pathspec.Match(path) }

// untracked decides about a name that the index does not have.
func (k *walker) untracked(j *dirJob, n os.DirEntry, path string) listing {
	name := n.Name()
	if isDotGit(name) {
		return listing{}
	}
	if n.IsDir() {
		return k.untrackedDir(j, name, path)
	}
	if t := n.Type(); !t.IsRegular() && t&os.ModeSymlink == 0 {
		return listing{}
	}
	if k.ignored(j, name, false) {
		if k.p.Ignored && k.selected(j, path) {
			return listing{ignored: []string{path}}
		}
		return listing{}
	}
	if !k.selected(j, path) {
		return listing{}
	}
	return listing{paths: []string{path}}
}

func isDotGit(name string) bool { return len(name) == 4 && strings.EqualFold(name, ".git") }

// untrackedDir decides about a directory without tracked files.
func (k *walker) untrackedDir(j *dirJob, name, path string) listing {
	dir := path + "/"
	if !j.all && !k.reaches(dir) {
		return listing{}
	}
	hidden := k.ignored(j, name, true)
	if hidden && !k.p.Ignored {
		return listing{} // a pathspec must not count it as seen
	}
	if k.p.Pathspec.ExcludesDir(path) {
		return listing{}
	}
	repository := k.w.isRepository(path)
	whole, all := k.selectedDir(j, path, hidden, repository)
	if repository {
		switch {
		case !whole:
		case hidden:
			return listing{ignored: []string{dir}}
		default:
			return listing{paths: []string{dir}}
		}
		return listing{}
	}
	if hidden && whole && !k.p.OpenIgnored {
		if k.p.KeepEmpty || k.holdsFile(path) {
			return listing{ignored: []string{dir}}
		}
		return listing{}
	}
	return k.insideUntracked(&dirJob{path: dir, parent: j, name: name, all: all}, whole, hidden)
}

// selectedDir reports whether a directory without tracked files counts as a whole, and whether all that is in it does
// because its name alone was selected. Where empty directories are not shown, Git looks for something selected in it.
func (k *walker) selectedDir(j *dirJob, path string, hidden, repository bool) (whole, all bool) {
	if k.p.Pathspec.Empty() || j.all {
		return true, j.all
	}
	whole, literal := k.p.Pathspec.MatchDir(path)
	shown := k.p.Collapse && k.p.KeepEmpty
	if whole && (repository || shown) {
		k.p.Pathspec.Match(path + "/") // which remembers that the name was found
	}
	if !whole || literal || repository {
		return whole, false
	}
	return k.p.Collapse && (k.p.KeepEmpty || !hidden), shown
}

// insideUntracked reads a directory without tracked files and sums it up.
func (k *walker) insideUntracked(j *dirJob, whole, hidden bool) listing {
	names, err := k.list(j)
	if err != nil {
		k.fail(err)
		return listing{}
	}
	k.learn(j, names)
	var l listing
	for _, n := range names {
		l.add(k.untracked(j, n, j.path+n.Name()))
		if len(l.paths) > 0 && whole && k.p.Collapse && !k.p.Ignored {
			return listing{paths: []string{j.path}} // nothing else that is in it will be named
		}
	}
	empty := len(l.paths) == 0 && len(l.ignored) == 0
	switch {
	case !k.p.Collapse || !whole:
	case len(l.paths) > 0:
		if !k.p.Apart || len(l.ignored) == 0 {
			l.paths = []string{j.path}
		}
	case len(l.ignored) > 0:
		if !k.p.ByPattern && !k.p.OpenIgnored {
			l.ignored = []string{j.path}
		}
	case empty && k.p.KeepEmpty && !k.holdsFile(strings.TrimSuffix(j.path, "/")):
		if hidden {
			return listing{ignored: []string{j.path}}
		}
		return listing{paths: []string{j.path}}
	}
	return l
}

// holdsFile reports whether there is any file below a directory.
func (k *walker) holdsFile(path string) bool {
	if k.w.isRepository(path) {
		return true
	}
	names, err := k.list(&dirJob{path: path + "/"})
	if err != nil {
		return false
	}
	for _, n := range names {
		if isDotGit(n.Name()) {
			continue
		}
		if !n.IsDir() || k.holdsFile(path+"/"+n.Name()) {
			return true
		}
	}
	return false
}

// walkDir lists what is untracked below one directory.
func (w *Worktree) walkDir(x *index.Index, path string, p WalkParams) (Untracked, error) {
	k := &walker{w: w, p: p}
	j := &dirJob{path: path + "/", tracked: trackedBelow(w.asOnDisk(x.Entries()), w.onDisk([]byte(path+"/")))}
	if p.Ignore != nil {
		j.rules = p.Ignore.Dir(path)
	}
	k.directory(j)
	return k.found, k.err
}
