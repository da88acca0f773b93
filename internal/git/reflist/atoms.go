package reflist

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/date"
	objects "cairn/internal/git/object"
	"cairn/internal/git/pretty"
	"cairn/internal/git/refs"
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
		"upstream", "push", "symref", "flag", "HEAD", "color", "worktreepath", "deltabase", "raw", "trailers", "rest",
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
	if name == "rest" && arg == "" {
		return &Error{"this command reject atom %(" + atom + ")"}
	}
	if !hasArg || arg == "" {
		return nil
	}
	bad := &Error{"unrecognized %(" + name + ") argument: " + arg}
	switch {
	case name == "refname" || name == "symref":
		return checkRefArg(atom, arg)
	case name == "upstream" || name == "push":
		return checkTrackArg(atom, arg)
	case name == "objectname" || name == "tree" || name == "parent":
		if n, ok := strings.CutPrefix(arg, "short="); ok {
			if v, err := strconv.Atoi(n); err != nil || v <= 0 {
				return &Error{fmt.Sprintf("positive value expected '%s' in %%(%s)", n, atom)}
			}
			return nil
		}
		if arg != "short" {
			return &Error{"unrecognized %(" + atom + ") argument: " + arg}
		}
	case strings.HasSuffix(name, "email"):
		if arg != "trim" && arg != "localpart" {
			return &Error{"unrecognized email option: " + arg}
		}
	case strings.HasSuffix(name, "date"):
		if _, err := date.ParseMode(arg, false); err != nil {
			return &Error{"unknown date format " + arg}
		}
	case name == "subject":
		if arg != "sanitize" {
			return bad
		}
	case name == "objectsize":
		if arg != "disk" {
			return bad
		}
	case name == "raw":
		if arg != "size" {
			return bad
		}
	case name == "contents":
		return checkContents(arg, bad)
	case name == "trailers":
		return checkTrailers(arg)
	case name == "body", name == "objecttype", name == "deltabase", name == "rest":
		return &Error{"%(" + name + ") does not take arguments"}
	}
	return nil
}

func checkContents(arg string, bad error) error {
	if n, ok := strings.CutPrefix(arg, "lines="); ok {
		if v, err := strconv.Atoi(n); err != nil || v < 0 {
			return &Error{"positive value expected contents:lines=" + n}
		}
		return nil
	}
	switch arg {
	case "body", "subject", "signature", "size", "trailers":
		return nil
	}
	if options, ok := strings.CutPrefix(arg, "trailers:"); ok {
		return checkTrailers(options)
	}
	return bad
}

func checkTrailers(options string) error {
	if _, err := pretty.ParseTrailerFormat(options); err != nil {
		return &Error{err.Error()}
	}
	return nil
}

// checkTrackArg reads what upstream and push may be asked: words about how far
// they are, or a form of the name.
func checkTrackArg(atom, arg string) error {
	if checkRefArg(atom, arg) == nil {
		return nil
	}
	for word := range strings.SplitSeq(arg, ",") {
		switch word {
		case "track", "trackshort", "nobracket", "remotename", "remoteref":
		default:
			return &Error{"unrecognized %(" + atom + ") argument: " + arg}
		}
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
	if v, ok, err := c.refField(it, name, arg); ok || err != nil {
		if deref && name == "refname" {
			v += "^{}"
		}
		return v, err
	}
	if name == "objectname" && !deref {
		return c.hash(it.Hash, arg), nil // the object itself is not needed
	}
	o, err := c.object(it.Hash)
	if err != nil {
		return "", missing(err, it.Hash, it.Name)
	}
	if deref {
		if o.tag == nil {
			return "", nil
		}
		h, err := c.Repo.Objects().Peel(o.hash, plumbing.AnyObject)
		if err != nil {
			return "", missing(err, o.tag.Target, it.Name)
		}
		last := o.tag
		if o, err = c.object(h); err != nil {
			return "", missing(err, h, it.Name)
		}
		if last.Target == h && last.TargetType != o.kind {
			return "", &Error{fmt.Sprintf("parse_object_buffer failed on %s for %s", h, it.Name)}
		}
	}
	return c.field(o, name, arg)
}

// missing tells of which ref an object is missing.
func missing(err error, h plumbing.Hash, ref string) error {
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return &Error{fmt.Sprintf("missing object %s for %s", h, ref)}
	}
	return err
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
		return it.flags(), true, nil
	case "worktreepath":
		if it.Name == c.head && c.head != "" {
			return c.Repo.WorkTree(), true, nil
		}
		return c.Worktrees[it.Name], true, nil
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
