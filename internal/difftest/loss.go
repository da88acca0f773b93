package difftest

import "strings"

// A merge that local changes keep from beginning is one that Git has begun: it resets hard and brings the changes back
// by a stash. Untracked files that lie where the reset has to do with a tracked one (a folder in place of a file, a file
// in place of a folder, one that an octopus finds deleted on our side and changed on theirs) are no part of that stash:
// git 2.39 deletes them, which its manual does not tell. The engine keeps them, by its promise that nothing is lost.
// regressions/merge-refused-keeps-untracked.txt shows both.

// mergeFailed is what both sides say of such a merge.
const mergeFailed = "Merge with strategy "

// dropsFolder is what the engine says where a folder with a file that was only just staged would make way for a file. Git
// goes on and drops the staged file, from the index and from the disk.
const dropsFolder = "Updating the following directories would lose untracked files in them:\n"

// resetOver is what the engine says where merge --autostash would reset over untracked files. Git goes on and deletes them.
const resetOver = "would be overwritten by reset:\n"

// lostByGoingOn reports whether git went on where the engine has refused for the sake of some files, and one of them is not
// as it was any more, while the engine has it and has done nothing that git has not done as well. How git's line ends does
// not count: the merge that it went on with may have failed then.
func lostByGoingOn(before State, real, ours record) bool {
	_, list, refused := strings.Cut(ours.stderr, dropsFolder)
	if !refused {
		_, list, refused = strings.Cut(ours.stderr, resetOver)
	}
	if !refused || ours.exit == 0 || !unchanged(before, real, ours) {
		return false
	}
	lost := false
	for line := range strings.Lines(list) {
		named, is := strings.CutPrefix(strings.TrimRight(line, "\n"), "\t")
		if !is {
			break
		}
		for key, text := range before {
			if key != "work/"+named && !strings.HasPrefix(key, "work/"+named+"/") {
				continue
			}
			if !strings.HasPrefix(ours.state[key], text) { // the line may have added to it first
				return false
			}
			lost = lost || real.state[key] != ours.state[key]
		}
	}
	return lost
}

// unchanged reports whether all that the engine has changed under .git is as git has it now. The index is left out: the line
// may have staged something first.
func unchanged(before State, real, ours record) bool {
	for _, key := range keysOf(before, ours.state) {
		if !strings.HasPrefix(key, "work/.git") || key == "work/.git index" {
			continue
		}
		was, had := before[key]
		is, has := ours.state[key]
		other, also := real.state[key]
		if (is != was || has != had) && (is != other || has != also) {
			return false
		}
	}
	return true
}

// forgotten reports whether all that differs is what an earlier merge --autostash had put aside: git has it in no ref and no
// file any more, after another --autostash or an --abort that failed; the engine has it still, or as a stash.
func forgotten(before State, real, ours record) bool {
	const aside, stash, log = "work/.git/MERGE_AUTOSTASH", "work/.git ref refs/stash", "work/.git/logs/refs/stash"
	kept, was := before[aside]
	kept = strings.TrimSpace(kept)
	holds := func(r record) bool {
		return strings.TrimSpace(r.state[aside]) == kept || strings.Contains(r.state[log], kept)
	}
	if !was || real.exit != ours.exit || holds(real) || !holds(ours) {
		return false
	}
	for _, key := range keysOf(real.state, ours.state) {
		if key == aside || key == stash || key == log {
			continue
		}
		realText, inReal := real.state[key]
		if oursText, inOurs := ours.state[key]; !inReal || !inOurs || realText != oursText {
			return false
		}
	}
	return true
}

// notUnstashed reports whether git, going back from a merge that it could not begin, was unable to bring the local changes
// back: they are in neither index nor files then. With the engine these are as they were.
func notUnstashed(before State, real, ours record) bool {
	if real.exit != ours.exit || !strings.Contains(real.stderr, "Index was not unstashed.\n") ||
		!strings.Contains(ours.stderr, mergeFailed) || !unchanged(before, real, ours) {
		return false
	}
	for _, key := range keysOf(before, ours.state) {
		was, had := before[key]
		is, has := ours.state[key]
		if mine := key == "work/.git index" || !strings.HasPrefix(key, "work/.git"); mine && (is != was || has != had) {
			return false
		}
	}
	return true
}

// onlyGitLost reports whether all that differs after a line are untracked files that were there before it: they are
// as they were with the engine, and with git there is at most the tracked file that they lay in the way of.
func onlyGitLost(before State, real, ours record) bool {
	if lostByGoingOn(before, real, ours) || forgotten(before, real, ours) || notUnstashed(before, real, ours) {
		return true
	}
	if real.exit != ours.exit || !strings.Contains(real.stderr, mergeFailed) || !strings.Contains(ours.stderr, mergeFailed) {
		return false
	}
	kept := untrackedKept(before, real.state, ours.state)
	if len(kept) == 0 {
		return false
	}
	for _, key := range keysOf(real.state, ours.state) {
		realText, inReal := real.state[key]
		if oursText, inOurs := ours.state[key]; inReal && inOurs && realText == oursText || kept[key] {
			continue
		}
		if !inReal || !inTheWay(kept, key) {
			return false
		}
	}
	return true
}

// untrackedKept are the untracked files of before that only the engine still has.
func untrackedKept(before, real, ours State) map[string]bool {
	kept := map[string]bool{}
	for key, text := range before {
		path, inTree := strings.CutPrefix(key, "work/")
		if !inTree || strings.HasPrefix(path, ".git/") || strings.HasPrefix(path, ".git ") || ours[key] != text || real[key] == text {
			continue
		}
		index := before["work/.git index"]
		if !strings.Contains(index, "\t"+path+"\n") && !strings.Contains(index, "\t"+path+" ") {
			kept[key] = true
		}
	}
	return kept
}

// inTheWay reports whether a kept file lies below a path, or above it.
func inTheWay(kept map[string]bool, path string) bool {
	for file := range kept {
		if strings.HasPrefix(file, path+"/") || strings.HasPrefix(path, file+"/") {
			return true
		}
	}
	return false
}
