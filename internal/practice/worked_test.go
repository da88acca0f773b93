package practice_test

import (
	"slices"
	"testing"

	"cairn/internal/shell"
)

func TestWorked_leavesOutLinesThatFailedAndUndoneOnes(t *testing.T) {
	base := tempDir(t)
	w := open(t, base, simple)
	for _, line := range []string{"ls --bogus", "ls", "nosuchcommand", "cat missing", "echo hi > f"} {
		if _, err := w.Run(t.Context(), shell.Line{Text: line}); err != nil {
			t.Fatal(err)
		}
	}
	worked := func() []string {
		t.Helper()
		v, _, err := w.View(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return v.Worked
	}
	if got := worked(); !slices.Equal(got, []string{"ls", "echo hi > f"}) {
		t.Errorf("worked: %q", got)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w = open(t, base, simple)
	if got := worked(); !slices.Equal(got, []string{"ls", "echo hi > f"}) {
		t.Errorf("worked after a restart: %q", got)
	}
	if err := w.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := worked(); slices.Contains(got, "echo hi > f") {
		t.Errorf("worked after undo: %q", got)
	}
}
