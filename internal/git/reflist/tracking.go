package reflist

import (
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/refs"
	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
)

// tracking is a field of upstream or push.
func (c *Context) tracking(it Item, push bool, arg string) (string, error) {
	branch, ok := strings.CutPrefix(it.Name, refs.Heads)
	if !ok {
		return "", nil
	}
	var target string
	var err error
	if push {
		target, err = rev.PushTarget(c.Repo, branch)
	} else {
		target, err = rev.Upstream(c.Repo, branch)
	}
	words := strings.Split(arg, ",")
	has := func(w string) bool {
		for _, x := range words {
			if x == w {
				return true
			}
		}
		return false
	}
	if has("remotename") || has("remoteref") {
		return c.remoteField(branch, push, has("remoteref")), nil
	}
	if err != nil || target == "" {
		return "", nil
	}
	switch {
	case has("track"), has("trackshort"):
		return c.track(it, target, has("trackshort"), has("nobracket"))
	case has("short"):
		return c.refName(target, "short"), nil
	}
	return c.refName(target, arg), nil
}

func (c *Context) remoteField(branch string, push, ref bool) string {
	if ref && push {
		return rev.PushedAs(c.Repo, branch)
	}
	if ref {
		if t, ok := rev.TrackingOf(c.Repo, branch); ok {
			return t.Merge
		}
		return ""
	}
	if push {
		name, explicit := rev.PushRemoteOf(c.Repo, branch)
		if explicit {
			return name
		}
		return ""
	}
	name, explicit := rev.RemoteOf(c.Repo, branch)
	if explicit {
		return name
	}
	return ""
}

func (c *Context) track(it Item, target string, short, bare bool) (string, error) {
	there, err := c.Repo.Refs().Resolve(target)
	for _, tip := range []plumbing.Hash{it.Hash, there} {
		if err == nil {
			_, err = c.Repo.Objects().Commit(tip) // a damaged one counts as gone
		}
	}
	if err != nil {
		switch {
		case short:
			return "", nil
		case bare:
			return "gone", nil
		}
		return "[gone]", nil
	}
	ahead, behind, err := walk.AheadBehind(c.Repo.Objects(), it.Hash, there)
	if err != nil {
		return "", err
	}
	if short {
		switch {
		case ahead > 0 && behind > 0:
			return "<>", nil
		case ahead > 0:
			return ">", nil
		case behind > 0:
			return "<", nil
		}
		return "=", nil
	}
	text := ""
	switch {
	case ahead > 0 && behind > 0:
		text = fmt.Sprintf("ahead %d, behind %d", ahead, behind)
	case ahead > 0:
		text = fmt.Sprintf("ahead %d", ahead)
	case behind > 0:
		text = fmt.Sprintf("behind %d", behind)
	default:
		return "", nil
	}
	if bare {
		return text, nil
	}
	return "[" + text + "]", nil
}
