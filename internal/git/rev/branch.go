package rev

import (
	"fmt"
	"strings"

	"cairn/internal/git/refs"
)

// mark is one of the words in braces after a branch's name.
type mark int

const (
	noMark mark = iota
	upstreamMark
	pushMark
)

// markAt tells whether text begins with @{u}, @{upstream} or @{push}, in any case.
func markAt(text string) mark {
	m, _ := cutMark(text)
	return m
}

func cutMark(text string) (mark, int) {
	for _, w := range []struct {
		word string
		m    mark
	}{{"@{u}", upstreamMark}, {"@{upstream}", upstreamMark}, {"@{push}", pushMark}} {
		if len(text) >= len(w.word) && strings.EqualFold(text[:len(w.word)], w.word) {
			return w.m, len(w.word)
		}
	}
	return noMark, 0
}

// substitute replaces the whole of a name such as @, @{-1}, main@{u} or
// @{-1}@{push} by the branch that it means: short for @{-1}, full for @{u}.
func (v *Resolver) substitute(name string) (string, bool, error) {
	changed := false
	for range 8 {
		next, ok, err := v.substituteOnce(name)
		if err != nil || !ok {
			return name, changed, err
		}
		name, changed = next, true
	}
	return name, changed, nil
}

func (v *Resolver) substituteOnce(name string) (string, bool, error) {
	if name == "@" {
		return refs.HEAD, true, nil
	}
	if prior, used, ok, err := v.priorCheckout(name); err != nil || ok {
		if err != nil {
			return "", false, err
		}
		return prior + name[used:], true, nil
	}
	if strings.HasPrefix(name, "@@{") {
		return refs.HEAD + name[1:], true, nil
	}
	at := strings.IndexByte(name, '@')
	for at >= 0 && strings.IndexByte(name[:at], ':') < 0 { // behind a colon stands a path
		if m, used := cutMark(name[at:]); m != noMark {
			full, err := v.marked(name[:at], m)
			if err != nil || name[at+used:] != "" {
				return "", false, err
			}
			return full, true, nil
		}
		next := strings.IndexByte(name[at+1:], '@')
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return "", false, nil
}

// Interpreted writes a name that begins with @{-N}, main@{u} or their like with the branch that is
// meant, in its shortest form; all else stays as it is. A walk of reflogs names them so.
func (v *Resolver) Interpreted(spec string) string {
	silent := Resolver{Repo: v.Repo}
	if prior, used, ok, err := silent.priorCheckout(spec); err == nil && ok {
		return prior + spec[used:]
	}
	at := strings.IndexByte(spec, '@')
	if at < 0 {
		return spec
	}
	m, used := cutMark(spec[at:])
	if m == noMark {
		return spec
	}
	full, err := silent.marked(spec[:at], m)
	if err != nil {
		return spec
	}
	return v.Repo.Refs().Shorten(full, false) + spec[at+used:]
}

// marked is the upstream or the push target of a branch; "" and HEAD are the
// current one.
func (v *Resolver) marked(branch string, m mark) (string, error) {
	if branch == "@" {
		branch = ""
	}
	if branch == "" || branch == refs.HEAD {
		full, _, err := v.Repo.Refs().Head()
		if err != nil {
			return "", err
		}
		if full == "" {
			return "", &Error{Text: "HEAD does not point to a branch"}
		}
		branch = strings.TrimPrefix(full, refs.Heads)
	} else {
		_, err := v.Repo.Refs().Resolve(refs.Heads + branch)
		if err != nil && len(v.Repo.Config().Section("branch", branch)) == 0 {
			return "", &Error{Text: fmt.Sprintf("no such branch: '%s'", branch)}
		}
	}
	if m == pushMark {
		return PushTarget(v.Repo, branch)
	}
	return Upstream(v.Repo, branch)
}

// BranchName expands @{-N}, @ and @{u} in the name of a branch given to a
// command that works on branches. What leads to no local branch stays as it is.
func (v *Resolver) BranchName(name string) (string, error) {
	full, err := v.branchLike(name)
	if err != nil || full == name || strings.HasPrefix(full, refs.Remotes) {
		return name, err
	}
	return strings.TrimPrefix(full, refs.Heads), nil
}

// RemoteBranchName is BranchName for remote-tracking branches.
func (v *Resolver) RemoteBranchName(name string) (string, error) {
	full, err := v.branchLike(name)
	if short, ok := strings.CutPrefix(full, refs.Remotes); ok && err == nil && full != name {
		return short, nil
	}
	return name, err
}

// branchLike is substitute for names of branches: "@" is one like any other.
func (v *Resolver) branchLike(name string) (string, error) {
	if name == "@" {
		return name, nil
	}
	full, _, err := v.substitute(name)
	return full, err
}
