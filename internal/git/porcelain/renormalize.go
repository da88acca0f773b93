package porcelain

import (
	"cairn/internal/git/index"
	"cairn/internal/git/worktree"

	"github.com/go-git/go-git/v5/plumbing/filemode"
)

// renormalize stores every tracked file and link anew, as `add --renormalize` does: what cannot be stored is told and
// skipped, what is gone ends it. Conflicts stay, and so do entries that need not exist. A file that became
// executable, a link or a repository becomes so in the index, and an entry assumed unchanged is so no longer.
func (a *adder) renormalize() error {
	paths, gone := a.toRenormalize()
	var entries []*index.Entry
	for _, s := range a.w.Stage(a.x, paths, worktree.StageParams{DryRun: a.p.DryRun, Intent: a.p.Intent, Renormalize: true}) {
		if s.Warning != "" {
			a.res.Warnings = append(a.res.Warnings, s.Warning)
		}
		if s.Err != nil {
			a.res.Skipped = append(a.res.Skipped, &AddError{Path: s.Path, Err: s.Err})
			continue
		}
		a.res.Changes = append(a.res.Changes, AddChange{Path: s.Path})
		entries = append(entries, s.Entry)
	}
	if gone != nil {
		return gone
	}
	if !a.p.DryRun && !a.p.Intent {
		a.x.AddAll(entries)
	}
	return nil
}

// toRenormalize lists what is to be stored anew, up to the first file that is gone.
func (a *adder) toRenormalize() ([]string, error) {
	var paths []string
	for _, e := range a.x.Entries() {
		blob := isFile(e.Mode) || e.Mode == filemode.Symlink
		if e.Stage != index.Merged || e.SkipWorktree || !blob || !a.spec.Match(e.Path) {
			continue
		}
		if !a.w.Exists(e.Path) {
			return paths, &NoFileError{e.Path, a.w.BehindFile(e.Path)}
		}
		paths = append(paths, e.Path)
	}
	return paths, nil
}
