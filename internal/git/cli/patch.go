package cli

import "cairn/internal/git/index"

// patchMode says between which two of commit, index and working tree hunks are chosen.
type patchMode int

const (
	patchAdd patchMode = iota
	patchReset
	patchCheckout
	patchRestore
)

type patchParams struct {
	mode   patchMode
	source string // a revision; "": the index, or HEAD
	staged bool   // restore --staged
	both   bool   // restore --staged --worktree
	paths  []string
}

func (c *call) patch(patchParams) int { return exitFail }

func (m *committer) patchForCommit(paths []string) (*index.Index, int, bool) { return nil, 1, false }
