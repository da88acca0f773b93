package worktree

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/diff"
	"cairn/internal/git/ignore"
	"cairn/internal/git/index"
	"cairn/internal/git/object"
)

// UnpackParams say how to go to another tree.
type UnpackParams struct {
	// Index is changed in memory, and only if everything went well. The caller holds
	// its lock and saves it.
	Index *index.Index
	// From is the tree that index and files stand on, zero being the empty tree: what is the
	// same in From and To keeps its local changes, whatever they are. nil: index and files
	// become To.
	From *plumbing.Hash
	To   plumbing.Hash
	// Reset throws local changes away, untracked files in the way included.
	Reset bool
	// Protect has Reset throw away changes of tracked files only, and refuse what would lose untracked ones.
	Protect bool
	// KeepHidden has Reset leave files alone that are marked as unchanged.
	KeepHidden bool
	// IndexOnly leaves the files alone.
	IndexOnly bool
	// KeepUndo remembers the conflicts that end, as a mixed reset does; other readings of a tree forget all of them.
	KeepUndo bool
	// KeepIgnored protects ignored files as untracked ones; by default they may be
	// overwritten.
	KeepIgnored bool
	// ByStat takes a file for changed whose stat data differs, whatever its content: reset
	// does not refresh the index first (seen in difftest reset/stat-dirty).
	ByStat bool
	// Check only looks whether it would work.
	Check bool
}

// Unpack makes index and working tree hold another tree. It refuses, with an
// *OverwriteError that names every path, what would lose local changes or untracked
// files, and has changed nothing then.
func (w *Worktree) Unpack(p UnpackParams) error {
	u := &unpack{w: w, p: p, x: p.Index, lead: w.leading(), refused: &OverwriteError{}, going: map[string]bool{}, leaves: map[string]bool{}}
	if err := u.decide(); err != nil {
		return err
	}
	if err := u.safe(); err != nil {
		return err
	}
	if !p.IndexOnly {
		if err := u.verify(); err != nil {
			return err
		}
	}
	if !u.refused.empty() {
		return u.refused
	}
	if p.Check {
		return nil
	}
	return u.apply()
}

// step is what happens to one path.
type step struct {
	path string
	now  *index.Entry      // nil: not in the index
	to   *object.TreeEntry // nil: it goes
	// conflict is set where the index has the path unmerged.
	conflict bool
	// repair is set where the entry stays and only the file is written anew.
	repair bool
}

type unpack struct {
	w       *Worktree
	p       UnpackParams
	x       *index.Index
	lead    *leading
	ignore  *ignore.Matcher
	steps   []step
	going   map[string]bool // files that are removed from the index
	leaves  map[string]bool // files that are gone from the index already, and go from the tree
	refused *OverwriteError
}

func (u *unpack) decide() error {
	if u.p.From == nil {
		return u.oneWay()
	}
	pairs, err := diff.Trees(u.w.repo.Objects(), *u.p.From, u.p.To, diff.TreeOptions{})
	if err != nil {
		return err
	}
	for i := range pairs {
		u.twoWay(&pairs[i])
	}
	return nil
}

// oneWay lists where the index differs from the new tree.
func (u *unpack) oneWay() error {
	d := stagedDiff{w: u.w, x: u.x, intent: true}
	if err := d.dir("", u.p.To, u.x.Entries()); err != nil {
		return err
	}
	done := map[string]bool{}
	for i := range d.found {
		s := &d.found[i]
		done[s.Path] = true
		st := step{path: s.Path, now: s.New, conflict: s.Unmerged}
		if s.Old.Mode != 0 {
			st.to = &s.Old
		}
		u.add(st)
	}
	if u.p.Reset && !u.p.IndexOnly {
		u.repairs(done)
	}
	return nil
}

// repairs adds the files that differ from entries that stay.
func (u *unpack) repairs(done map[string]bool) {
	for _, c := range u.w.Compare(u.x, CompareParams{Looping: true}) {
		e := c.Entry
		if done[e.Path] || e.Mode == filemode.Submodule {
			continue
		}
		if _, same := u.w.ThroughLink(u.x, e); !same {
			u.repair(e)
		}
	}
	if u.p.KeepHidden {
		return
	}
	for _, e := range u.x.Entries() {
		if e.AssumeValid && !done[e.Path] && e.Stage == index.Merged && e.Mode != filemode.Submodule && !u.w.Holds(u.x, e) {
			u.repair(e)
		}
	}
}

func (u *unpack) repair(e *index.Entry) {
	u.add(step{path: e.Path, now: e, to: &object.TreeEntry{Mode: e.Mode, Hash: e.Hash}, repair: true})
}

