package porcelain

import (
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
	"cairn/internal/git/object"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// IndexEditor changes the index path by path, as `git update-index` does, and saves it once.
type IndexEditor struct {
	// What holds for the paths that follow.
	Add, Remove, Replace, ForceRemove, InfoOnly bool
	Chmod                                       byte // '+', '-' or 0
	AssumeValid, SkipWorktree                   *bool
	IgnoreMissing                               bool

	w    *worktree.Worktree
	x    *index.Index
	lock *index.Lock
	// lockErr says why there is no lock; it matters only if something is to be written.
	lockErr error
	done    []string // what was done, for --verbose
}

// UpdateError is a sentence before the one that ends the command.
type UpdateError struct{ Why, Fatal string }

func (e *UpdateError) Error() string { return e.Fatal }

// EditIndex opens the index for changes.
func EditIndex(r *repo.Repo) (*IndexEditor, error) {
	w, err := worktree.Open(r)
	if err != nil {
		return nil, err
	}
	lock, lockErr := w.Lock()
	x, err := w.ReadIndex()
	if err != nil {
		lock.Release()
		return nil, err
	}
	return &IndexEditor{w: w, x: x, lock: lock, lockErr: lockErr}, nil
}

// Close gives the index up, unless it was saved.
func (e *IndexEditor) Close() { e.lock.Release() }

// Version chooses the format that the index is written in: 2 to 4.
func (e *IndexEditor) Version(n uint32) { e.x.SetVersion(n) }

// Save writes the index, if anything changed.
func (e *IndexEditor) Save() error {
	if !e.x.Changed() {
		return nil
	}
	if e.lockErr != nil {
		return e.lockErr
	}
	return e.w.Save(e.lock, e.x)
}

// Done lists what was done so far, as --verbose tells it, and forgets it.
func (e *IndexEditor) Done() []string {
	d := e.done
	e.done = nil
	return d
}

func (e *IndexEditor) tell(format, path string) {
	e.done = append(e.done, fmt.Sprintf(format, path))
}

// Path brings one path up to date.
func (e *IndexEditor) Path(arg string) error {
	spec, err := e.w.Pathspec([]string{arg}, pathspec.Params{Literal: true})
	if err != nil {
		return &UpdateError{"", strings.TrimPrefix(err.Error(), arg+": ")}
	}
	path := spec.Args()[0].Path
	if err := object.CheckPath(path); err != nil {
		e.tell("Ignoring path %s", path)
		return nil
	}
	switch {
	case e.AssumeValid != nil:
		return e.mark(path, func(c *index.Entry) { c.AssumeValid = *e.AssumeValid })
	case e.SkipWorktree != nil:
		return e.mark(path, func(c *index.Entry) { c.SkipWorktree = *e.SkipWorktree })
	case e.ForceRemove:
		e.x.Remove(path)
		e.tell("remove '%s'", path)
		return nil
	}
	if why := e.process(path); why != "" {
		return &UpdateError{why, "Unable to process path " + path}
	}
	e.tell("add '%s'", path)
	return e.chmod(path)
}

func (e *IndexEditor) mark(path string, change func(*index.Entry)) error {
	old := e.x.Get(path)
	if old == nil {
		return &UpdateError{"", "Unable to mark file " + path}
	}
	change(old)
	e.x.MarkChanged()
	return nil
}

func (e *IndexEditor) process(path string) (why string) {
	mode, exists := e.w.Lstat(path)
	old := e.x.Has(path)
	switch {
	case e.w.BeyondLink(path):
		return "'" + path + "' is beyond a symbolic link"
	case !exists && !e.Remove:
		return path + ": does not exist and --remove not passed"
	case !exists:
		e.x.Remove(path)
		return ""
	case mode == filemode.Dir && e.x.Get(path) != nil && !e.w.IsRepository(path):
		if !e.Remove {
			return path + ": does not exist and --remove not passed"
		}
		e.x.Remove(path)
		return ""
	case mode == filemode.Dir && !e.w.IsRepository(path):
		if len(e.x.Under(path+"/")) > 0 {
			return path + ": is a directory - add individual files instead"
		}
		return path + ": is a directory - add files inside instead"
	case !old && !e.Add:
		return path + ": cannot add to the index - missing --add option?"
	case !old && !e.Replace && e.x.Clashes(path):
		return twofold(path)
	}
	s := e.w.Stage(e.x, []string{path}, worktree.StageParams{DryRun: e.InfoOnly})[0]
	if s.Err != nil {
		return s.Err.Error()
	}
	if old := e.x.Get(path); old == nil || !s.Same || old.Stat != s.Entry.Stat {
		e.x.Add(s.Entry)
	}
	return ""
}

// twofold says that the index cannot have a file beside a folder of its name.
func twofold(path string) string {
	return "'" + path + "' appears as both a file and as a directory\nerror: " + path + ": cannot add to the index - missing --add option?"
}

func (e *IndexEditor) chmod(path string) error {
	if e.Chmod == 0 {
		return nil
	}
	c := e.x.Get(path)
	if c == nil || !isFile(c.Mode) {
		return &UpdateError{"", fmt.Sprintf("git update-index: cannot chmod %cx '%s'", e.Chmod, path)}
	}
	Chmod(e.x, c, e.Chmod == '+')
	e.tell("chmod "+string(e.Chmod)+"x '%s'", path)
	return nil
}

// Info puts an entry in as it is told; a mode of zero removes the path.
func (e *IndexEditor) Info(mode filemode.FileMode, h plumbing.Hash, stage index.Stage, path string) error {
	if mode == 0 {
		e.x.Remove(path)
		return nil
	}
	if err := object.CheckEntry(path, mode); err != nil {
		return &UpdateError{"Invalid path '" + path + "'", ""}
	}
	if !e.Add && !e.x.Has(path) && stage == index.Merged {
		return &UpdateError{path + ": cannot add to the index - missing --add option?", ""}
	}
	if !e.Replace && !e.x.Has(path) && e.x.Clashes(path) {
		return &UpdateError{twofold(path), ""}
	}
	e.x.AddBeside(&index.Entry{Path: path, Mode: mode, Hash: h, Stage: stage})
	e.tell("add '%s'", path)
	return nil
}

// Refresh renews stat data and lists what does not match: paths that need an update, and
// paths with a conflict. really also looks at entries that are assumed unchanged; those that changed are so no longer.
func (e *IndexEditor) Refresh(really bool) []worktree.Change {
	assumed := map[string]*index.Entry{}
	for _, c := range e.x.Entries() {
		if really && c.AssumeValid && c.Stage == index.Merged {
			assumed[c.Path] = c
			c.AssumeValid = false
		}
	}
	changes := e.w.Compare(e.x, worktree.CompareParams{Looping: true})
	for i := range changes {
		path := changes[i].Entry.Path
		if assumed[path] != nil && (changes[i].State != worktree.Deleted || e.folderInPlace(path)) {
			delete(assumed, path)
			e.x.MarkChanged()
		}
	}
	for _, c := range assumed {
		c.AssumeValid = true
	}
	return changes
}

// folderInPlace tells a folder in a file's place, which Git takes for a change of it, from a file that is gone.
func (e *IndexEditor) folderInPlace(path string) bool {
	_, there := e.w.Lstat(path)
	return there
}

// Again brings the paths up to date that differ between HEAD and the index.
func (e *IndexEditor) Again(args []string) error {
	spec, err := e.w.Pathspec(args, pathspec.Params{PreferDir: true})
	if err != nil {
		return err
	}
	tree, err := e.w.HeadTree()
	if err != nil {
		return err
	}
	staged, err := e.w.Staged(e.x, tree, spec.Match)
	if err != nil {
		return err
	}
	for i := range staged {
		if staged[i].New == nil {
			continue
		}
		if why := e.process(staged[i].Path); why != "" {
			return &UpdateError{why, "Unable to process path " + staged[i].Path}
		}
		e.tell("add '%s'", staged[i].Path)
	}
	return nil
}
