package cli

import "cairn/internal/git/index"

// patchMode says between which two of commit, index and working tree hunks are chosen.
type patchMode int

const (
	patchAdd patchMode = iota
)

type patchParams struct {
	mode  patchMode
	paths []string
}

func (c *call) patch(patchParams) int { return exitFail }

func (m *committer) patchForCommit(paths []string) (*index.Index, int, bool) { return nil, 1, false }
