package reflist

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/date"
	objects "cairn/internal/git/object"
	"cairn/internal/git/refs"
	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
)

// object is what a ref or its tag leads to, decoded once.
type object struct {
	hash   plumbing.Hash
	kind   plumbing.ObjectType
	commit *objects.Commit
	tag    *objects.Tag
}

// atomNames are the fields of git-for-each-ref(1) that exist here.
func atomNames() []string {
	return []string{
		"refname", "objecttype", "objectsize", "objectname", "tree", "parent", "numparent", "object", "type", "tag",
		"author", "authorname", "authoremail", "authordate", "committer", "committername", "committeremail", "committerdate",
		"tagger", "taggername", "taggeremail", "taggerdate", "creator", "creatordate", "subject", "body", "contents",
		"upstream", "push", "symref", "flag", "HEAD", "color", "worktreepath", "version",
	}
}

// checkAtom refuses unknown fields and arguments when a format is compiled.
func checkAtom(atom string) error {
	name, arg, hasArg := strings.Cut(strings.TrimPrefix(atom, "*"), ":")
	known := false
	for _, n := range atomNames() {
		known = known || n == name
	}
	if !known {
		return &Error{"unknown field name: " + atom}
	}
	if !hasArg || arg == "" {
		return nil
	}
	bad := &Error{"unrecognized %(" + atom + ") argument: " + arg}
	switch {
	case name == "refname" || name == "symref":
		return checkRefArg(atom, arg)
	case name == "objectname" || name == "tree" || name == "parent":
		if n, ok := strings.CutPrefix(arg, "short="); ok {
			if v, err := strconv.Atoi(n); err != nil || v <= 0 {
				return &Error{fmt.Sprintf("positive value expected '%s' in %%(%s)", n, name)}
			}
			return nil
		}
		if arg != "short" {
			return bad
		}
	case strings.HasSuffix(name, "email"):
		if arg != "trim" && arg != "localpart" {
			return &Error{"unrecognized %(" + name + ") argument: " + arg}
		}
	case strings.HasSuffix(name, "date"):
		if _, err := date.ParseMode(arg, false); err != nil {
			return &Error{"unknown date format " + arg}
		}
	case name == "subject":
		if arg != "sanitize" {
			return bad
		}
	case name == "contents":
		switch n, isLines := strings.CutPrefix(arg, "lines="); {
		case isLines:
			if v, err := strconv.Atoi(n); err != nil || v < 0 {
				return &Error{"positive value expected contents:lines=" + n}
			}
		case arg == "body", arg == "subject", arg == "signature", arg == "size":
		default:
			return bad
		}
	case name == "body":
		return &Error{"%(body) does not take arguments"}
	case name == "HEAD":
		return &Error{"%(HEAD) does not take arguments"}
	}
	return nil
}

func checkRefArg(atom, arg string) error {
	for _, p := range []string{"lstrip=", "rstrip=", "strip="} {
		if n, ok := strings.CutPrefix(arg, p); ok {
			if _, err := strconv.Atoi(n); err != nil {
				return &Error{"Integer value expected " + atom}
			}
			return nil
		}
	}
	if arg != "short" {
		return &Error{"unrecognized %(" + atom + ") argument: " + arg}
	}
	return nil
}

// value is one field of one ref.
func (c *Context) value(it Item, atom string) (string, error) {
	if !c.ready {
		branch, _, err := c.Repo.Refs().Head()
		if err != nil && !refs.IsNotFound(err) {
			return "", err
		}
		c.head, c.ready, c.cache = branch, true, map[string]*object{}
	}
	name, deref := strings.CutPrefix(atom, "*")
	name, arg, _ := strings.Cut(name, ":")
	if !deref {
		if v, ok, err := c.refField(it, name, arg); ok || err != nil {
			return v, err
		}
	}
	o, err := c.object(it.Hash)
	if err != nil || o == nil {
		return "", err
	}
	if deref {
		if o.tag == nil {
			return "", nil
		}
		h, err := c.Repo.Objects().Peel(o.hash, plumbing.AnyObject)
		if err != nil {
			return "", err
		}
		if o, err = c.object(h); err != nil {
			return "", err
		}
	}
	return c.field(o, name, arg)
}

func (c *Context) object(h plumbing.Hash) (*object, error) {
	if o, ok := c.cache[string(h[:])]; ok {
		return o, nil
	}
	kind, err := c.Repo.Objects().Kind(h)
	if err != nil {
		return nil, err
	}
	o := &object{hash: h, kind: kind}
	switch kind {
	case plumbing.CommitObject:
		o.commit, err = c.Repo.Objects().Commit(h)
	case plumbing.TagObject:
		o.tag, err = c.Repo.Objects().Tag(h)
	}
	if err != nil {
		return nil, err
	}
	c.cache[string(h[:])] = o
	return o, nil
}

// refField is a field that the ref itself tells.
func (c *Context) refField(it Item, name, arg string) (string, bool, error) {
	switch name {
	case "refname":
		if it.Detached != "" {
			return it.Detached, true, nil
		}
		return c.refName(it.Name, arg), true, nil
	case "symref":
		if it.Target == "" {
			return "", true, nil
		}
		return c.refName(it.Target, arg), true, nil
	case "HEAD":
		if it.Detached != "" || it.Name == c.head {
			return "*", true, nil
		}
		return " ", true, nil
	case "flag":
		if it.Target != "" {
			return "symref", true, nil
		}
		return "", true, nil
	case "worktreepath":
		if it.Name == c.head && c.head != "" {
			return c.Repo.WorkTree(), true, nil
		}
		return "", true, nil
	case "upstream", "push":
		v, err := c.tracking(it, name == "push", arg)
		return v, true, err
	}
	return "", false, nil
}

func (c *Context) refName(full, arg string) string {
	if arg == "short" {
		return c.Repo.Refs().Shorten(full, c.strict())
	}
	for _, p := range []string{"lstrip=", "strip="} {
		if n, ok := strings.CutPrefix(arg, p); ok {
			v, _ := strconv.Atoi(n)
			return lstrip(full, v)
		}
	}
	if n, ok := strings.CutPrefix(arg, "rstrip="); ok {
		v, _ := strconv.Atoi(n)
		return rstrip(full, v)
	}
	return full
}

func (c *Context) strict() bool {
	on, err := c.Repo.Config().Bool("core.warnAmbiguousRefs", true)
	return on && err == nil
}

// lstrip drops n parts from the left; a negative n leaves -n parts.
func lstrip(name string, n int) string {
	parts := strings.Split(name, "/")
	if n < 0 {
		n = max(len(parts)+n, 0)
	}
	if n >= len(parts) {
		return ""
	}
	return strings.Join(parts[n:], "/")
}

func rstrip(name string, n int) string {
	parts := strings.Split(name, "/")
	if n < 0 {
		n = max(len(parts)+n, 0)
	}
	if n >= len(parts) {
		return ""
	}
	return strings.Join(parts[:len(parts)-n], "/")
}

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
	if ref {
		if t, ok := rev.TrackingOf(c.Repo, branch); ok && !push {
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
