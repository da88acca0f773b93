package cli

import (
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/rev"
	"cairn/internal/git/walk"
)

func (p *revParse) revision(w string) {
	items, ok, err := p.v.Range(w)
	switch {
	case err != nil:
		p.stop(p.fail(err))
		return
	case ok:
		p.several(items)
		return
	}
	name, exclude := strings.CutPrefix(w, "^")
	h, err := p.v.Resolve(name)
	switch {
	case err == nil && p.verify:
		p.count++
		p.only = rev.Item{Hash: h, Exclude: exclude, Spec: name}
	case err == nil:
		p.show(exclude, h, name)
	case !isUnknown(err):
		p.stop(p.fail(err))
	case p.verify:
		p.stop(p.single())
	case p.dashDash:
		p.stop(p.die("bad revision '%s'", w))
	default:
		p.asPath = 1
		if p.showOther(w) && !p.looksLikePath(w) {
			p.stop(p.unknownRevision(w))
		}
	}
}

// several prints what a range stands for: its end first, as Git does.
func (p *revParse) several(items []rev.Item) {
	switch items[0].Side {
	case rev.Bottom:
		p.show(false, items[1].Hash, items[1].Spec)
		p.show(true, items[0].Hash, items[0].Spec)
	case rev.Left:
		p.show(false, items[1].Hash, items[1].Spec)
		p.show(false, items[0].Hash, items[0].Spec)
		bases, err := walk.MergeBases(p.repo.Objects(), items[0].Hash, items[1].Hash)
		if err != nil {
			p.stop(p.fail(err))
			return
		}
		for _, b := range bases {
			p.show(true, b, "")
		}
	default:
		for i, it := range items {
			name := it.Spec
			if it.Side == rev.Parent {
				name = it.Spec + "^" + strconv.Itoa(i+1)
				if items[0].Side != rev.Parent {
					name = it.Spec + "^" + strconv.Itoa(i)
				}
			}
			p.show(it.Exclude, it.Hash, name)
		}
	}
}

// show prints one revision.
func (p *revParse) show(exclude bool, h plumbing.Hash, name string) {
	if p.hideRevs {
		return
	}
	p.def = ""
	text := ""
	switch {
	case (p.symbolic == 2 || p.abbrevRef != "") && name != "":
		found, err := p.v.Matches(name)
		switch {
		case err != nil || len(found) == 0:
			return
		case len(found) > 1 && p.abbrevRef == "":
			p.errorf("refname '%s' is ambiguous", name)
			return
		}
		text = p.fullName(found[0])
		if p.abbrevRef != "" {
			text = p.repo.Refs().Shorten(text, p.abbrevRef == "strict")
		}
	case p.symbolic == 1 && name != "":
		text = name
	case p.abbrev != 0:
		text = p.repo.Objects().Abbrev(h, max(p.abbrev, 0))
	default:
		text = h.String()
	}
	if exclude != p.not {
		text = "^" + text
	}
	p.println(text)
}

// fullName follows symbolic refs to the one with the hash; a detached HEAD stays HEAD.
func (p *revParse) fullName(name string) string {
	if ref, err := p.repo.Refs().Follow(name); err == nil {
		return ref.Name
	}
	return name
}

// showOther prints what is no revision; false when nothing is to be printed.
func (p *revParse) showOther(w string) bool {
	p.showDefault()
	if p.hideOther || p.flagsOnly {
		return false
	}
	p.println(w)
	return true
}

func (p *revParse) showDefault() bool {
	name := p.def
	p.def = ""
	if name == "" {
		return false
	}
	h, err := p.v.Resolve(name)
	if err != nil {
		return false
	}
	p.show(false, h, name)
	return true
}

// path prints a word behind a path or "--".
func (p *revParse) path(w string) {
	if p.showOther(w) && p.asPath < 2 && !p.looksLikePath(w) {
		if strings.HasPrefix(w, "-") {
			p.stop(p.die("option '%s' must come before non-option arguments", w))
			return
		}
		p.stop(p.noSuchPath(w))
	}
}

// gitDir is the folder as Git prints it: as it was named, ".git" or "." where it
// was found beside or around the current folder, absolute elsewhere.
func (p *revParse) gitDir() string {
	r := p.repo
	if name := r.GitName(); filepath.IsAbs(filepath.FromSlash(name)) || r.Prefix() == "" {
		return name
	}
	return filepath.ToSlash(r.GitDir())
}

// cdup prints the way up to the top, or the top itself from outside.
func (p *revParse) cdup() {
	switch {
	case p.repo.InsideWorkTree():
		p.println(strings.Repeat("../", strings.Count(p.repo.Prefix(), "/")))
	case p.repo.WorkTree() != "":
		p.println(filepath.ToSlash(p.repo.WorkTree()))
	}
}

// commonDir is the shared folder, relative where Git knows it so.
func (p *revParse) commonDir() string {
	return p.fromHere(p.repo.CommonName(), p.repo.CommonDir())
}

// fromHere gives the name of a folder, which holds at the top of the working
// tree, from the current folder.
func (p *revParse) fromHere(name, dir string) string {
	if filepath.IsAbs(filepath.FromSlash(name)) || p.repo.Prefix() == "" {
		return name
	}
	if rel, err := filepath.Rel(p.repo.Dir(), dir); err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(dir)
}

// gitPath is where a file of the repository lies, shared ones in the common folder.
func (p *revParse) gitPath(name string) string {
	base := p.fromHere(p.repo.GitName(), p.repo.GitDir())
	shared := []string{"config", "objects", "refs", "packed-refs", "hooks", "info", "branches", "shallow", "logs/refs"}
	sort.Strings(shared)
	for _, s := range shared {
		if name == s || strings.HasPrefix(name, s+"/") && !strings.HasPrefix(name, "refs/bisect") {
			base = p.commonDir()
		}
	}
	if base == "." {
		return name
	}
	return base + "/" + name
}

func (p *revParse) isShallow() bool {
	return fileHasContent(filepath.Join(p.repo.CommonDir(), "shallow"))
}
