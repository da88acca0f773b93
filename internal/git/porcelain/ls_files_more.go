package porcelain

import (
	"sort"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/index"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// dedup reports whether a path is listed once only: not where its lines differ.
func (l *lister) dedup() bool { return l.p.Deduplicate && !l.p.Stage && !l.p.Tags }

// entries are those of the index, with what --with-tree adds before the stages of its path.
func (l *lister) entries() ([]*index.Entry, error) {
	own := l.x.Entries()
	if l.p.Tree == nil {
		return own, nil
	}
	tree := index.New()
	err := l.w.Unpack(worktree.UnpackParams{Index: tree, To: *l.p.Tree, IndexOnly: true})
	if err != nil {
		return nil, err
	}
	var all []*index.Entry
	for _, e := range tree.Entries() {
		if l.x.Get(e.Path) == nil {
			e.Stage = index.Base // Git keeps them there, and tags them so
			all = append(all, e)
		}
	}
	all = append(all, own...)
	sort.SliceStable(all, func(i, j int) bool { return all[i].Path < all[j].Path })
	return all, nil
}

// killed lists the files that must go so that all entries of the index can be written: a file where
// a directory is needed, and what lies in a directory where a file is.
func (l *lister) killed() error {
	found, err := l.w.Walk(l.x, worktree.WalkParams{Pathspec: l.spec})
	if err != nil {
		return err
	}
	for _, path := range found.Paths {
		if len(l.x.Under(path+"/")) > 0 || l.belowFile(path) {
			l.out = append(l.out, LsFile{Tag: 'K', Path: path})
		}
	}
	return nil
}

func (l *lister) belowFile(path string) bool {
	for i := range path {
		if path[i] == '/' && l.x.Get(path[:i]) != nil {
			return true
		}
	}
	return false
}

// undone lists the sides of conflicts that were resolved.
func (l *lister) undone() {
	for _, u := range l.x.ResolveUndo() {
		if !l.spec.Match(u.Path) {
			continue
		}
		for i, mode := range u.Modes {
			if mode != 0 {
				e := &index.Entry{Path: u.Path, Mode: mode, Hash: u.Hashes[i], Stage: index.Stage(i + 1)}
				l.out = append(l.out, LsFile{Tag: 'U', Path: u.Path, Entry: e})
			}
		}
	}
}

// ActiveSubmodule is the path of the first submodule of the index, "" when there is none or the configuration makes none
// active (gitsubmodules(7)).
func ActiveSubmodule(r *repo.Repo) string {
	cfg := r.Config()
	_, active := cfg.Get("submodule.active")
	for _, name := range cfg.Subsections("submodule") {
		_, url := cfg.Get("submodule." + name + ".url")
		_, own := cfg.Get("submodule." + name + ".active")
		active = active || url || own
	}
	if !active {
		return ""
	}
	x, err := index.Read(r.IndexFile())
	if err != nil {
		return ""
	}
	for _, e := range x.Entries() {
		if e.Mode == filemode.Submodule {
			return e.Path
		}
	}
	return ""
}

// needsFiles reports whether there must be a working tree for the answer.
func (p *LsFilesParams) needsFiles() bool {
	return p.Deleted || p.Modified || p.Others || p.Ignored || p.Killed || p.EOL || p.Tree != nil
}

// lsIndex lists the index of a repository without files, or one seen from inside its own folder.
func lsIndex(r *repo.Repo, p LsFilesParams) ([]LsFile, error) {
	x, err := index.Read(r.IndexFile())
	if err != nil {
		return nil, err
	}
	spec, err := pathspec.Parse(p.Args, pathspec.Params{PreferDir: true, Root: r.GitDir() + "/."}) // as Git names it
	if err != nil {
		return nil, err
	}
	l := &lister{x: x, p: p, spec: spec}
	if err := l.tracked(); err != nil {
		return nil, err
	}
	if p.ResolveUndo {
		l.undone()
	}
	if un := spec.Unmatched(); p.ErrorUnmatch && len(p.Args) > 0 && len(un) > 0 {
		return l.out, &UnknownPathsError{un}
	}
	return l.out, nil
}
