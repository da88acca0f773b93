package cli

import (
	"errors"
	"strings"

	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
	"cairn/internal/git/rev"
)

// target resolves what was named: a branch, a commit, or a branch that only a remote has. With
// strict a name that is nothing ends the command; else ok is true and p.Commit nil.
func (s *switching) target(strict bool) (int, bool) {
	name := s.arg
	if name == "" {
		name = "HEAD"
	}
	if name == "-" {
		name = "@{-1}"
	}
	v := s.resolver()
	v.Quiet = s.warned
	c, err := v.Commit(v.OrMergeBase(name))
	v.Quiet = true
	if !isMissing(err) {
		full := refs.Heads + name
		last, refErr := s.repo.Refs().Follow(full)
		absent := refs.IsNotFound(refErr) && last.Name == full
		if !absent && (err != nil || refErr != nil || last.Hash != c.Hash) {
			c, err = v.Commit(full) // not a tag of that name
		}
	}
	if err != nil && s.arg != "" && s.newName == "" && isMissing(err) && s.guesses() {
		if code, ok := s.guess(name); !ok {
			return code, false
		}
		if s.guessed != "" {
			name = s.guessed
			c, err = v.Commit(s.guessedRef)
		}
	}
	if err != nil {
		if s.arg == "" {
			return s.unborn()
		}
		if !strict && isMissing(err) {
			return 0, true
		}
		var kind *object.KindError
		if errors.As(err, &kind) && s.cmd.Name == "checkout" {
			return s.die("Cannot switch branch to a non-commit '%s'", s.arg), false
		}
		return s.die("invalid reference: %s", s.arg), false
	}
	s.p.Commit = c
	return s.named(v, name)
}

func isMissing(err error) bool { return isUnknown(err) }

// unborn: HEAD names no commit yet.
func (s *switching) unborn() (int, bool) {
	if s.newName != "" {
		s.p.NoFiles = true
		return 0, true
	}
	return s.die("You are on a branch yet to be born"), false
}

// named works out what the name means for HEAD and the reflog.
func (s *switching) named(v *rev.Resolver, name string) (int, bool) {
	s.p.Name, s.p.Start = name, name
	if s.guessed != "" {
		s.p.Start = s.guessedRef
	}
	if s.arg == "" {
		s.p.Name = "HEAD"
		if s.newName == "" {
			return 0, true
		}
	}
	if prior, ok := strings.CutPrefix(name, "@{-"); ok && prior != "" {
		if real, err := v.BranchName(name); err == nil {
			name = real
			s.p.Name = name
		}
	}
	if strings.Contains(name, "@{") { // a branch may follow one beside it
		if real, err := v.BranchName(name); err == nil && s.repo.Refs().Exists(refs.Heads+real) {
			name = real
			s.p.Name = name
		}
	}
	if s.repo.Refs().Exists(refs.Heads+name) && s.newName == "" && !s.detach {
		s.p.Branch = refs.Heads + name
	}
	if s.newName != "" {
		return s.tracking(v, name)
	}
	return 0, true
}

func (s *switching) guesses() bool {
	if s.last("guess") != nil {
		return s.flag("guess")
	}
	if s.off("track") || s.detach {
		return false
	}
	on, err := s.repo.Config().Bool("checkout.guess", true)
	return on || err != nil
}

