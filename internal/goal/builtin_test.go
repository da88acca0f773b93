package goal_test

import (
	"testing"

	"cairn/internal/goal/goaltest"
)

// The built-in pack's exercises, played with /bin/sh and the machine's git:
// what holds here holds for a learner who uses their own Git.

func TestBuiltInPack_exercisesTellRightFromWrongWithRealGit(t *testing.T) {
	goaltest.TellsRightFromWrong(t, goaltest.Play)
}

func TestBuiltInPack_sameLinesGiveTheSameHashes(t *testing.T) {
	for _, e := range goaltest.BuiltIn(t).Exercises {
		first, _ := goaltest.Play(t, &e, e.Solution)
		second, _ := goaltest.Play(t, &e, e.Solution)
		if first.Head.Hash != second.Head.Hash || first.Exists && first.Head.Hash == "" {
			t.Errorf("%s: %s, then %s", e.Slug, first.Head.Hash, second.Head.Hash)
		}
	}
}
