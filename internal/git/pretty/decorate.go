package pretty

import (
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/refs"
)

// DecorationKind decides a decoration's colour.
type DecorationKind int

// The kinds of decoration.
const (
	DecorateBranch DecorationKind = iota
	DecorateRemote
	DecorateTag
	DecorateStash
	DecorateHead
	DecorateGrafted
)

// Decoration is one ref that points to a commit, by its full name.
type Decoration struct {
	Name string
	Kind DecorationKind
}

// Decorations are the refs by the commit that they lead to.
type Decorations struct {
	// Full writes "refs/heads/main" instead of "main".
	Full bool
	// HeadBranch is the branch that HEAD names, by its full name.
	HeadBranch string
	byCommit   map[plumbing.Hash][]Decoration
}

// NewDecorations makes an empty set.
func NewDecorations(full bool, headBranch string) *Decorations {
	return &Decorations{Full: full, HeadBranch: headBranch, byCommit: map[plumbing.Hash][]Decoration{}}
}

// Add puts a ref before those that were added earlier. Refs are added in the
// order of their names, HEAD last.
func (d *Decorations) Add(h plumbing.Hash, name string) {
	kind := DecorateBranch
	switch {
	case name == refs.HEAD:
		kind = DecorateHead
	case strings.HasPrefix(name, refs.Tags):
		kind = DecorateTag
	case strings.HasPrefix(name, refs.Remotes):
		kind = DecorateRemote
	case name == "refs/stash":
		kind = DecorateStash
	}
	d.byCommit[h] = append([]Decoration{{Name: name, Kind: kind}}, d.byCommit[h]...)
}

// AddBefore puts a word of Git's own, such as "replaced", before what was added earlier.
func (d *Decorations) AddBefore(h plumbing.Hash, text string) {
	d.byCommit[h] = append([]Decoration{{Name: text, Kind: DecorateGrafted}}, d.byCommit[h]...)
}

// AddText puts a word behind the refs of a commit.
func (d *Decorations) AddText(h plumbing.Hash, text string) {
	d.byCommit[h] = append(d.byCommit[h], Decoration{Name: text})
}

// Has reports whether any ref leads to a commit.
func (d *Decorations) Has(h plumbing.Hash) bool { return d != nil && len(d.byCommit[h]) > 0 }

// Of lists the refs that lead to a commit.
func (d *Decorations) Of(h plumbing.Hash) []Decoration {
	if d == nil {
		return nil
	}
	return d.byCommit[h]
}

// show is a decoration's name as it is written.
func (d *Decorations) show(x Decoration) string {
	if d.Full || x.Kind == DecorateHead {
		return x.Name
	}
	for _, prefix := range []string{refs.Heads, refs.Tags, refs.Remotes} {
		if short, ok := strings.CutPrefix(x.Name, prefix); ok {
			return short
		}
	}
	return x.Name
}

// Colors are the escape sequences for commits and their decorations; the zero
// value is no colour.
type Colors struct {
	Commit, Reset                             string
	Branch, Remote, Tag, Stash, Head, Grafted string
}

// DefaultColors is what color.decorate and color.diff.commit give without
// configuration.
func DefaultColors() Colors {
	return Colors{
		Commit: "\x1b[33m", Reset: "\x1b[m", Branch: "\x1b[1;32m", Remote: "\x1b[1;31m",
		Tag: "\x1b[1;33m", Stash: "\x1b[1;35m", Head: "\x1b[1;36m", Grafted: "\x1b[1;34m",
	}
}

func (c Colors) of(k DecorationKind) string {
	switch k {
	case DecorateRemote:
		return c.Remote
	case DecorateTag:
		return c.Tag
	case DecorateStash:
		return c.Stash
	case DecorateHead:
		return c.Head
	case DecorateGrafted:
		return c.Grafted
	}
	return c.Branch
}

// Write gives the decorations of a commit between before and after, "" if it has
// none: " (HEAD -> main, tag: v1)".
func (d *Decorations) Write(h plumbing.Hash, c Colors, before, separator, after string) string {
	list := d.Of(h)
	if len(list) == 0 {
		return ""
	}
	current := -1
	if slices.ContainsFunc(list, func(x Decoration) bool { return x.Kind == DecorateHead }) {
		current = slices.IndexFunc(list, func(x Decoration) bool { return x.Name == d.HeadBranch })
	}
	var b strings.Builder
	lead := before
	for i, x := range list {
		if i == current {
			continue // written behind HEAD
		}
		b.WriteString(c.Commit + lead + c.Reset)
		lead = separator
		b.WriteString(c.of(x.Kind))
		if x.Kind == DecorateTag {
			b.WriteString("tag: ")
		}
		b.WriteString(d.show(x))
		if x.Kind == DecorateHead && current >= 0 {
			b.WriteString(" -> " + c.Reset + c.of(list[current].Kind) + d.show(list[current]))
		}
		b.WriteString(c.Reset)
	}
	b.WriteString(c.Commit + after + c.Reset)
	return b.String()
}
