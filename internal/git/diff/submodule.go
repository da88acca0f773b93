package diff

import (
	"github.com/go-git/go-git/v5/plumbing"
)

// SubmoduleLog is what happened between two commits of a submodule.
type SubmoduleLog struct {
	Note  string   // " (new submodule)" and its kin, or ":"
	Ahead bool     // the old commit is an ancestor of the new one
	Lines []string // "> subject" of what came, "< subject" of what went
}

// submodule writes a pair as diff.submodule=log has it.
func (f *formatter) submodule(p *Pair) {
	path := p.New.Path
	if !p.New.Exists() {
		path = p.Old.Path
	}
	name := f.quoted(path)
	f.result.Changed = true
	if p.New.Dirty {
		f.puts("Submodule ", name, " contains modified content\n")
	}
	from, to := p.Old.Hash, p.New.Hash
	if !p.Old.Exists() {
		from = plumbing.ZeroHash
	}
	if !p.New.Exists() {
		to = plumbing.ZeroHash
	}
	if from == to {
		return
	}
	l := f.o.Submodules(path, from, to)
	dots := "..."
	if l.Ahead {
		dots = ".."
	}
	f.puts("Submodule ", name, " ", f.o.abbrev(from), dots, f.o.abbrev(to), l.Note, "\n")
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
