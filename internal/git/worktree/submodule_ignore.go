package worktree

import (
	"os"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/config"
	"cairn/internal/git/index"
)

// SubmoduleIgnore is how much of what happens in a submodule does not count as a change
// (gitmodules(5), "submodule.<name>.ignore").
type SubmoduleIgnore uint8

// From nothing to everything.
const (
	IgnoreNone      SubmoduleIgnore = iota
	IgnoreUntracked                 // untracked files in it
	IgnoreDirty                     // changed files too: only another commit counts
	IgnoreAll
)

// ParseSubmoduleIgnore reads the word of --ignore-submodules.
func ParseSubmoduleIgnore(word string) (SubmoduleIgnore, bool) {
	switch word {
	case "none":
		return IgnoreNone, true
	case "untracked":
		return IgnoreUntracked, true
	case "dirty":
		return IgnoreDirty, true
	case "", "all":
		return IgnoreAll, true
	}
	return IgnoreNone, false
}

// SubmoduleIgnores tells by path what .gitmodules and the configuration say; the
// configuration wins. Where both are silent it is def.
func (w *Worktree) SubmoduleIgnores(def SubmoduleIgnore) func(path string) SubmoduleIgnore {
	cfg := w.repo.Config()
	base := def
	if word, ok := cfg.Get("diff.ignoreSubmodules"); ok {
		base, _ = ParseSubmoduleIgnore(word)
	}
	byPath := map[string]SubmoduleIgnore{}
	if text, ok := w.gitmodules(); ok {
		p := config.Params{Env: w.repo.Env(), Dir: w.root}
		if modules, err := config.LoadBytes(p, text, config.Origin{Scope: config.Local, Name: ".gitmodules"}, false); err == nil {
			for _, name := range modules.Subsections("submodule") {
				key := "submodule." + name + "."
				word := cfg.String(key+"ignore", modules.String(key+"ignore", ""))
				if level, ok := ParseSubmoduleIgnore(word); ok && word != "" {
					byPath[modules.String(key+"path", name)] = level
				}
			}
		}
	}
	return func(path string) SubmoduleIgnore {
		if level, ok := byPath[path]; ok {
			return level
		}
		return base
	}
}

// gitmodules is the text of .gitmodules: of the file, else of the index, else of HEAD.
func (w *Worktree) gitmodules() ([]byte, bool) {
	const name = ".gitmodules"
	if text, err := os.ReadFile(w.Path(name)); err == nil {
		return text, true
	}
	x := w.lastIndex()
	if x == nil {
		var err error
		if x, err = w.ReadIndex(); err != nil {
			return nil, false
		}
	}
	if e := x.GetStage(name, index.Merged); e != nil {
		text, err := w.repo.Objects().Blob(e.Hash)
		return text, err == nil
	}
	tree, err := w.HeadTree()
	if err != nil || tree.IsZero() {
		return nil, false
	}
	e, ok, err := w.repo.Objects().Lookup(tree, name)
	if err != nil || !ok {
		return nil, false
	}
	text, err := w.repo.Objects().Blob(e.Hash)
	return text, err == nil
}

// quietSubmodules drops the changes in submodules that are to be ignored.
func (w *Worktree) quietSubmodules(changes []Change, forced *SubmoduleIgnore) []Change {
	var ignore func(string) SubmoduleIgnore
	kept := changes[:0:0]
	for _, c := range changes {
		if c.Entry.Mode != filemode.Submodule || c.State == Unmerged {
			kept = append(kept, c)
			continue
		}
		if ignore == nil {
			ignore = w.SubmoduleIgnores(IgnoreNone)
		}
		level := ignore(c.Entry.Path)
		if forced != nil {
			level = *forced
		}
		if level == IgnoreAll {
			continue
		}
		c.Untracked = c.Untracked && level < IgnoreUntracked
		c.Dirty = c.Dirty && level < IgnoreDirty
		if c.State != Modified || c.Commits || c.Dirty || c.Untracked {
			kept = append(kept, c)
		}
	}
	return kept
}
