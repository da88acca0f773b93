package cli

import (
	"errors"
	"slices"
	"strconv"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
)

// revRun is what revisions and the options about them ask for.
type revRun struct {
	*call
	params walk.Params
	// items are the revisions in their order, those of --all included.
	items []rev.Item
	// named are the arguments that were revisions, as they stood.
	named []string
	paths []string
	set   *pathspec.Set

	follow      bool // one file is followed across renames
	walkReflogs bool
	graph       bool
	leftRight   bool
	cherryMark  bool
	passedOver  bool // --ignore-missing left a revision out
	messages    messageFilter
	sources     map[plumbing.Hash]string
}

// revDefaults differ between commands.
type revDefaults struct {
	// head is used when no revision was given, "" for none.
	head string
	// follow says when a file is followed across renames: then paths do not prune.
	follow followMode
	// usesL is true when -L gives the paths.
	noPrune bool
	// looseArgs are kept, not walked: show takes any object.
	anyObject bool
}

// followMode says when a file is followed across renames.
type followMode int

const (
	followNever  followMode = iota
	followOne               // where a single path is given
	followAlways            // --follow
)

// revisions reads options and arguments. A fault is printed, and code is the exit
// code then.
func (c *call) revisions(d revDefaults) (*revRun, int, bool) {
	r := &revRun{call: c, sources: map[plumbing.Hash]string{}}
	r.params.Store = c.repo.Objects()
	if code, ok := r.limits(); !ok {
		return nil, code, false
	}
	if code, ok := r.ordering(); !ok {
		return nil, code, false
	}
	if code, ok := r.arguments(); !ok {
		return nil, code, false
	}
	if name, ok := r.value("default"); ok {
		d.head = name
	}
	if r.flag("merge") {
		if code, ok := r.conflictedMerge(); !ok {
			return nil, code, false
		}
	}
	if len(r.items)+len(r.named) == 0 && d.head != "" && (!r.sawRefs() || r.onlyStdin()) && !r.passedOver {
		if code, ok := r.head(d.head); !ok {
			return nil, code, false
		}
	}
	if code, ok := r.pathspecs(d); !ok {
		return nil, code, false
	}
	if err := r.messages.read(c, r.walkReflogs); err != nil {
		return nil, c.fail(err), false
	}
	if r.messages.active() {
		r.params.Keep = r.messages.keep
	}
	if d.anyObject {
		return r, 0, true
	}
	tips, err := porcelain.Tips(c.repo, r.items)
	if err != nil {
		return nil, c.fail(err), false
	}
	if p := &r.params; p.AncestryPath && len(p.AncestryFrom) == 0 && !slices.ContainsFunc(tips, func(t walk.Tip) bool { return t.Exclude }) {
		return nil, r.die("--ancestry-path given but there are no bottom commits"), false
	}
	r.params.Tips = tips
	return r, 0, true
}

// refOptions stand for revisions.
var refOptions = [...]string{"all", "branches", "tags", "remotes", "glob", "reflog", "indexed-objects", "stdin", "bisect"}

// sawRefs reports whether --all or its like was given: then an empty repository
// shows nothing instead of failing.
func (r *revRun) sawRefs() bool {
	for _, name := range refOptions {
		if r.last(name) != nil {
			return true
		}
	}
	return false
}

// onlyStdin reports whether revisions were awaited on standard input only.
func (r *revRun) onlyStdin() bool {
	for _, name := range refOptions {
		if name != "stdin" && r.last(name) != nil {
			return false
		}
	}
	return true
}

func (r *revRun) head(name string) (int, bool) {
	h, err := r.resolver().Resolve(name)
	if err == nil {
		if !r.repo.Objects().Has(h) {
			return r.die("bad object %s", name), false
		}
		r.items = append(r.items, rev.Item{Hash: h, Spec: name})
		return 0, true
	}
	if !isUnknown(err) {
		return r.fail(err), false
	}
	if r.flag("ignore-missing") {
		return 0, true
	}
	if name != refs.HEAD {
		return r.die("your current branch appears to be broken"), false
	}
	return r.noCommitsYet(), false
}

