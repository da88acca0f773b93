package porcelain

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/disk"
	"cairn/internal/git/object"
	"cairn/internal/git/repo"
	"cairn/internal/git/rev"
)

// Operation is what a repository is in the middle of, read from Git's own state files.
type Operation struct {
	Merging     bool
	CherryPick  plumbing.Hash // zero with CherryPicking: between two picks
	Picking     bool
	Revert      plumbing.Hash
	Reverting   bool
	Rebasing    bool // the one that applies patches (rebase-apply)
	Interactive bool // the one with a todo list (rebase-merge)
	Applying    bool // am
	EmptyPatch  bool
	Branch      string // that is being rebased, short
	Onto        string // short hash or name
	Done, Todo  []string
	Bisecting   bool
	BisectFrom  string
}

// ReadOperation looks at the state files.
func ReadOperation(r *repo.Repo) Operation {
	var o Operation
	o.Merging = exists(r.StateFile("MERGE_HEAD"))
	o.rebase(r)
	if h, ok := hashFile(r.StateFile("CHERRY_PICK_HEAD")); ok && !o.Interactive {
		o.Picking, o.CherryPick = true, h
	}
	if h, ok := hashFile(r.StateFile("REVERT_HEAD")); ok {
		o.Reverting, o.Revert = true, h
	}
	if !o.Picking && !o.Reverting {
		o.sequence(r)
	}
	if exists(r.StateFile("BISECT_LOG")) {
		o.Bisecting = true
		o.BisectFrom = branchName(r, readLine(r.StateFile("BISECT_START")))
	}
	return o
}

// sequence knows a sequencer that stands between two commits.
func (o *Operation) sequence(r *repo.Repo) {
	data, err := disk.ReadFile(r.StateFile("sequencer/todo"))
	if err != nil {
		return
	}
	for line := range strings.SplitSeq(string(data), "\n") {
		word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "pick", "p":
			o.Picking = true
			return
		case "revert":
			o.Reverting = true
			return
		}
	}
}

func (o *Operation) rebase(r *repo.Repo) {
	apply, merge := r.StateFile("rebase-apply"), r.StateFile("rebase-merge")
	switch {
	case exists(apply):
		if exists(filepath.Join(apply, "applying")) {
			o.Applying = true
			info, err := os.Stat(filepath.Join(apply, "patch"))
			o.EmptyPatch = err == nil && info.Size() == 0
			return
		}
		o.Rebasing = true
		o.Branch = branchName(r, readLine(filepath.Join(apply, "head-name")))
		o.Onto = branchName(r, readLine(filepath.Join(apply, "onto")))
	case exists(merge):
		if exists(filepath.Join(merge, "interactive")) {
			o.Interactive = true
			o.Done = todoLines(r, filepath.Join(merge, "done"))
			o.Todo = todoLines(r, filepath.Join(merge, "git-rebase-todo"))
		} else {
			o.Rebasing = true
		}
		o.Branch = branchName(r, readLine(filepath.Join(merge, "head-name")))
		o.Onto = branchName(r, readLine(filepath.Join(merge, "onto")))
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

func readLine(path string) string {
	data, err := disk.ReadFile(path)
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(string(data), "\n")
	return strings.TrimSpace(line)
}

func hashFile(path string) (plumbing.Hash, bool) {
	return object.ParseHash(readLine(path))
}

// branchName shortens what a state file names: a branch, or a commit.
func branchName(r *repo.Repo, text string) string {
	if s, ok := strings.CutPrefix(text, "refs/heads/"); ok {
		return s
	}
	if text == "detached HEAD" {
		return ""
	}
	if h, ok := object.ParseHash(text); ok {
		return r.Objects().Abbrev(h, 0)
	}
	return text
}

// todoLines reads a todo list without comments, its hashes shortened.
func todoLines(r *repo.Repo, path string) []string {
	data, err := disk.ReadFile(path)
	if err != nil {
		return nil
	}
	var lines []string
	for line := range strings.SplitSeq(string(data), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		words := strings.SplitN(line, " ", 3)
		switch words[0] {
		case "exec", "x", "label", "l":
		default:
			if len(words) > 1 {
				if h, ok := object.ParseHash(words[1]); ok {
					words[1] = r.Objects().Abbrev(h, 0)
				}
			}
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return lines
}

// DetachedFrom tells where HEAD was detached, from its reflog: the name that was checked out,
// and whether HEAD is still at that commit.
func DetachedFrom(r *repo.Repo) (name string, at bool, ok bool) {
	log, err := r.Refs().Reflog("HEAD")
	if err != nil {
		return "", false, false
	}
	for i := range log {
		msg, found := strings.CutPrefix(log[i].Message, "checkout: moving from ")
		if !found {
			continue
		}
		_, to, found := cutLast(msg, " to ")
		if !found {
			continue
		}
		return detachedName(r, to, log[i].New)
	}
	return "", false, false
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// detachedName finds out what the name in the reflog was: a ref is named as itself while it is
// at that commit, all else is a short hash.
func detachedName(r *repo.Repo, to string, then plumbing.Hash) (string, bool, bool) {
	_, head, err := r.Refs().Head()
	if err != nil {
		return "", false, false
	}
	name := r.Objects().Abbrev(then, 0)
	v := rev.Resolver{Repo: r}
	// "HEAD" in the reflog was another commit then: only its hash can be shown.
	if refs, err := v.Matches(to); to != "HEAD" && err == nil && len(refs) == 1 {
		h, err := r.Refs().Resolve(refs[0])
		if err == nil {
			h, err = r.Objects().Peel(h, plumbing.CommitObject)
		}
		if err == nil && h == then {
			name = refs[0]
			if s, ok := strings.CutPrefix(name, "refs/tags/"); ok {
				name = s
			} else {
				name = strings.TrimPrefix(name, "refs/remotes/")
			}
		}
	}
	return name, head == then, true
}

// StashCount is the number of entries in the stash.
func StashCount(r *repo.Repo) int {
	log, err := r.Refs().Reflog("refs/stash")
	if err != nil {
		return 0
	}
	return len(log)
}
