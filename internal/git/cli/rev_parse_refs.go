package cli

import (
	"strconv"
	"strings"

	"cairn/internal/git/refs"
	"cairn/internal/git/wildmatch"
)

// allOf handles --all and its kin.
func (p *revParse) allOf(w string) bool {
	name, pattern, has := strings.Cut(w, "=")
	prefix := ""
	switch name {
	case "--all":
		prefix = "refs/"
	case "--branches":
		prefix = refs.Heads
	case "--tags":
		prefix = refs.Tags
	case "--remotes":
		prefix = refs.Remotes
	case "--glob":
		if !has {
			return false
		}
		if !strings.HasPrefix(pattern, "refs/") {
			pattern = "refs/" + pattern
		}
	case "--exclude":
		if has {
			p.excluded.patterns = append(p.excluded.patterns, pattern)
		}
		return has
	case "--exclude-hidden":
		if !has {
			return false
		}
		if code, ok := p.hide(&p.excluded, pattern); !ok {
			p.stop(code)
		}
		return true
	case "--disambiguate":
		if has {
			p.disambiguate(pattern)
		}
		return has
	case "--bisect":
		p.refsUnder("refs/bisect/bad", "", false)
		p.refsUnder("refs/bisect/good", "", true)
		return true
	case "--since", "--after", "--until", "--before":
		return has && p.age(name, pattern)
	default:
		return false
	}
	if p.excluded.asked && notWithHidden(name[2:]) {
		p.errorf("--exclude-hidden cannot be used together with %s", name)
		p.stop(255)
		return true
	}
	if prefix != "" {
		pattern = prefix + pattern
	}
	if !has {
		pattern = ""
	} else if !strings.ContainsAny(pattern, "*?[") {
		pattern = strings.TrimSuffix(pattern, "/") + "/*"
	}
	p.refsUnder(prefix, pattern, false)
	p.excluded = leftOut{}
	return true
}

// refsUnder prints the refs with a prefix that match a pattern, if there is
// one, and no --exclude.
func (p *revParse) refsUnder(prefix, pattern string, not bool) {
	list, err := p.repo.Refs().List(prefix)
	if err != nil {
		p.stop(p.fail(err))
		return
	}
	for _, ref := range list {
		if pattern != "" && !wildmatch.Match(pattern, ref.Name, 0) || p.excluded.names(prefix, ref.Name) {
			continue
		}
		if h, err := p.repo.Refs().Resolve(ref.Name); err == nil {
			name := ref.Name
			if prefix == refs.Heads || prefix == refs.Tags || prefix == refs.Remotes {
				name = strings.TrimPrefix(name, prefix)
			}
			p.show(not, h, name)
		}
	}
}

// disambiguate prints every object whose hash begins so.
func (p *revParse) disambiguate(prefix string) {
	found, err := p.repo.Objects().Expand(prefix)
	if err != nil {
		return // too short, or no hash: Git says nothing either
	}
	for _, h := range found {
		p.show(false, h, "")
	}
}

// age turns a date into the seconds that git rev-list understands.
func (p *revParse) age(name, date string) bool {
	when, ok := p.repo.Clock().Approx(date)
	if !ok {
		when = p.repo.Now()
	}
	word := "--max-age="
	if name == "--until" || name == "--before" {
		word = "--min-age="
	}
	p.flagWord(word + strconv.FormatInt(when.Unix(), 10))
	return true
}