// guess looks for a ref that some remote's branch of that name is fetched into; exactly one makes a
// new branch.
func (s *switching) guess(name string) (int, bool) {
	if strings.ContainsAny(name, "*?[^~:\\ ") {
		return 0, true
	}
	found := s.fetchedAs(name)
	if len(found) > 1 {
		if def, ok := s.repo.Config().Get("checkout.defaultRemote"); ok {
			for _, f := range found {
				if f.remote == def {
					found = []fetchedBranch{f}
				}
			}
		}
	}
	switch len(found) {
	case 0:
		return 0, true
	case 1:
		s.newName, s.guessedRef = name, found[0].ref
		s.guessed = strings.TrimPrefix(strings.TrimPrefix(found[0].ref, refs.Remotes), "refs/")
		s.guessedTrack = s.trackParams(found[0].remote, refs.Heads+name)
		return 0, true
	}
	if s.flag("patch") { // there the name is a path then
		return 0, true
	}
	if s.advises("checkoutAmbiguousRemoteBranchName") {
		s.hint("If you meant to check out a remote tracking branch on, e.g. 'origin',\n" +
			"you can do so by fully qualifying the name with the --track option:\n\n" +
			"    git checkout --track origin/<name>\n\n" +
			"If you'd like to always have checkouts of an ambiguous <name> prefer\n" +
			"one remote, e.g. the 'origin' remote, consider setting\n" +
			"checkout.defaultRemote=origin in your config.")
	}
	return s.die("'%s' matched multiple (%d) remote tracking branches", name, len(found)), false
}

// fetchedBranch is a branch of a remote, as far as it was fetched.
type fetchedBranch struct{ remote, ref string }

// fetchedAs lists where the branches of that name are, each ref once.
func (s *switching) fetchedAs(name string) []fetchedBranch {
	var found []fetchedBranch
	seen := map[string]bool{}
	for _, remote := range s.remotes() {
		ref := rev.FetchedInto(s.repo, remote, refs.Heads+name)
		if ref != "" && !seen[ref] && s.repo.Refs().Exists(ref) {
			seen[ref] = true
			found = append(found, fetchedBranch{remote, ref})
		}
	}
	return found
}

// remotes lists the configured remotes.
func (s *switching) remotes() []string { return s.repo.Config().Subsections("remote") }

// tracking settles the upstream of the new branch: --track, or a start at a remote-tracking
// branch where branch.autoSetupMerge is not off.
func (s *switching) tracking(v *rev.Resolver, start string) (int, bool) {
	mode, _ := s.value("track")
	asked := s.flag("track")
	if s.off("track") {
		return 0, true
	}
	if s.guessedTrack != nil {
		s.p.Track = s.guessedTrack
		return 0, true
	}
	auto := strings.ToLower(s.repo.Config().String("branch.autoSetupMerge", "true"))
	full, err := v.FullName(start)
	if err != nil || full == "" {
		if asked {
			return s.die("cannot set up tracking information; starting point '%s' is not a branch", start), false
		}
		return 0, true
	}
	if last, err := s.repo.Refs().Follow(full); err == nil {
		full = last.Name // origin/HEAD stands for what it leads to
	}
	if mode == "inherit" || (!asked && auto == "inherit") {
		if short, ok := strings.CutPrefix(full, refs.Heads); ok {
			if t, ok := rev.TrackingOf(s.repo, short); ok {
				s.p.Track = &porcelain.TrackParams{Remote: t.Remote, Merge: t.Merge}
			}
		}
		return 0, true
	}
	rest, isRemote := strings.CutPrefix(full, refs.Remotes)
	switch {
	case isRemote && (asked || auto == "true" || auto == "always" || (auto == "simple" && strings.HasSuffix(rest, "/"+s.newName))):
		for _, remote := range s.remotes() {
			if branch, ok := strings.CutPrefix(rest, remote+"/"); ok {
				s.p.Track = s.trackParams(remote, refs.Heads+branch)
			}
		}
	case strings.HasPrefix(full, refs.Heads) && (asked || auto == "always"):
		s.p.Track = s.trackParams(".", full)
	case asked:
		return s.die("cannot set up tracking information; starting point '%s' is not a branch", start), false
	}
	return 0, true
}

// trackParams also follows branch.autoSetupRebase.
func (s *switching) trackParams(remote, merge string) *porcelain.TrackParams {
	t := &porcelain.TrackParams{Remote: remote, Merge: merge}
	switch s.repo.Config().String("branch.autoSetupRebase", "never") {
	case "always":
		t.Rebase = true
	case "local":
		t.Rebase = remote == "."
	case "remote":
		t.Rebase = remote != "."
	}
	return t
}
