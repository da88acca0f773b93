package porcelain

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/convert"
	"cairn/internal/git/ignore"
	"cairn/internal/git/index"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// LsFilesParams are what `git ls-files` can be told.
type LsFilesParams struct {
	Args                                       []string
	Cached, Deleted, Modified, Others, Ignored bool
	Stage, Unmerged                            bool
	Directory, NoEmpty                         bool
	Standard                                   bool
	Patterns                                   []*ignore.Pattern // -x
	FilePatterns                               []*ignore.Pattern // -X
	PerDirectory                               string
	Deduplicate                                bool
	EOL, Tags                                  bool
	ErrorUnmatch                               bool
	Killed                                     bool
	ResolveUndo                                bool
	// Tree pretends that what it has and the index has not is in the index too (--with-tree).
	Tree *plumbing.Hash
}

// LsFile is one line.
type LsFile struct {
	Tag   byte // H, S, M, R, C, K, U or ?
	Path  string
	Entry *index.Entry // nil for what the index does not have
	// IndexEOL, FileEOL and Attr are what --eol shows.
	IndexEOL, FileEOL, Attr string
}

// NoPatternError says that --ignored has nothing to go by.
type NoPatternError struct{}

func (*NoPatternError) Error() string { return "ls-files --ignored needs some exclude pattern" }

type lister struct {
	w      *worktree.Worktree
	x      *index.Index
	p      LsFilesParams
	spec   *pathspec.Set
	ignore *ignore.Matcher
	out    []LsFile
}

// LsFiles lists what index and working tree hold.
func LsFiles(r *repo.Repo, p LsFilesParams) ([]LsFile, error) {
	w, err := worktree.Open(r)
	if err != nil && !p.needsFiles() {
		return lsIndex(r, p)
	}
	if err != nil {
		return nil, err
	}
	l := &lister{w: w, p: p}
	if l.x, err = w.ReadIndex(); err != nil {
		return nil, err
	}
	args := p.Args
	if len(args) == 0 && r.Prefix() != "" {
		args = []string{"."}
	}
	if l.spec, err = w.Pathspec(args, pathspec.Params{PreferDir: true}); err != nil {
		return nil, err
	}
	if err := l.rules(); err != nil {
		return nil, err
	}
	if p.Others {
		if err := l.others(); err != nil {
			return nil, err
		}
	}
	if p.Killed {
		if err := l.killed(); err != nil {
			return nil, err
		}
	}
	if p.Cached || p.Stage || p.Deleted || p.Modified {
		if err := l.tracked(); err != nil {
			return nil, err
		}
	}
	if p.ResolveUndo {
		l.undone()
	}
	if p.ErrorUnmatch && len(p.Args) > 0 {
		if un := l.spec.Unmatched(); len(un) > 0 {
			return l.out, &UnknownPathsError{un}
		}
	}
	if p.EOL {
		l.eol()
	}
	return l.out, nil
}

// rules makes the matcher of what is ignored, as far as that was asked for.
func (l *lister) rules() error {
	var err error
	switch {
	case l.p.Standard:
		l.ignore, err = l.w.IgnoreWith(ignore.Params{Extra: l.p.Patterns, Base: l.p.FilePatterns})
	case len(l.p.Patterns) > 0 || len(l.p.FilePatterns) > 0 || l.p.PerDirectory != "":
		p := ignore.Params{
			Root: l.w.Repo().WorkTree(), Extra: l.p.Patterns, Base: l.p.FilePatterns, PerDir: l.p.PerDirectory,
			Absent: l.w.SkippedIgnores(l.p.PerDirectory),
		}
		p.NoStandard = l.p.PerDirectory == ""
		l.ignore, err = ignore.New(p)
	case l.p.Ignored:
		return &NoPatternError{}
	}
	return err
}

func (l *lister) others() error {
	p := worktree.WalkParams{
		Ignore: l.ignore, Pathspec: l.spec, Collapse: l.p.Directory, KeepEmpty: l.p.Directory && !l.p.NoEmpty,
		Ignored: l.p.Ignored, OpenIgnored: l.p.Ignored && !l.p.Directory, ByPattern: l.p.Ignored,
	}
	found, err := l.w.Walk(l.x, p)
	if err != nil {
		return err
	}
	paths := found.Paths
	if l.p.Ignored {
		paths = found.Ignored
	}
	for _, path := range paths {
		l.out = append(l.out, LsFile{Tag: '?', Path: path})
	}
	return nil
}

func (l *lister) tracked() error {
	entries, err := l.entries()
	if err != nil {
		return err
	}
	changed := map[string]worktree.Change{}
	if l.p.Deleted || l.p.Modified {
		for _, c := range l.w.Compare(l.x, worktree.CompareParams{Match: l.spec.Match}) {
			changed[c.Entry.Path] = c
		}
	}
	last := ""
	for _, e := range entries {
		if !l.spec.Match(e.Path) {
			continue
		}
		if l.p.Ignored && !l.isIgnored(e.Path) {
			continue
		}
		if l.dedup() && e.Path == last {
			continue
		}
		if l.entry(e, changed) {
			last = e.Path
		}
	}
	return nil
}

func (l *lister) isIgnored(path string) bool {
	p := l.ignore.Decide(path, false)
	return p != nil && !p.Negate
}

func (l *lister) entry(e *index.Entry, changed map[string]worktree.Change) (shown bool) {
	if (l.p.Cached || l.p.Stage) && (!l.p.Unmerged || e.Stage != index.Merged) {
		l.out = append(l.out, LsFile{Tag: cachedTag(e), Path: e.Path, Entry: e})
		if l.dedup() {
			return true
		}
		shown = true
	}
	if e.SkipWorktree {
		return shown
	}
	c, differs := changed[e.Path]
	if !differs {
		return shown
	}
	gone := c.State == worktree.Deleted || (c.State == worktree.Unmerged && c.Mode == 0)
	if gone {
		_, exists := l.w.Lstat(e.Path) // a folder in its place is a change
		gone = !exists
	}
	if gone && l.p.Deleted {
		l.out = append(l.out, LsFile{Tag: 'R', Path: e.Path, Entry: e})
		shown = true
		if l.dedup() {
			return true
		}
	}
	if l.p.Modified && (c.State != worktree.Unmerged || gone || !l.w.Holds(l.x, e)) {
		l.out = append(l.out, LsFile{Tag: 'C', Path: e.Path, Entry: e})
		shown = true
	}
	return shown
}

func cachedTag(e *index.Entry) byte {
	switch {
	case e.Stage != index.Merged:
		return 'M'
	case e.SkipWorktree:
		return 'S'
	}
	return 'H'
}

// eol fills in what --eol shows.
func (l *lister) eol() {
	for i := range l.out {
		f := &l.out[i]
		if f.Entry != nil && isFile(f.Entry.Mode) {
			if data, err := l.w.Repo().Objects().Blob(f.Entry.Hash); err == nil {
				f.IndexEOL = convert.EOLInfo(data)
			}
		}
		if data, ok := l.w.ReadPlain(strings.TrimSuffix(f.Path, "/")); ok {
			f.FileEOL = convert.EOLInfo(data)
		}
		f.Attr = l.w.Converter().Describe(f.Path)
	}
}
