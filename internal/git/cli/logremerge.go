package cli

import (
	"slices"
	"strings"

	"cairn/internal/git/merge"
	"cairn/internal/git/porcelain"
)

// remerged writes how a merge differs from what merging its parents anew gives, conflicts with their markers. What that
// merge writes is kept in memory and then forgotten.
func (l *logRun) remerged(it *logItem) error {
	if len(it.ParentHashes) > 2 {
		l.header(l.pending)
		l.puts("diff: warning: Skipping remerge-diff for octopus merges.\n")
		return nil
	}
	var labels [2]string
	for i := range labels {
		c, err := l.repo.Objects().Commit(it.ParentHashes[i])
		if err != nil {
			return err
		}
		labels[i] = l.repo.Objects().Abbrev(c.Hash, 0) + " (" + c.Subject() + ")"
	}
	o, err := porcelain.MergeSettings(l.repo, labels[0], labels[1])
	if err != nil {
		return err
	}
	done := l.repo.Objects().Aside()
	defer done()
	r, err := merge.Commits(it.ParentHashes[0], it.ParentHashes[1], o)
	if err != nil {
		return err
	}
	l.req.Headers = l.remergeHeaders(r)
	defer func() { l.req.Headers = nil }()
	return l.compare(it, r.Tree)
}

// remergeHeaders are the messages about conflicts, by path; those that only tell how a merge went are left out. It is nil
// where paths were asked for that no message is about.
func (l *logRun) remergeHeaders(r *merge.Result) map[string][]string {
	untold := []merge.Kind{
		merge.AutoMerging, merge.DirectoryApplied, merge.DirectorySkipped, merge.ConflictSuggested, merge.SubmoduleForward,
	}
	headers := map[string][]string{}
	for _, m := range r.Messages {
		path := m.Paths[0]
		if slices.Contains(untold, m.Kind) || !l.set.Empty() && !l.fullDiff && !l.set.Match(path) {
			continue
		}
		for line := range strings.SplitSeq(m.Text, "\n") {
			headers[path] = append(headers[path], "remerge "+line)
		}
	}
	if len(headers) == 0 && !l.set.Empty() && !l.fullDiff {
		return nil
	}
	return headers
}
