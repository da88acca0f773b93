package cli

import (
	"errors"

	"cairn/internal/git/diff"
	"cairn/internal/git/hunks"
	"cairn/internal/git/porcelain"
)

// apply carries the choice about a file out, if there is one.
func (r *patchRun) apply(pair *diff.Pair, f *hunks.File, whole hunks.Use) error {
	ch := porcelain.Chosen{Pair: pair, File: f}
	any := whole == hunks.Take
	for i, h := range f.Hunks {
		if h.Use != hunks.Take {
			continue
		}
		any = true
		if i == 0 && f.ModeChange {
			ch.Mode = true
		} else {
			ch.Hunks = append(ch.Hunks, h)
		}
	}
	if !any {
		return nil
	}
	space, err := r.chosenSpace(f, ch.Hunks, ch.Mode)
	if err != nil {
		r.errorf("%s", err)
		r.errorf("'git apply' failed")
		return nil
	}
	if r.p.WritesBoth() {
		return r.applyTwice(ch, space)
	}
	if space.forbidden() {
		space.show()
		space.count()
		r.errorf("'git apply' failed")
		return nil
	}
	return r.applied(ch, space, 1)
}

// applyTwice puts a choice on the index and on the files: Git tries both, and then does both.
func (r *patchRun) applyTwice(ch porcelain.Chosen, space *addedSpace) error {
	for range 2 {
		if space.asked { // for a trial that is the condition
			space.show()
			space.count()
		}
	}
	if space.forbidden() {
		return r.toFilesOnly(ch, space, &porcelain.NotToIndexError{})
	}
	return r.applied(ch, space, 2)
}

// applied carries a choice out and tells how it went, with what each of the runs says of white space.
func (r *patchRun) applied(ch porcelain.Chosen, space *addedSpace, runs int) error {
	err := r.p.Apply(ch)
	var no *porcelain.NotToIndexError
	var misfit *hunks.DoesNotApplyError
	var clash *porcelain.ClashError
	var kind *porcelain.FileKindError
	path := ch.Pair.Path()
	switch {
	case err == nil:
		for range runs {
			space.show()
			space.count()
		}
		return nil
	case errors.As(err, &clash):
		r.errorf("%s", err)
		r.errorf("unable to add cache entry for %s", clash.Path)
		if r.p.WritesFiles() {
			r.errorf("unable to write file '%s' mode %06o: Directory not empty", clash.Path, uint32(ch.Pair.New.Mode|ch.Pair.Old.Mode))
		} else {
			r.errorf("'git apply' failed")
		}
		return nil
	case errors.As(err, &kind):
		r.errorf("%s", kind)
		r.errorf("'git apply' failed")
		return nil
	case errors.As(err, &no):
		return r.toFilesOnly(ch, space, no)
	case errors.As(err, &misfit):
		space.show()
		r.errorf("patch failed: %s:%d", path, misfit.Line)
		r.errorf("%s: patch does not apply", path)
		r.errorf("'git apply' failed")
		return nil
	}
	return err
}

// toFilesOnly asks whether what does not fit the index is to go into the files.
func (r *patchRun) toFilesOnly(ch porcelain.Chosen, space *addedSpace, no *porcelain.NotToIndexError) error {
	for _, reason := range no.Reasons {
		r.errorf("%s", reason)
	}
	if path := ch.Pair.Path(); no.Line > 0 {
		r.errorf("patch failed: %s:%d", path, no.Line)
		r.errorf("%s: patch does not apply", path)
	}
	r.complain("%s", no)
	if !r.yesNo("Apply them to the worktree anyway? ") {
		r.complain("Nothing was applied.\n")
		return nil
	}
	space.show()
	if space.forbidden() {
		space.count()
		return nil
	}
	ch.FilesOnly = true
	err := r.p.Apply(ch)
	var kind *porcelain.FileKindError
	switch {
	case errors.As(err, &kind):
		r.errorf("%s", kind)
		return nil
	case err != nil:
		return err
	}
	space.count()
	return nil
}
