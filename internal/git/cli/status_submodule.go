package cli

import (
	"fmt"
	"strconv"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/config"
	"cairn/internal/git/worktree"
)

// readSubmoduleSummary reads status.submoduleSummary: how many commits of each submodule
// the page lists; a plain "true" is no limit.
func (p *statusPage) readSubmoduleSummary() (limit int, err error) {
	const key = "status.submoduleSummary"
	v, ok := p.repo.Config().Get(key)
	if !ok {
		return 0, nil
	}
	if n, err := strconv.Atoi(v); err == nil {
		return n, nil
	}
	if on, ok := config.ParseBool(v); ok && !on {
		return 0, nil
	}
	_, err = p.repo.Config().Bool(key, true)
	return -1, err
}

// submoduleMove is a submodule that went from one commit to another.
type submoduleMove struct {
	path     string
	from, to plumbing.Hash
}

// longSubmodules lists the commits that submodules gained or lost, as `git submodule
// summary` does.
func (p *statusPage) longSubmodules(w *statusWriter) error {
	if p.submodules == 0 || (p.ignoreSubmodules != nil && *p.ignoreSubmodules == worktree.IgnoreAll) {
		return nil
	}
	var staged, files []submoduleMove
	for i := range p.st.Items {
		it := &p.st.Items[i]
		if !it.Submodule || it.Unmerged != 0 {
			continue
		}
		if it.Staged == 'M' || it.Staged == 'A' {
			staged = append(staged, submoduleMove{it.Path, it.HeadHash, it.IndexHash})
		}
		if it.Commits {
			files = append(files, submoduleMove{it.Path, it.IndexHash, it.WorkHash})
		}
	}
	if err := p.submoduleSection(w, "Submodule changes to be committed:", staged); err != nil {
		return err
	}
	return p.submoduleSection(w, "Submodules changed but not updated:", files)
}

func (p *statusPage) submoduleSection(w *statusWriter, title string, moves []submoduleMove) error {
	if len(moves) == 0 {
		return nil
	}
	wt, err := worktree.Open(p.repo)
	if err != nil {
		return err
	}
	said := false
	ignored := wt.SubmoduleIgnores(worktree.IgnoreNone)
	for _, m := range moves {
		if ignored(m.path) == worktree.IgnoreAll {
			continue
		}
		text, err := p.submoduleCommits(wt, m)
		if err != nil {
			return err
		}
		if text == "" {
			continue
		}
		if !said {
			w.line("%s", title)
			w.line("")
			said = true
		}
		w.text("%s", text)
	}
	return nil
}

// submoduleCommits is the paragraph about one submodule; "" where it is not there.
func (p *statusPage) submoduleCommits(wt *worktree.Worktree, m submoduleMove) (string, error) {
	sub, ok := wt.SubRepo(m.path)
	if !ok {
		return "", nil
	}
	defer sub.Close()
	h, err := p.historyBetween(sub, m.from, m.to)
	if err != nil {
		return "", err
	}
	shown := h.lines
	if m.from.IsZero() && len(shown) > 1 { // of a new submodule only the last commit is named
		shown = shown[:1]
	}
	if p.submodules > 0 && len(shown) > p.submodules {
		shown = shown[:p.submodules]
	}
	text := ""
	for _, line := range shown {
		text += "  " + line + "\n"
	}
	const short = 7
	return fmt.Sprintf("* %s %s...%s (%d):\n%s\n", m.path, m.from.String()[:short], sub.Objects().Abbrev(m.to, 0), len(h.lines), text), nil
}
