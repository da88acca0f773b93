package read

import (
	"path/filepath"

	"cairn/internal/git/ignore"
	"cairn/internal/git/index"
	"cairn/internal/git/paths"
	"cairn/internal/view"
)

// worktree reads the index, the files, and how they differ.
func (s *scan) worktree() error {
	idx, err := index.Read(s.repo.IndexFile())
	if err != nil {
		idx = index.New() // a damaged index: the files are still there to see
	}
	for _, e := range idx.Entries() {
		s.view.Index = append(s.view.Index, view.IndexEntry{
			Path: e.Path, Stage: int(e.Stage), Mode: mode(e.Mode), Hash: hash(e.Hash), IntentToAdd: e.IntentToAdd,
		})
	}
	asOnDisk := func(path string) string { return path }
	fold, _ := s.repo.Config().Bool("core.ignoreCase", false)
	if fold {
		asOnDisk = paths.Fold
	}
	tracked := make(map[string]bool, idx.Len())
	for _, e := range idx.Entries() {
		tracked[asOnDisk(e.Path)] = true
	}
	v := visitor{ignored: s.ignored(fold), tracked: func(path string) bool { return tracked[asOnDisk(path)] }}
	s.view.Files, err = s.reader.listFiles(s.ctx, s.repo.WorkTree(), v)
	if err != nil {
		return err
	}
	return s.status(idx)
}

// ignored answers by the repository's ignore files.
func (s *scan) ignored(fold bool) func(string, bool) bool {
	user, _, _ := s.repo.Config().Path("core.excludesFile", s.repo.Env()["HOME"])
	if user == "" {
		user = s.defaultExcludes()
	}
	if user != "" && s.repo.Confine(user) != nil {
		user = ""
	}
	m, err := ignore.New(ignore.Params{
		Root: s.repo.WorkTree(), InfoFile: filepath.Join(s.repo.CommonDir(), "info", "exclude"),
		UserFile: user, FoldCase: fold,
	})
	if err != nil {
		return func(string, bool) bool { return false }
	}
	return func(path string, isDir bool) bool {
		p := m.Decide(path, isDir)
		return p != nil && !p.Negate
	}
}

// defaultExcludes is the learner's own ignore file where none is configured.
func (s *scan) defaultExcludes() string {
	if dir := s.repo.Env()["XDG_CONFIG_HOME"]; dir != "" {
		return filepath.Join(dir, "git", "ignore")
	}
	if home := s.repo.Env()["HOME"]; home != "" {
		return filepath.Join(home, ".config", "git", "ignore")
	}
	return ""
}
