package worktree

import (
	"os"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/ignore"
	"cairn/internal/git/index"
)

// verify looks at the files that would be lost.
func (u *unpack) verify() error {
	for i := range u.steps {
		if s := &u.steps[i]; u.p.Reset && s.now != nil && !s.conflict && !s.repair && hidden(s.now) {
			u.upToDate(s) // what is marked as unchanged is not even reset if it is not
		}
		if u.p.Reset && !u.p.Protect {
			continue
		}
		if err := u.verifyStep(&u.steps[i]); err != nil {
			return err
		}
	}
	return nil
}

func (u *unpack) verifyStep(s *step) error {
	switch {
	case s.now != nil && !s.conflict:
		if !u.p.Reset {
			u.upToDate(s)
		} else if s.to == nil {
			return u.folderInstead(s.path)
		}
	case s.to != nil:
		return u.absent(s, &u.refused.Untracked)
	case !s.conflict && !u.p.Reset:
		u.leaves[s.path] = true
		return u.absent(s, &u.refused.Removed)
	}
	return nil
}

// folderInstead refuses a folder that holds anything where a file of the index goes (seen in 2.39 with --discard-changes).
func (u *unpack) folderInstead(path string) error {
	if !u.lead.ok(path) {
		return nil
	}
	if there, ok := lstat(u.w.Path(path)); !ok || there.Mode != filemode.Dir {
		return nil
	}
	return u.cleanDir(path)
}

// upToDate checks that a file is as the index has it, or gone.
func (u *unpack) upToDate(s *step) {
	c, fresh := u.w.look(u.x, s.now, u.lead)
	if fresh != nil && u.p.ByStat && statDiffers(fresh, &s.now.Stat) {
		u.refused.Changed = append(u.refused.Changed, s.path)
		return
	}
	if fresh != nil {
		s.now.Stat = *fresh
	}
	switch {
	case c.State == Deleted && u.w.Loops(s.path):
	case c.State == Clean, s.now.Mode == filemode.Submodule && !c.Dirty:
		return
	case c.State == Deleted && u.parentIsFile(s.path): // Git does not see that as a missing file
	case c.State == Deleted:
		st, ok := lstat(u.w.Path(s.path))
		if !ok || !u.lead.ok(s.path) || (s.now.SkipWorktree && st.Mode == 0) {
			return
		}
		if s.to == nil && st.Mode == filemode.Dir && u.holdsUntracked(s.path) {
			return
		}
	}
	u.refused.Changed = append(u.refused.Changed, s.path)
}

// holdsUntracked refuses a directory in place of a deleted file for what it holds, if it holds anything.
func (u *unpack) holdsUntracked(path string) bool {
	before := len(u.refused.Dirs)
	return u.cleanDir(path) == nil && len(u.refused.Dirs) > before
}

// parentIsFile reports whether a plain file, or a link to one, lies where a directory of the path was.
func (u *unpack) parentIsFile(path string) bool {
	for i := range path {
		if path[i] != '/' {
			continue
		}
		if info, err := os.Stat(u.w.Path(path[:i])); err == nil && !info.IsDir() {
			return true
		}
	}
	return false
}

// absent checks that nothing lies where a new file goes (or an old one was) that is not
// tracked or may not be lost.
func (u *unpack) absent(s *step, refused *[]string) error {
	path := s.path
	for i := range len(path) {
		if path[i] != '/' || s.conflict && !u.p.Reset {
			continue
		}
		parent, ok := lstat(u.w.Path(path[:i]))
		if !ok {
			return nil
		}
		if parent.Mode != filemode.Dir {
			return u.mayGo(path[:i], parent, true, refused)
		}
	}
	there, ok := lstat(u.w.Path(path))
	if !ok || s.conflict && !u.holdsConflict(there) {
		return nil
	}
	return u.mayGo(path, there, false, refused)
}

// holdsConflict reports whether what lies at the path of a conflict is in the way: not the file, but, where no reset
// throws it away, a folder. A file where its folder was gives way, but to a reset (seen in 2.39).
func (u *unpack) holdsConflict(there fileStat) bool { return !u.p.Reset && there.Mode == filemode.Dir }

// mayGo decides about something that lies in the way: of a folder, or of a file or link.
func (u *unpack) mayGo(path string, s fileStat, ofFolder bool, refused *[]string) error {
	if u.going[path] || u.sameOnDisk(path, s, ofFolder) {
		return nil
	}
	ignored, err := u.ignored(path, s.Mode == filemode.Dir)
	if err != nil {
		return err
	}
	switch {
	case ignored && !u.p.KeepIgnored:
	case s.Mode != filemode.Dir:
		*refused = append(*refused, path) // once for each path that it is in the way of
	default:
		return u.cleanDir(path)
	}
	return nil
}

// sameOnDisk reports whether a file in the way is a tracked one under a name in another case, and unchanged. One in a
// folder's way has to go from the index, too: Git drops a file that was only just staged there, which would be lost.
func (u *unpack) sameOnDisk(path string, s fileStat, ofFolder bool) bool {
	if !u.w.foldCase {
		return false
	}
	e := u.w.entryOf(u.x, path)
	return e != nil && (!ofFolder || u.going[e.Path]) && u.w.modeFor(e, s.Mode) == e.Mode && !statDiffers(&e.Stat, &s.Stat) &&
		(!racy(u.x, e) || u.w.sameContent(u.x, e, s))
}

// cleanDir checks that a directory that gives way to a file holds nothing of its own.
func (u *unpack) cleanDir(path string) error {
	for _, e := range u.w.entriesUnder(u.x, path+"/") {
		if e.Stage != index.Merged && !u.p.Reset && !u.leaves[path] { // a conflict is never up to date
			u.refused.Changed = append(u.refused.Changed, e.Path)
			return nil
		}
		if u.going[e.Path] {
			continue
		}
		if !u.leaves[path] { // Git drops what was only just staged there
			u.refuseDir(path)
			return nil
		}
		if c, _ := u.w.check(u.x, e, u.lead); c.State != Clean {
			u.refused.Changed = append(u.refused.Changed, e.Path)
			return nil
		}
	}
	if u.w.isRepository(path) {
		u.refuseDir(path)
		return nil
	}
	// Only .gitignore files count here, not info/exclude: seen in 2.39.
	perDir, err := ignore.New(ignore.Params{Root: u.w.root, FoldCase: u.w.foldCase})
	if err != nil {
		return err
	}
	p := WalkParams{Ignore: perDir}
	if u.p.KeepIgnored {
		p.Ignored, p.OpenIgnored = true, true
	}
	found, err := u.w.walkDir(u.x, path, p)
	if err != nil {
		return err
	}
	if len(found.Paths)+len(found.Ignored) > 0 {
		u.refuseDir(path)
		return nil
	}
	if prefix := u.w.repo.Prefix(); prefix != "" && strings.HasPrefix(prefix, path+"/") {
		u.refused.Current = append(u.refused.Current, path)
	}
	return nil
}

// refuseDir names a directory, unless one above it is named.
func (u *unpack) refuseDir(path string) {
	if n := len(u.refused.Dirs); n == 0 || !strings.HasPrefix(path, u.refused.Dirs[n-1]+"/") {
		u.refused.Dirs = append(u.refused.Dirs, path)
	}
}

func (u *unpack) ignored(path string, isDir bool) (bool, error) {
	if u.ignore == nil {
		m, err := u.w.Ignore()
		if err != nil {
			return false, err
		}
		u.ignore = m
	}
	p := u.ignore.Decide(path, isDir)
	return p != nil && !p.Negate, nil
}