func (u *unpack) add(s step) {
	if s.to == nil && s.now != nil {
		u.going[s.path] = true
	}
	u.steps = append(u.steps, s)
}

// twoWay decides about a path that differs between the two trees. The cases are those of
// git-read-tree(1), "Two Tree Merge".
func (u *unpack) twoWay(p *diff.Pair) {
	path := p.New.Path
	s := step{path: path, now: u.x.Get(path)}
	if p.New.Exists() {
		s.to = &object.TreeEntry{Mode: p.New.Mode, Hash: p.New.Hash}
	}
	if s.now == nil {
		if stages := u.x.Stages(path); len(stages) > 0 {
			s.now, s.conflict = stages[0], true
		}
	}
	is := func(f *diff.File) bool {
		return !s.conflict && f.Exists() && f.Hash == s.now.Hash && f.Mode == s.now.Mode
	}
	switch {
	case s.conflict:
		if !u.p.Reset {
			u.refused.Staged = append(u.refused.Staged, path)
			return
		}
	case s.now == nil && s.to != nil && p.Old.Exists():
		if !u.p.Reset { // its removal was staged, and the new tree changed it
			u.refused.Staged = append(u.refused.Staged, path)
			return
		}
	case s.now == nil:
	case is(p.New): // already as it shall be
		return
	case !is(p.Old) && !u.p.Reset:
		if s.to == nil && !p.Old.Exists() {
			return
		}
		u.refused.Staged = append(u.refused.Staged, path)
		return
	}
	u.add(s)
}

// safe refuses paths that must not be written.
func (u *unpack) safe() error {
	for i := range u.steps {
		if u.steps[i].to == nil {
			continue
		}
		if err := object.CheckEntry(u.steps[i].path, u.steps[i].to.Mode); err != nil {
			return err
		}
	}
	return nil
}

// OverwriteError names what would be lost, by kind.
type OverwriteError struct {
	Staged    []string // changes that are in the index only
	Changed   []string // files with changes
	Dirs      []string // directories with untracked files
	Current   []string // the current directory is in the way
	Untracked []string // untracked files that would be overwritten
	Removed   []string // untracked files that would be removed
}

func (e *OverwriteError) empty() bool {
	return len(e.Staged)+len(e.Changed)+len(e.Dirs)+len(e.Current)+len(e.Untracked)+len(e.Removed) == 0
}

// Paths are all that is in the way.
func (e *OverwriteError) Paths() []string {
	return slices.Concat(e.Staged, e.Changed, e.Dirs, e.Current, e.Untracked, e.Removed)
}

// Error is the first refusal, as Git's plumbing words it.
func (e *OverwriteError) Error() string {
	for _, k := range []struct {
		paths []string
		text  string
	}{
		{e.Staged, "Entry '%s' would be overwritten by merge. Cannot merge."},
		{e.Changed, "Entry '%s' not uptodate. Cannot merge."},
		{e.Dirs, "Updating '%s' would lose untracked files in it"},
		{e.Current, "Refusing to remove '%s' since it is the current working directory."},
		{e.Untracked, "Untracked working tree file '%s' would be overwritten by merge."},
		{e.Removed, "Untracked working tree file '%s' would be removed by merge."},
	} {
		if len(k.paths) > 0 {
			return fmt.Sprintf(k.text, k.paths[0])
		}
	}
	return "nothing is in the way"
}

// Text is what a command says: each kind with its paths and what to do. The command is
// "checkout", "merge" or another verb.
func (e *OverwriteError) Text(command string) string {
	next := command
	if command == "checkout" {
		next = "switch branches"
	}
	local := "Your local changes to the following files would be overwritten by " + command + ":\n%sPlease commit your changes or stash them before you " + next + "."
	untracked := "The following untracked working tree files would be %s by " + command + ":\n%%sPlease move or remove them before you " + next + "."
	var b strings.Builder
	for _, k := range []struct {
		paths []string
		text  string
	}{
		{e.Staged, local},
		{e.Changed, local},
		{e.Dirs, "Updating the following directories would lose untracked files in them:\n%s"},
		{e.Current, "Refusing to remove the current working directory:\n%s"},
		{e.Untracked, fmt.Sprintf(untracked, "overwritten")},
		{e.Removed, fmt.Sprintf(untracked, "removed")},
	} {
		if len(k.paths) > 0 {
			fmt.Fprintf(&b, "error: "+k.text+"\n", "\t"+strings.Join(k.paths, "\n\t")+"\n")
		}
	}
	return b.String() + "Aborting\n"
}
