package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"

	"cairn/cmd/editor"
)

// edit opens the learner's own editor, as the environment names it, on a file
// that Git wants edited. A repository's configuration is never asked.
func edit(ctx context.Context, path string) error {
	command := cmp.Or(os.Getenv("VISUAL"), os.Getenv("EDITOR"), editor.Default())
	if command == "" {
		return errors.New("no editor is set: give the message with -m, or set EDITOR and start cairnctl again")
	}
	if err := editor.Command(ctx, command, path).Run(); err != nil {
		return fmt.Errorf("editor %s: %w", command, err)
	}
	return nil
}
