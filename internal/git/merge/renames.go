package merge

import (
	"path"
	"slices"
	"strings"

	"cairn/internal/git/diff"
)

// rename is a file that a side moved, or only added (then from is empty).
type rename struct {
	side     int
	from, to string
}

// findRenames looks for the renames of one side.
func (m *merger) findRenames(side int) error {
	s := &m.sides[side]
	moved := s.pairs
	if len(s.relevant) > 0 && len(s.pairs) > 0 && !m.NoRenames {
		o := diff.DefaultOptions(diff.Env{Blobs: m.Store})
		o.RenameLimit, o.SkipEmpty = m.RenameLimit, true
		if m.RenameScore > 0 {
			o.MinScore = m.RenameScore
		}
		hints := &folderHints{side: s}
		var err error
		moved, err = diff.FindRenames(o, s.pairs, diff.RenameHints{
			Relevant: func(p string) bool { return s.relevant[p] },
			Found:    hints.found, ExactDone: hints.exactDone, Guess: hints.guess,
		})
		if err != nil {
			return err
		}
		m.limit = max(m.limit, o.NeededLimit)
	}
	for i := range moved {
		switch p := &moved[i]; p.Status {
		case diff.Renamed:
			s.renames = append(s.renames, rename{side, p.Old.Path, p.New.Path})
		case diff.Added:
			s.renames = append(s.renames, rename{side, "", p.New.Path})
		}
	}
	return nil
}

// folderHints guesses, from the files that moved unchanged, where other files
// of the same folder may have gone.
type folderHints struct {
	side    *sideInfo
	counts  folderCounts
	guesses map[string]string
}

// folderCounts counts the files that went from one folder to another.
type folderCounts map[string]map[string]int

func (h *folderHints) found(from, to string) {
	if h.guesses != nil {
		return
	}
	if h.counts == nil {
		h.counts = folderCounts{}
	}
	h.counts.add(from, to, h.side.dirsRemoved, true)
}

func (h *folderHints) exactDone() {
	h.guesses = map[string]string{}
	for dir, counts := range h.counts {
		best, _, _ := most(counts)
		h.guesses[dir] = best
	}
}

func (h *folderHints) guess(file string) (string, bool) {
	dir, ok := h.guesses[dirOf(file)]
	return dir + "/" + path.Base(file), ok
}

// add counts a rename for its folder and for the folders above it, as long as
// the rest of the path stays the same.
func (c folderCounts) add(from, to string, removed map[string]relevance, first bool) {
	for from != "" && to != "" {
		oldName, newName := path.Base(from), path.Base(to)
		from, to = dirOf(from), dirOf(to)
		how, known := removed[from]
		if !known || !first && oldName != newName {
			return
		}
		if how == relevantForSelf || first {
			if c[from] == nil {
				c[from] = map[string]int{}
			}
			c[from][to]++
		}
		first = false
		if how == notRelevant {
			return
		}
	}
}

// most finds the folder that most files went to; tie says that it is not alone.
func most(counts map[string]int) (best string, n int, tie bool) {
	dirs := make([]string, 0, len(counts))
	for dir := range counts {
		dirs = append(dirs, dir)
	}
	slices.Sort(dirs)
	for _, dir := range dirs {
		switch {
		case counts[dir] > n:
			best, n, tie = dir, counts[dir], false
		case counts[dir] == n:
			tie = true
		}
	}
	return best, n, tie
}

// findFolderRenames decides, by majority, which folders a side renamed.
func (m *merger) findFolderRenames(side int) {
	s := &m.sides[side]
	s.dirRenames = map[string]string{}
	counts := folderCounts{}
	for _, r := range s.renames {
		if r.from != "" {
			counts.add(r.from, r.to, s.dirsRemoved, true)
		}
	}
	dirs := make([]string, 0, len(counts))
	for dir := range counts {
		if s.dirsRemoved[dir] == relevantForSelf {
			dirs = append(dirs, dir)
		}
	}
	slices.Sort(dirs)
	for _, dir := range dirs {
		best, n, tie := most(counts[dir])
		switch {
		case n == 0:
		case tie:
			m.say(ConflictSplit, []string{dir}, "CONFLICT (directory rename split): Unclear where to rename %s to; it was renamed to multiple other directories, with no destination getting a majority of the files.", dir)
			m.clean = false
		default:
			s.dirRenames[dir] = best
		}
	}
}

// dropDoubleFolders forgets the folders that both sides renamed.
func (m *merger) dropDoubleFolders() {
	ours, theirs := m.sides[atOurs].dirRenames, m.sides[atTheirs].dirRenames
	for dir := range ours {
		if _, both := theirs[dir]; both {
			delete(ours, dir)
			delete(theirs, dir)
		}
	}
}

// renamedFolder finds the nearest folder above a file that was renamed.
func renamedFolder(file string, dirs map[string]string) (from, to string, ok bool) {
	for dir := dirOf(file); dir != ""; dir = dirOf(dir) {
		if to, ok := dirs[dir]; ok {
			return dir, to, true
		}
	}
	return "", "", false
}

func movedInto(file, from, to string) string {
	if to == "" {
		return strings.TrimPrefix(file[len(from):], "/")
	}
	return to + file[len(from):]
}
