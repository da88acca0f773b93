package cli

import (
	"cairn/internal/git/refs"
	"cairn/internal/git/wildmatch"
)

// leftOut is what --exclude and --exclude-hidden keep out of the next --all
// or its like.
type leftOut struct {
	patterns []string
	hidden   refs.Hidden
	asked    bool // --exclude-hidden was there
}

// names reports whether a ref is left out. Patterns are about what stands
// behind the prefix, unless that is "refs/" or "".
func (x *leftOut) names(prefix, name string) bool {
	for _, p := range x.patterns {
		if prefix != "" && prefix != "refs/" {
			p = prefix + p
		}
		if wildmatch.Match(p, name, 0) {
			return true
		}
	}
	return x.hidden.Hides(name)
}

// hide reads --exclude-hidden=SECTION: what transfer.hideRefs and
// SECTION.hideRefs hide from others.
func (c *call) hide(x *leftOut, section string) (int, bool) {
	if section != "receive" && section != "uploadpack" {
		return c.die("unsupported section for hidden refs: %s", section), false
	}
	if x.asked {
		return c.die("--exclude-hidden= passed more than once"), false
	}
	x.asked = true
	for _, e := range c.repo.Config().Entries() {
		if !e.Key.HasSub && e.Key.Name == "hiderefs" && (e.Key.Section == "transfer" || e.Key.Section == section) {
			x.hidden = append(x.hidden, e.Value)
		}
	}
	return 0, true
}

// notWithHidden are the options that say which refs they mean already.
func notWithHidden(option string) bool {
	return option == "branches" || option == "tags" || option == "remotes"
}
