package rev

import (
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/refs"
)

// rules are the places where a short name is looked for, the first one first
// (gitrevisions(7), "<refname>").
func rules(name string) []string {
	return []string{
		name,
		"refs/" + name,
		refs.Tags + name,
		refs.Heads + name,
		refs.Remotes + name,
		refs.Remotes + name + "/HEAD",
	}
}

// Matches lists the full names of the refs that a short name may mean, the
// one that counts first. Names such as @{-1}, @ and main@{u} are understood.
func (v *Resolver) Matches(name string) ([]string, error) {
	full, ok, err := v.substitute(name)
	if err != nil {
		return nil, err
	}
	if ok {
		name = full
	}
	var found []string
	for _, candidate := range rules(name) {
		if !refs.ValidName(candidate, true) {
			continue
		}
		last, err := v.Repo.Refs().Follow(candidate)
		if err == nil {
			found = append(found, candidate)
			continue
		}
		if last.Name == candidate && refs.IsNotFound(err) {
			continue
		}
		first, firstErr := v.Repo.Refs().Read(candidate)
		switch {
		case firstErr != nil || candidate == refs.HEAD:
		case first.Symbolic():
			v.warn("warning: ignoring dangling symref %s", candidate)
		case strings.Contains(candidate, "/"):
			v.warn("warning: ignoring broken ref %s", candidate)
		}
	}
	return found, nil
}

// FullName is the ref that a short name means, or "".
func (v *Resolver) FullName(name string) (string, error) {
	found, err := v.Matches(name)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}

// name resolves a full hash, a ref, or a place in a reflog.
func (v *Resolver) name(spec string) (plumbing.Hash, error) {
	if h, ok := object.ParseHash(spec); ok {
		v.warnHashName(spec)
		return h, nil
	}
	base, place, hasPlace, prior, ok := cutReflog(spec)
	if !ok {
		return plumbing.ZeroHash, &UnknownError{spec}
	}
	if prior {
		name, _, found, err := v.priorCheckout(spec)
		if err != nil {
			return plumbing.ZeroHash, err
		}
		if found {
			if h, ok := object.ParseHash(name); ok {
				return h, nil
			}
			return v.name(name)
		}
	}
	found, err := v.logMatches(base, hasPlace)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	if len(found) == 0 {
		return plumbing.ZeroHash, &UnknownError{spec}
	}
	v.warnAmbiguous(base, len(found))
	if hasPlace {
		return v.reflogPlace(spec, base, found[0], place)
	}
	return v.Repo.Refs().Resolve(found[0])
}

func (v *Resolver) warnAmbiguous(base string, n int) {
	if v.Warn == nil || v.Quiet || base == "" {
		return
	}
	if on, err := v.Repo.Config().Bool("core.warnAmbiguousRefs", true); !on || err != nil {
		return
	}
	if n == 1 {
		quiet := Resolver{Repo: v.Repo}
		if _, err := quiet.short(base, Any); err != nil {
			return
		}
	}
	v.warn("warning: refname '%s' is ambiguous.", base)
}

// warnHashName tells of a ref that has the name of a hash; the hash counts.
func (v *Resolver) warnHashName(spec string) {
	if v.Warn == nil || v.TrustHashes {
		return
	}
	if on, err := v.Repo.Config().Bool("core.warnAmbiguousRefs", true); !on || err != nil {
		return
	}
	for _, name := range rules(spec)[1:] {
		if _, err := v.Repo.Refs().Read(name); err != nil {
			continue
		}
		v.warn("warning: refname '%s' is ambiguous.", spec)
		if on, err := v.Repo.Config().Bool("advice.objectNameWarning", true); on && err == nil {
			v.warn("%s", hashNameAdvice)
		}
		return
	}
}

const hashNameAdvice = `Git normally never creates a ref that ends with 40 hex characters
because it will be ignored when you just specify 40-hex. These refs
may be created by mistake. For example,

  git switch -c $br $(git rev-parse ...)

where "$br" is somehow empty and a 40-hex ref is created. Please
examine these refs and maybe delete them. Turn this message off by
running "git config advice.objectNameWarning false"`

// cutReflog splits "base@{place}". Marks such as @{u} are part of the base;
// @{-1} is told by prior. A @{-1} that does not stand first is no name.
func cutReflog(spec string) (base, place string, hasPlace, prior, ok bool) {
	if len(spec) < 4 || spec[len(spec)-1] != '}' {
		return spec, "", false, false, true
	}
	for at := len(spec) - 4; at >= 0; at-- {
		if spec[at] != '@' || spec[at+1] != '{' {
			continue
		}
		if spec[at+2] == '-' {
			if at != 0 {
				return "", "", false, false, false
			}
			return spec, "", false, true, true
		}
		if markAt(spec[at:]) != noMark {
			return spec, "", false, false, true
		}
		return spec[:at], spec[at+2 : len(spec)-1], true, false, true
	}
	return spec, "", false, false, true
}

// logMatches finds the ref of a name; with a place after it, the ref must
// have a reflog, and no name at all means the current branch.
func (v *Resolver) logMatches(base string, hasPlace bool) ([]string, error) {
	if !hasPlace {
		return v.Matches(base)
	}
	if base == "" {
		branch, _, err := v.Repo.Refs().Head()
		if err != nil {
			return nil, nil
		}
		if branch == "" {
			branch = refs.HEAD
		}
		return []string{branch}, nil
	}
	silent := *v
	silent.Warn = nil
	found, err := silent.Matches(base)
	if err != nil {
		return nil, err
	}
	var logged []string
	for _, name := range found {
		if v.Repo.Refs().HasReflog(name) {
			logged = append(logged, name)
			continue
		}
		if last, err := v.Repo.Refs().Follow(name); err == nil && last.Name != name && v.Repo.Refs().HasReflog(last.Name) {
			logged = append(logged, last.Name)
		}
	}
	return logged, nil
}

// priorCheckout understands "@{-N}" at the front of a name: the Nth branch or
// commit that was left, found in HEAD's reflog. It returns what was left and
// how many bytes of the name that took.
func (v *Resolver) priorCheckout(spec string) (name string, used int, ok bool, err error) {
	rest, ok := strings.CutPrefix(spec, "@{-")
	if !ok {
		return "", 0, false, nil
	}
	digits, _, ok := strings.Cut(rest, "}")
	n, convErr := strconv.Atoi(strings.TrimLeft(digits, " \t\n\v\f\r"))
	if !ok || convErr != nil || n <= 0 {
		return "", 0, false, nil
	}
	entries, err := v.Repo.Refs().Reflog(refs.HEAD)
	if err != nil {
		return "", 0, false, err
	}
	for _, e := range entries {
		move, ok := strings.CutPrefix(e.Message, "checkout: moving from ")
		if !ok {
			continue
		}
		from, _, ok := strings.Cut(move, " to ")
		if !ok {
			continue
		}
		if n--; n == 0 {
			return from, len("@{-}") + len(digits), true, nil
		}
	}
	return "", 0, false, nil
}
