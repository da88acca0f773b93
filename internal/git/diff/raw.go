package diff

import (
	"strconv"

	"github.com/go-git/go-git/v5/plumbing"
)

// oneLine writes a pair in the formats of one line each: --check, --raw,
// --name-status, --name-only.
func (f *formatter) oneLine(p *Pair) error {
	switch {
	case p.headersOnly, f.o.Formats&Check != 0 && p.isFolder():
	case f.o.Formats&Check != 0:
		return f.check(p)
	case f.o.Formats&Raw != 0:
		f.raw(p)
	case f.o.Formats&NameStatus != 0:
		f.puts(f.statusLetter(p))
		f.names(p)
	case f.o.Formats&NameOnly != 0:
		f.puts(f.quoted(p.New.Path), f.terminator())
	}
	return nil
}

func (f *formatter) raw(p *Pair) {
	f.printf(":%06o %06o %s %s ", uint32(p.Old.Mode), uint32(p.New.Mode), f.rawHash(p.Old), f.rawHash(p.New))
	f.puts(f.statusLetter(p))
	f.names(p)
}

func (f *formatter) rawHash(x *File) string {
	h := x.Hash
	if x.HideHash {
		h = plumbing.ZeroHash
	}
	if f.o.RawAbbrev {
		return f.o.abbrev(h) + f.o.Ellipsis
	}
	return h.String()
}

func (f *formatter) statusLetter(p *Pair) string {
	out := string(rune(p.Status))
	if p.Status == Renamed || p.Status == Copied || p.Rewrite {
		score := strconv.Itoa(Percent(p.Score))
		for len(score) < 3 {
			score = "0" + score
		}
		out += score
	}
	return out
}

func (f *formatter) names(p *Pair) {
	separator := "\t"
	if f.o.NUL {
		separator = "\x00"
	}
	if p.Status == Renamed || p.Status == Copied {
		f.puts(separator, f.quoted(p.Old.Path))
	}
	name := p.New.Path
	if p.Old.Exists() && !isRename(p) { // the same, but in a comparison of files on disk
		name = p.Old.Path
	}
	f.puts(separator, f.quoted(name), f.terminator())
}
