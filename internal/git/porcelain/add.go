package porcelain

import (
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// AddParams are what `git add` can be told.
type AddParams struct {
	Args          []string // pathspecs; none: the whole tree
	Update        bool     // tracked files only (-u)
	NoRemoval     bool     // files that are gone stay in the index
	Force         bool     // ignored files too
	Intent        bool     // -N
	DryRun        bool
	Renormalize   bool
	IgnoreErrors  bool
	IgnoreMissing bool // with DryRun: say whether a path that does not exist is ignored
	Chmod         byte // '+', '-' or 0
	RefreshOnly   bool
}

// AddResult tells what was done, in the order in which Git tells it.
type AddResult struct {
	Changes  []AddChange
	Warnings []string // without "warning: "
	Embedded []string // repositories that were added as such
	Ignored  []string // paths that were named and are ignored
	NoChmod  []string // paths whose executable bit cannot be changed
	Failed   []*AddError
	// Skipped are tracked files that could not be stored anew; all else was.
	Skipped []*AddError
}

// AddChange is a path that was added or removed.
type AddChange struct {
	Path    string
	Removed bool
	// Repository says that it is another repository, new in the index: Git names it with a slash.
	Repository bool
}

// UnmatchedError says that a pathspec matches nothing.
type UnmatchedError struct{ Spec string }

func (e *UnmatchedError) Error() string { return "pathspec '" + e.Spec + "' did not match any files" }

// BeyondLinkError says that a path lies behind a symbolic link.
type BeyondLinkError struct{ Spec string }

func (e *BeyondLinkError) Error() string {
	return "pathspec '" + e.Spec + "' is beyond a symbolic link"
}

// InSubmoduleError says that a path lies in a submodule.
type InSubmoduleError struct{ Spec, Submodule string }

func (e *InSubmoduleError) Error() string {
	return "Pathspec '" + e.Spec + "' is in submodule '" + e.Submodule + "'"
}

// AddError says that one path could not be added.
type AddError struct {
	Path string
	New  bool // it was untracked
	Err  error
}

func (e *AddError) Error() string { return "add " + e.Path + ": " + e.Err.Error() }
func (e *AddError) Unwrap() error { return e.Err }

// Add puts files into the index.
func Add(r *repo.Repo, p AddParams) (*AddResult, error) {
	w, x, lock, err := lockIndex(r)
	if err != nil {
		return nil, err
	}
	defer lock.Release()
	spec, err := w.Pathspec(p.Args, pathspec.Params{NoAttributes: true})
	if err != nil {
		return nil, err
	}
	a := adder{w: w, x: x, p: p, spec: spec, res: &AddResult{}}
	if err := a.run(); err != nil {
		return a.res, err
	}
	if p.DryRun || !x.Changed() || (len(a.res.Failed) > 0 && !p.IgnoreErrors) {
		return a.res, nil
	}
	return a.res, w.Save(lock, x)
}

// AddTracked takes the changes of tracked files into an index in memory, as `add -u` and
// `commit -a` do.
func AddTracked(w *worktree.Worktree, x *index.Index, spec *pathspec.Set) (*AddResult, error) {
	a := adder{w: w, x: x, p: AddParams{Update: true}, spec: spec, res: &AddResult{}}
	if err := a.tracked(); err != nil {
		return a.res, err
	}
	if len(a.res.Failed) > 0 {
		return a.res, a.res.Failed[0]
	}
	return a.res, nil
}

type adder struct {
	w    *worktree.Worktree
	x    *index.Index
	p    AddParams
	spec *pathspec.Set
	res  *AddResult
}

func (a *adder) run() error {
	if err := a.places(); err != nil {
		return err
	}
	if a.p.RefreshOnly {
		return a.refresh()
	}
	var fresh []string
	if !a.p.Update && !a.p.Renormalize {
		var err error
		if fresh, err = a.untracked(); err != nil {
			return err
		}
	} else if err := a.unmatched(worktree.WalkParams{}); err != nil {
		return err
	}
	if a.p.Intent {
		fresh = append(fresh, a.conflicts()...)
	}
	if err := a.tracked(); err != nil {
		return err
	}
	a.add(fresh, true)
	if a.p.Chmod != 0 {
		a.chmod()
	}
	return nil
}

// conflicts are the unmerged paths that -N takes for new ones, as it knows only merged ones.
func (a *adder) conflicts() []string {
	var paths []string
	for _, path := range a.x.Unmerged() {
		if _, exists := a.w.Lstat(path); exists && a.spec.Match(path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// places refuses arguments behind links and inside submodules.
func (a *adder) places() error {
	for _, arg := range a.spec.Args() {
		path := strings.TrimSuffix(arg.Path, "/")
		if arg.Exclude || path == "" {
			continue
		}
		if arg.Literal && a.w.BeyondLink(path) {
			return &BeyondLinkError{arg.Original}
		}
		if at, ok := a.x.SubmoduleAbove(path); ok {
			return &InSubmoduleError{arg.Original, at}
		}
	}
	return nil
}

// untracked finds the new files, and complains of arguments that name nothing.
func (a *adder) untracked() ([]string, error) {
	p := worktree.WalkParams{Pathspec: a.spec}
	if !a.p.Force {
		m, err := a.w.Ignore()
		if err != nil {
			return nil, err
		}
		p.Ignore = m
	}
	found, err := a.w.Walk(a.x, p)
	if err != nil {
		return nil, err
	}
	if err := a.unmatched(p); err != nil {
		return nil, err
	}
	paths := found.Paths
	for i := range paths {
		paths[i] = strings.TrimSuffix(paths[i], "/")
	}
	return paths, nil
}

// unmatched looks at each argument by itself: is it ignored, does it exist?
func (a *adder) unmatched(p worktree.WalkParams) error {
	for _, e := range a.x.Entries() {
		a.spec.Match(e.Path)
	}
	for _, arg := range a.spec.Args() {
		if arg.Exclude {
			continue
		}
		if p.Ignore != nil && arg.Path != "" {
			if hidden := a.ignoredPart(arg, p); hidden != "" {
				a.ignored(hidden)
				continue
			}
		}
		if arg.Seen || arg.Path == "" {
			continue
		}
		if _, exists := a.w.Lstat(strings.TrimSuffix(arg.Path, "/")); exists && arg.Literal {
			continue
		}
		if a.p.IgnoreMissing {
			continue
		}
		a.res.Ignored = nil
		return &UnmatchedError{arg.Original}
	}
	slices.Sort(a.res.Ignored)
	return nil
}

// ignoredPart gives the path, or the directory on its way, that is ignored. A directory is so even where something in
// it is tracked, which is added all the same.
func (a *adder) ignoredPart(arg pathspec.Arg, p worktree.WalkParams) string {
	path := strings.TrimSuffix(arg.Prefix, "/")
	if _, exists := a.w.Lstat(path); !arg.Seen && !a.p.IgnoreMissing && (!exists || !arg.Literal) {
		return "" // it matches nothing, ignored or not
	}
	for i := 0; i <= len(path); i++ {
		if i < len(path) && path[i] != '/' {
			continue
		}
		part := path[:i]
		mode, exists := a.w.Lstat(part)
		if !exists && !a.p.IgnoreMissing {
			return ""
		}
		if a.x.Has(part) {
			continue
		}
		if d := p.Ignore.Decide(part, mode == filemode.Dir); d != nil && !d.Negate {
			return part
		}
	}
	return ""
}

func (a *adder) ignored(path string) {
	for _, p := range a.res.Ignored {
		if p == path {
			return
		}
	}
	a.res.Ignored = append(a.res.Ignored, path)
}

// tracked takes over what changed in files that the index has.
func (a *adder) tracked() error {
	if a.p.Renormalize {
		return a.renormalize()
	}
	match := a.spec.Match
	if a.spec.All() {
		match = nil
	}
	changes := a.w.Compare(a.x, worktree.CompareParams{Match: match, KeepStat: a.p.Intent})
	var gone, changed []string
	for i := range changes {
		c := &changes[i]
		path := c.Entry.Path
		switch {
		case c.State == worktree.Deleted, c.State == worktree.Unmerged && c.Mode == 0:
			if a.p.NoRemoval && c.State == worktree.Unmerged {
				return &NoFileError{Path: path}
			}
			if a.p.NoRemoval {
				continue
			}
			changed = append(changed, path)
			gone = append(gone, path)
		case a.p.Intent && (c.Mode == filemode.Submodule || c.State == worktree.Added || c.State == worktree.Unmerged):
		case c.Entry.Mode == filemode.Submodule && c.Mode == filemode.Submodule && !c.Commits:
		default:
			changed = append(changed, path)
		}
	}
	isGone := make(map[string]bool, len(gone))
	for _, g := range gone {
		isGone[g] = true
	}
	a.apply(changed, isGone)
	return nil
}

// NoFileError says that there is no file to read, and what is in its way if it is not merely gone.
type NoFileError struct {
	Path      string
	FileAbove bool // a file lies where one of its folders should be
}

func (e *NoFileError) Error() string {
	if e.FileAbove {
		return "unable to stat '" + e.Path + "': Not a directory"
	}
	return "unable to stat '" + e.Path + "': No such file or directory"
}

// apply adds and removes in order, for the list of what was done.
func (a *adder) apply(paths []string, gone map[string]bool) {
	var there, away []string
	for _, p := range paths {
		if gone[p] {
			away = append(away, p)
		} else {
			there = append(there, p)
		}
	}
	before := len(a.res.Changes)
	if !a.p.DryRun {
		a.x.RemoveAll(away)
		for _, p := range away {
			if strings.HasSuffix("/"+p, "/.gitattributes") {
				a.w.AttributesFrom(a.x)
				break
			}
		}
	}
	a.add(there, false)
	added := map[string]bool{}
	for _, c := range a.res.Changes[before:] {
		added[c.Path] = true
	}
	a.res.Changes = a.res.Changes[:before]
	for _, p := range paths {
		if gone[p] || added[p] {
			a.res.Changes = append(a.res.Changes, AddChange{Path: p, Removed: gone[p]})
		}
	}
}

func (a *adder) add(paths []string, fresh bool) {
	if len(paths) == 0 {
		return
	}
	p := worktree.StageParams{DryRun: a.p.DryRun, Intent: a.p.Intent, Renormalize: a.p.Renormalize}
	var entries []*index.Entry
	for _, s := range a.w.Stage(a.x, paths, p) {
		if s.Warning != "" {
			a.res.Warnings = append(a.res.Warnings, s.Warning)
		}
		if s.Err != nil {
			a.res.Failed = append(a.res.Failed, &AddError{s.Path, fresh, s.Err})
			if !a.p.IgnoreErrors {
				return
			}
			continue
		}
		if s.Embedded && fresh {
			a.res.Embedded = append(a.res.Embedded, s.Path)
		}
		if !s.Same {
			a.res.Changes = append(a.res.Changes, AddChange{Path: s.Path, Repository: s.Embedded && fresh})
		}
		if fresh || !a.p.Intent { // what is tracked needs no announcing: Git says so, and writes the empty blob, all the same
			entries = append(entries, s.Entry)
		}
	}
	if fresh {
		a.w.Respelt(a.x, entries)
	}
	if !a.p.DryRun {
		a.x.AddAll(entries)
	}
}

func isFile(m filemode.FileMode) bool { return m == filemode.Regular || m == filemode.Executable }

// chmod changes the executable bit in the index alone, in the stages of a conflict that stays, too.
func (a *adder) chmod() {
	for _, e := range a.x.Entries() {
		if e.SkipWorktree || !a.spec.Match(e.Path) {
			continue
		}
		if !isFile(e.Mode) {
			a.res.NoChmod = append(a.res.NoChmod, e.Path)
			continue
		}
		if !a.p.DryRun {
			Chmod(a.x, e, a.p.Chmod == '+')
		}
	}
}

// Chmod sets or clears the executable bit of an entry.
func Chmod(x *index.Index, e *index.Entry, executable bool) {
	changed := *e
	changed.Mode = filemode.Regular
	if executable {
		changed.Mode = filemode.Executable
	}
	if changed.Mode != e.Mode {
		x.Add(&changed)
	}
}

// refresh renews stat data only.
func (a *adder) refresh() error {
	a.w.Compare(a.x, worktree.CompareParams{Match: func(path string) bool { return a.spec.Match(path) }})
	if un := a.spec.Unmatched(); len(un) > 0 && !a.p.IgnoreMissing {
		return &UnmatchedError{un[0]}
	}
	return nil
}
