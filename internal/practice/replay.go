package practice

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"cairn/internal/course"
	"cairn/internal/disk"
	"cairn/internal/shell"
	"cairn/internal/view"
)

// ReplayParams says what is replayed.
type ReplayParams struct {
	Exercise course.Exercise
	// Lines is a block of shell lines, such as the solution; empty leaves the
	// scenario untouched.
	Lines string
	// TempDir holds the temporary folders; empty means the system's.
	TempDir string
	// When answers conditions of events, as in Params.
	When func(ctx context.Context, condition string, v *view.View, src view.Source) (bool, error)
	// Each gives the streams for a line that is about to run; nil drops output.
	Each func(text string) shell.Line
}

// Replay builds an exercise in a temporary folder, never over the learner's
// work, and runs lines in it with the exercise's identity. Closing the
// workspace removes the folder.
func Replay(ctx context.Context, p ReplayParams) (*Workspace, error) {
	base, err := os.MkdirTemp(p.TempDir, "cairn-replay-*")
	if err != nil {
		return nil, fmt.Errorf("replay exercise: %w", err)
	}
	// Links in the way, such as macOS's /tmp, would make paths look outside.
	if real, err := filepath.EvalSymlinks(base); err == nil {
		base = real
	}
	w, err := Open(ctx, Params{
		Dir: filepath.Join(base, string(p.Exercise.Slug)), UndoDir: filepath.Join(base, "undo"),
		Exercise: p.Exercise, When: p.When, Temporary: true,
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("replay exercise: %w", err), disk.RemoveAll(base))
	}
	w.tempBase = base
	if err := w.Solve(ctx, p.Lines, p.Each); err != nil {
		return nil, errors.Join(fmt.Errorf("replay exercise: %w", err), w.Close())
	}
	return w, nil
}
