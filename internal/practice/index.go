package practice

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"cairn/internal/git/index"
)

// isIndex reports whether a path of a snapshot is Git's index, of a repository
// or of a linked working tree.
func isIndex(path string) bool {
	return strings.HasSuffix(path, "/index") && strings.Contains(path, ".git/")
}

// indexSays is a digest of what an index says: paths, stages, modes, contents
// and flags, without the times by which Git tells unchanged files. It is empty
// for an index that cannot be read.
func indexSays(full string) string {
	idx, err := index.Read(full)
	if err != nil {
		return ""
	}
	sum := sha256.New()
	for _, e := range idx.Entries() {
		// A digest never fails to take more.
		_, _ = fmt.Fprintf(sum, "%q %d %o %s %t %t %t\n", e.Path, e.Stage, e.Mode, e.Hash, e.AssumeValid, e.SkipWorktree, e.IntentToAdd)
	}
	return hex.EncodeToString(sum.Sum(nil))
}