// noCommitsYet says why HEAD leads to nothing.
func (c *call) noCommitsYet() int {
	branch, _, err := c.repo.Refs().Head()
	if err != nil || branch == "" || !refs.ValidName(branch, false) {
		return c.die("your current branch appears to be broken")
	}
	return c.die("your current branch '%s' does not have any commits yet", refs.Short(branch))
}

// limits reads the options that bound the walk.
func (r *revRun) limits() (int, bool) {
	clock := r.repo.Clock()
	p := &r.params
	for i := range r.opts {
		g := &r.opts[i]
		switch g.opt.key() {
		case "max-count":
			n := leadingNumber(g.value)
			switch {
			case n < 0:
				n = walk.NoLimit
			case n == 0:
				n = walk.NoCommits
			}
			p.Max = n
		case "skip", "min-parents", "max-parents":
			n := leadingNumber(g.value)
			switch g.opt.Long {
			case "skip":
				p.Skip = max(n, 0)
			case "min-parents":
				p.MinParents = n
			default:
				p.MaxParents = maxParents(n, g.off)
			}
		case "merges":
			p.MinParents = 2
		case "no-merges":
			p.MaxParents = 1
		case "since", "after", "since-as-filter":
			t, _ := clock.Approx(g.value)
			p.Since = t.Unix()
			p.SinceAsFilter = g.opt.Long == "since-as-filter"
		case "until", "before":
			t, _ := clock.Approx(g.value)
			if p.Until = t.Unix(); p.Until == 0 {
				p.Until = -1 // "never" is a bound, too
			}
		case "max-age", "min-age":
			n, err := strconv.ParseInt(g.value, 10, 64)
			if err != nil {
				return r.die("'%s': not a number of seconds since epoch", g.value), false
			}
			if g.opt.Long == "max-age" {
				p.Since = n
			} else {
				p.Until = n
			}
		}
	}
	return 0, true
}

// leadingNumber reads as much of a number as there is, as these options do.
func leadingNumber(s string) int {
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || end == 0 && s[0] == '-') {
		end++
	}
	n, err := strconv.Atoi(s[:end])
	if err != nil {
		return 0
	}
	return n
}

func maxParents(n int, off bool) int {
	switch {
	case off || n < 0:
		return 0
	case n == 0:
		return walk.NoParents
	}
	return n
}

// ordering reads order, simplification and marks.
func (r *revRun) ordering() (int, bool) {
	p := &r.params
	p.FirstParent, p.ExcludeFirstParent = r.flag("first-parent"), r.flag("exclude-first-parent-only")
	p.Limited = r.flag("children")
	p.Reverse, p.Boundary = r.flag("reverse"), r.flag("boundary")
	p.FullHistory, p.SimplifyMerges = r.flag("full-history"), r.flag("simplify-merges")
	p.ShowPulls, p.MissingOK = r.flag("show-pulls"), r.flag("ignore-missing")
	r.graph, r.leftRight = r.flag("graph"), r.flag("left-right")
	p.CherryPick, p.CherryMark = r.flag("cherry-pick"), r.flag("cherry-mark")
	p.LeftOnly, p.RightOnly = r.flag("left-only"), r.flag("right-only")
	r.walkReflogs = r.flag("walk-reflogs")
	if r.flag("cherry") {
		p.RightOnly, p.CherryMark, p.MaxParents = true, true, 1
	}
	r.cherryMark = p.CherryMark
	if p.CherryPick || p.CherryMark {
		p.PatchID = r.patchID
	}
	for i := range r.opts {
		switch g := &r.opts[i]; g.opt.key() {
		case "date-order":
			p.Order = walk.DateTopo
		case "author-date-order":
			p.Order = walk.AuthorTopo
		case "topo-order":
			p.Order = walk.Topo
		case "sparse":
			p.Sparse = true
		case "dense":
			p.Sparse = false
		case "ancestry-path":
			p.AncestryPath = true
			if g.has {
				c, err := r.resolver().Commit(g.value)
				if err != nil {
					r.errorf("could not get commit for ancestry-path argument %s", g.value)
					return exitFatal, false
				}
				p.AncestryFrom = append(p.AncestryFrom, c.Hash)
			}
		case "no-walk":
			switch g.value {
			case "", "sorted":
				p.NoWalk = walk.Sorted
			case "unsorted":
				p.NoWalk = walk.Unsorted
			default:
				r.errorf("invalid argument to --no-walk")
				return exitUsage, false
			}
		case "do-walk":
			p.NoWalk = walk.Walking
		}
	}
	if r.graph || p.SimplifyMerges {
		if p.Order == walk.ByDate {
			p.Order = walk.Topo
		}
	}
	p.RewriteParents = r.graph || r.flag("parents") || r.flag("children") || p.SimplifyMerges
	if r.flag("simplify-by-decoration") {
		p.Decorated = r.decoratedCommit()
		p.SimplifyMerges, p.Order, p.RewriteParents = true, max(p.Order, walk.Topo), true
		p.FullHistory = true
	}
	return r.contradictions()
}

