package porcelain

import (
	"errors"
	"path/filepath"

	"cairn/internal/git/config"
	"cairn/internal/git/repo"
)

// SettingsError says that a branch was changed and its settings could not be.
type SettingsError struct {
	Cause error
	What  string // "Branch is renamed, but update of config-file failed"
}

func (e *SettingsError) Error() string { return e.What }
func (e *SettingsError) Unwrap() error { return e.Cause }

// Advice is what Git prints before: it names no reason when a whole section
// was to be changed.
func (e *SettingsError) Advice() string {
	var lock *config.LockError
	if errors.As(e.Cause, &lock) {
		return "error: " + lock.Short()
	}
	return "error: " + e.Cause.Error()
}

// UpstreamError says that a branch's upstream could not be written down.
type UpstreamError struct {
	Upstream string // what --set-upstream-to would be given
	Cause    error
}

func (e *UpstreamError) Error() string { return "unable to write upstream branch configuration" }
func (e *UpstreamError) Unwrap() error { return e.Cause }

// Advice is what Git prints before: the reason.
func (e *UpstreamError) Advice() string { return "error: " + e.Cause.Error() }

// Level is "error".
func (e *UpstreamError) Level() string { return "error" }

// ExitCode is 1.
func (e *UpstreamError) ExitCode() int { return 1 }

// Hint tells how to try again.
func (e *UpstreamError) Hint() string {
	return "\nAfter fixing the error cause you may try to fix up\n" +
		"the remote tracking information by invoking:\n" +
		"  git branch --set-upstream-to=" + e.Upstream
}

// upstreamError is about a branch of a remote, or "." for one of this repository.
func upstreamError(remote, merge string, cause error) error {
	if remote != "." {
		merge = remote + "/" + merge
	}
	return &UpstreamError{Upstream: merge, Cause: cause}
}

// unsetError says that a branch's upstream could not be taken away.
type unsetError struct {
	branch string
	cause  error
}

func (e *unsetError) Error() string  { return "could not unset 'branch." + e.branch + ".remote'" }
func (e *unsetError) Unwrap() error  { return e.cause }
func (e *unsetError) Advice() string { return "error: " + e.cause.Error() }

// editConfig edits the repository's configuration and reads it again.
func editConfig(r *repo.Repo, change func(*config.File) error) error {
	path := filepath.Join(r.CommonDir(), "config")
	if err := config.Edit(path, r.Root(), change); err != nil {
		var lock *config.LockError
		if errors.As(err, &lock) {
			lock.Path = r.Shown(path)
		}
		return err
	}
	return r.Reload()
}

// editBranch edits a branch's section; that it has none is no error.
func editBranch(r *repo.Repo, short, failed string, change func(*config.File, string) error) error {
	err := editConfig(r, func(f *config.File) error {
		err := change(f, "branch."+short)
		var none *config.SectionError
		if errors.As(err, &none) {
			return nil
		}
		return err
	})
	if err != nil {
		return &SettingsError{err, failed}
	}
	return nil
}

// DescribeBranch sets a branch's description, or removes an empty one.
func DescribeBranch(r *repo.Repo, name, text string) error {
	key := "branch." + name + ".description"
	if text == "" {
		if _, ok := r.Config().Get(key); !ok {
			return nil
		}
		return editConfig(r, func(f *config.File) error { return f.Unset(key, nil, false) })
	}
	return editConfig(r, func(f *config.File) error { return f.Set(key, text, nil) })
}
