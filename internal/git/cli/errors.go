package cli

import (
	"errors"
	"fmt"

	"cairn/internal/git/object"
	"cairn/internal/git/repo"
	"cairn/internal/git/sharing"
)

// Errors that need more than "fatal: " and their text say so by these
// methods; porcelain's error types have them where Git prints something else.
type (
	// advised errors have text to print before the error itself.
	advised interface{ Advice() string }
	// exiting errors end with another code than 128.
	exiting interface{ ExitCode() int }
	// leveled errors begin with another word than "fatal"; "" prints the text alone.
	leveled interface{ Level() string }
	// hinted errors have advice to print after them, without "hint: ".
	hinted interface{ Hint() string }
)

// silentError ends with a code; everything was said already.
type silentError struct{ code int }

func (e *silentError) Error() string { return "" }

// plainest gives of some errors the part that Git prints, whatever was being done.
func plainest(err error) error {
	var replace *object.ReplaceError
	var format *repo.FormatError
	switch {
	case errors.As(err, &replace):
		return replace
	case errors.As(err, &format):
		return format
	}
	return err
}

// fail prints an error in Git's way and gives its exit code.
func (c *call) fail(err error) int {
	var quiet *silentError
	if errors.As(err, &quiet) {
		return quiet.code
	}
	var unshared *sharing.ValueError
	if errors.As(err, &unshared) {
		return c.die("%s", unshared)
	}
	var a advised
	if errors.As(err, &a) && a.Advice() != "" {
		_, _ = fmt.Fprintln(c.stderr(), a.Advice())
	}
	err = plainest(err)
	level := "fatal"
	var l leveled
	if errors.As(err, &l) {
		level = l.Level()
	}
	if level != "" {
		level += ": "
	}
	_, _ = fmt.Fprintf(c.stderr(), "%s%s\n", level, err)
	var h hinted
	if errors.As(err, &h) && h.Hint() != "" {
		c.hint(h.Hint())
	}
	var e exiting
	if errors.As(err, &e) {
		return e.ExitCode()
	}
	return exitFatal
}