// position is the place of an option's last mention.
func (c *call) position(name string) int {
	for i := len(c.opts) - 1; i >= 0; i-- {
		if c.opts[i].opt.key() == name {
			return i
		}
	}
	return -1
}

// contradictions refuses what Git refuses to combine.
func (r *revRun) contradictions() (int, bool) {
	p := &r.params
	switch {
	case r.graph && p.Reverse:
		return r.die("options '--reverse' and '--graph' cannot be used together"), false
	case r.graph && r.flag("show-linear-break"):
		return r.die("options '--show-linear-break' and '--graph' cannot be used together"), false
	case r.graph && r.walkReflogs:
		return r.die("cannot combine --walk-reflogs with history-limiting options"), false
	case p.Reverse && r.walkReflogs:
		return r.die("options '--reverse' and '--walk-reflogs' cannot be used together"), false
	case r.graph && p.NoWalk != walk.Walking:
		return r.die("options '--no-walk' and '--graph' cannot be used together"), false
	case p.LeftOnly && p.RightOnly:
		first, second := "right", "left"
		if r.position("left-only") > r.position("right-only") {
			first, second = second, first
		}
		return r.die("options '--%s-only' and '--%s-only' cannot be used together", first, second), false
	case r.flag("parents") && r.flag("children"):
		return r.die("options '--parents' and '--children' cannot be used together"), false
	}
	return 0, true
}

// decoratedCommit tells which commits a ref leads to.
func (r *revRun) decoratedCommit() func(plumbing.Hash) bool {
	var f decorationFilter
	if r.cmd.Name != "rev-list" { // which has no say in decorations
		f = r.decorationFilter()
	}
	return r.loadDecorations(f, false).Has
}

// next gives commits until the end; it is the one place where walks fail.
func (r *revRun) each(w *walk.Walker, visit func(*walk.Commit) (bool, error)) (int, bool) {
	for {
		if r.ctx.Err() != nil {
			return r.fail(r.ctx.Err()), false
		}
		c, err := w.Next()
		if err != nil {
			return r.walkFailed(err), false
		}
		if c == nil {
			return 0, true
		}
		more, err := visit(c)
		if err != nil {
			return r.fail(err), false
		}
		if !more {
			return 0, true
		}
	}
}

// walkFailed prints why a walk ended: mostly an object that is gone.
func (r *revRun) walkFailed(err error) int {
	var missing *object.MissingError
	if errors.As(err, &missing) {
		r.errorf("Could not read %s", missing.Hash)
		return r.die("revision walk setup failed")
	}
	return r.fail(err)
}
