package diff

import (
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// SubmoduleLog is what happened between two commits of a submodule.
type SubmoduleLog struct {
	Note    string   // " (new submodule)" and its kin, or ":"
	Missing bool     // the commits are not there to compare
	Ahead   bool     // the old commit is an ancestor of the new one
	Lines   []string // "> subject" of what came, "< subject" of what went
}

// SubmoduleChange is what SubmodulePatch shows: the submodule at Path from one commit to another. A zero hash stands
// for no files; ToFiles compares with the files in it instead of To.
type SubmoduleChange struct {
	Path                 string
	From, To             plumbing.Hash
	ToFiles              bool
	SrcPrefix, DstPrefix string
	Color                bool
}

// knownSubmodules leaves out the submodules that are to be ignored.
func (o *Options) knownSubmodules(pairs []Pair) []Pair {
	ignored := func(p Pair) bool {
		return (p.Old.isSubmodule() || !p.Old.Exists()) && (p.New.isSubmodule() || !p.New.Exists()) &&
			(p.Old.Exists() || p.New.Exists()) && o.IgnoreSubmodule(p.New.Path)
	}
	if o.IgnoreSubmodule == nil || !slices.ContainsFunc(pairs, ignored) {
		return pairs
	}
	return slices.DeleteFunc(slices.Clone(pairs), ignored)
}

// submodule writes a pair as --submodule=log and =diff have it.
func (f *formatter) submodule(p *Pair) {
	path := p.New.Path
	if !p.New.Exists() {
		path = p.Old.Path
	}
	name := f.quoted(path)
	f.result.Changed = true
	modified := p.New.Dirty || p.Old.Dirty
	if p.New.Untracked || p.Old.Untracked {
		f.puts("Submodule ", name, " contains untracked content\n")
	}
	if modified {
		f.puts("Submodule ", name, " contains modified content\n")
	}
	from, to := p.Old.Hash, p.New.Hash
	if !p.Old.Exists() {
		from = plumbing.ZeroHash
	}
	if !p.New.Exists() {
		to = plumbing.ZeroHash
	}
	l := f.o.Submodules(path, from, to)
	if from != to {
		f.submoduleTitle(name, from, to, l)
	}
	if f.o.SubmodulePatch == nil || l.Missing {
		return
	}
	_, _ = f.out.Write(f.o.SubmodulePatch(SubmoduleChange{
		Path: path, From: from, To: to, ToFiles: modified, Color: f.o.Colors != nil,
		SrcPrefix: f.o.SrcPrefix + path + "/", DstPrefix: f.o.DstPrefix + path + "/",
	}))
}

func (f *formatter) submoduleTitle(name string, from, to plumbing.Hash, l SubmoduleLog) {
	dots := "..."
	if l.Ahead {
		dots = ".."
	}
	f.puts("Submodule ", name, " ", f.o.abbrev(from), dots, f.o.abbrev(to), l.Note, "\n")
	if f.o.SubmodulePatch != nil {
		return
	}
	for _, line := range l.Lines {
		paint := f.c.New
		if line[0] == '<' {
			paint = f.c.Old
		}
		reset := f.c.Reset
		if paint == "" {
			reset = ""
		}
		f.puts(paint, "  ", line, reset, "\n")
	}
}
