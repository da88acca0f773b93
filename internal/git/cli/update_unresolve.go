package cli

// unresolve brings conflicts back; if one cannot be, the index stays as it was.
func (u *indexUpdate) unresolve(args []string) (int, bool) {
	list, merging, err := u.e.Unresolve(args)
	switch {
	case err != nil:
		return u.fail(err), false
	case !merging:
		u.say("Not in the middle of a merge.")
		return exitOK, false
	}
	failed := false
	for _, r := range list {
		if r.Same {
			u.say("%s: identical in both, skipping.", r.Path)
		}
		if r.NotOurs {
			u.errorf("%s: not in our branch.", r.Path)
		}
		if r.NotTheirs {
			u.errorf("%s: not in their branch.", r.Path)
		}
		failed = failed || r.NotOurs || r.NotTheirs
	}
	if failed {
		return exitFail, false
	}
	return exitOK, true
}
