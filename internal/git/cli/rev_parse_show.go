package cli

import (
	"errors"
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
	case ok && p.several(items):
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
	case isSilent(err):
		p.stop(exitFatal)
	case !isUnknown(err):
		p.stop(p.fail(err))
	case p.verify:
		p.stop(p.single())
	case p.dashDash:
		p.stop(p.die("bad revision '%s'", w))
	default:
		p.asPath = 1
		if p.showOther(w) && !p.isPath(w) {
			p.stop(p.notAPath(w, p.unknownRevision))
		}
	}
}

func isSilent(err error) bool {
	var e *rev.Error
	return errors.As(err, &e) && e.Silent
}

// several prints what a range stands for: its end first, as Git does. It is false where the
// sides of A...B were printed and then turned out to be no commits.
func (p *revParse) several(items []rev.Item) bool {
	switch {
	case len(items) == 0: // the parents of a commit without any
	case items[0].Side == rev.Bottom:
		p.show(false, items[1].Hash, items[1].Spec)
		p.show(true, items[0].Hash, items[0].Spec)
	case items[0].Side == rev.Left:
		p.show(false, items[1].Hash, items[1].Spec)
		p.show(false, items[0].Hash, items[0].Spec)
		a, errA := p.v.CommitOf(items[0].Hash)
		b, errB := p.v.CommitOf(items[1].Hash)
		if isUnknown(errA) || isUnknown(errB) {
			return false
		}
		bases, err := walk.MergeBases(p.repo.Objects(), a, b)
		if err = errors.Join(errA, errB, err); err != nil {
			p.stop(p.fail(err))
			return true
		}
		for _, b := range bases {
			p.show(true, b, "")
		}
	default:
		for _, it := range items {
			name := it.Spec
			if it.Side == rev.Parent {
				name = ""
				if p.symbolic != 0 {
					name = it.Spec + "^" + strconv.Itoa(it.Number)
				}
			}
			p.show(it.Exclude, it.Hash, name)
		}
	}
	return true
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
		case len(found) > 1 && p.tellsAmbiguous():
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
	p.emitMarked(exclude != p.not, text)
}

// tellsAmbiguous is core.warnAmbiguousRefs; without it the first ref of a name is taken.
func (p *revParse) tellsAmbiguous() bool {
	on, err := p.repo.Config().Bool("core.warnAmbiguousRefs", true)
	return on || err != nil
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
	if p.hasPrefix && w != "--" && w != "--end-of-options" {
		w = p.prefix + w
	}
	p.emit(w)
	return true
}

// emit prints one word; with --sq all are one line for a shell.
func (p *revParse) emit(text string) { p.emitMarked(false, text) }

// emitMarked is emit with a ^ before the word, for what is left out.
func (p *revParse) emitMarked(exclude bool, text string) {
	if p.sq {
		text = shellQuote(text, "'")
	}
	if exclude {
		text = "^" + text
	}
	if p.sq {
		p.printf("%s ", text)
		return
	}
	p.println(text)
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
	if p.showOther(w) && p.asPath < 2 && !p.isPath(w) {
		p.stop(p.notAPath(w, p.noSuchPath))
	}
}

func (p *revParse) isPath(w string) bool { return p.looksLikePath(p.prefix + w) }

func (p *revParse) notAPath(w string, say func(string) int) int {
	if strings.HasPrefix(w, "-") {
		return p.die("option '%s' must come before non-option arguments", w)
	}
	return say(w)
}
