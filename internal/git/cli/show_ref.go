package cli

import (
	"bufio"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/refs"
	"cairn/internal/git/wildmatch"
)

func showRefCommand() Command {
	return Command{
		Name: "show-ref", Summary: "List refs and what they point at", Group: "plumbing",
		Usage: []string{
			"git show-ref [-q | --quiet] [--verify] [--head] [-d | --dereference]\n" +
				"[-s | --hash[=<n>]] [--abbrev[=<n>]] [--tags]\n[--heads] [--] [<pattern>...]",
			"git show-ref --exclude-existing[=<pattern>]",
		},
		Options: []Option{
			{Long: "tags", Help: "only show tags (can be combined with heads)"},
			{Long: "heads", Help: "only show heads (can be combined with tags)"},
			{Long: "verify", Help: "stricter reference checking, requires exact ref path"},
			{Long: "head", Help: "show the HEAD reference, even if it would be filtered out"},
			{Short: 'd', Long: "dereference", Help: "dereference tags into object IDs"},
			{Short: 's', Long: "hash", Arg: "n", OptArg: true, Number: true, Help: "only show SHA1 hash using <n> digits"},
			{Long: "abbrev", Arg: "n", OptArg: true, Number: true, Help: "use <n> digits to display object names"},
			{Short: 'q', Long: "quiet", Help: "do not print results to stdout (useful with --verify)"},
			{Long: "exclude-existing", Arg: "pattern", OptArg: true, Help: "show refs from stdin that aren't in local repository"},
		},
		Example: "git show-ref\ngit show-ref --heads\ngit show-ref --verify refs/heads/main",
		Setup:   NeedRepo,
		Run:     runShowRef,
	}
}

func runShowRef(c *call) int {
	switch {
	case c.flag("exclude-existing"):
		return c.excludeExisting()
	case c.flag("verify"):
		return c.verifyRefs()
	}
	all, err := c.repo.Refs().List("")
	if err != nil {
		return c.fail(err)
	}
	found := false
	if c.flag("head") {
		if h, err := c.repo.Refs().Resolve(refs.HEAD); err == nil {
			found = true
			c.showRef(refs.HEAD, h)
		}
	}
	for _, ref := range all {
		if !c.refWanted(ref.Name) {
			continue
		}
		h, err := c.repo.Refs().Resolve(ref.Name)
		if err != nil {
			continue
		}
		found = true
		if !c.repo.Objects().Has(h) {
			return c.die("git show-ref: bad ref %s (%s)", ref.Name, h)
		}
		c.showRef(ref.Name, h)
	}
	if !found {
		return exitFail
	}
	return exitOK
}

// refWanted applies --heads, --tags and the patterns, which match whole parts
// from the end.
func (c *call) refWanted(name string) bool {
	if c.flag("heads") || c.flag("tags") {
		if !(c.flag("heads") && strings.HasPrefix(name, refs.Heads)) && !(c.flag("tags") && strings.HasPrefix(name, refs.Tags)) {
			return false
		}
	}
	if len(c.args) == 0 {
		return true
	}
	for _, p := range c.args {
		if name == p || strings.HasSuffix(name, "/"+p) {
			return true
		}
	}
	return false
}

func (c *call) showRef(name string, h plumbing.Hash) {
	if c.flag("quiet") {
		return
	}
	c.printRef(name, h)
	if !c.flag("dereference") {
		return
	}
	if kind, err := c.repo.Objects().Kind(h); err == nil && kind == plumbing.TagObject {
		if p, err := c.repo.Objects().Peel(h, plumbing.AnyObject); err == nil {
			c.println(c.refHash(p) + " " + name + "^{}")
		}
	}
}

func (c *call) printRef(name string, h plumbing.Hash) {
	text := c.refHash(h)
	if c.flag("hash") {
		c.println(text)
		return
	}
	c.println(text + " " + name)
}

// refHash is a hash as --abbrev and --hash=n ask for it.
func (c *call) refHash(h plumbing.Hash) string {
	text := h.String()
	for _, o := range []string{"abbrev", "hash"} {
		if !c.flag(o) {
			continue
		}
		if n := c.number(o, -1); n >= 0 {
			text = c.repo.Objects().Abbrev(h, n)
		} else if o == "abbrev" {
			text = c.repo.Objects().Abbrev(h, 0)
		}
	}
	return text
}

func (c *call) verifyRefs() int {
	if len(c.args) == 0 {
		return c.die("--verify requires a reference")
	}
	for _, name := range c.args {
		h, err := plumbing.ZeroHash, error(&refs.NotFoundError{Name: name})
		if strings.HasPrefix(name, "refs/") || name == refs.HEAD {
			h, err = c.repo.Refs().Resolve(name)
		}
		switch {
		case err == nil && !c.repo.Objects().Has(h):
			return c.die("git show-ref: bad ref %s (%s)", name, h)
		case err == nil:
			c.showRef(name, h)
		case c.flag("quiet"):
			return exitFail
		default:
			return c.die("'%s' - not a valid ref", name)
		}
	}
	return exitOK
}

// excludeExisting prints the refs of standard input that are not here.
func (c *call) excludeExisting() int {
	pattern, filtered := c.value("exclude-existing")
	in := bufio.NewScanner(c.env.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		line := strings.TrimSuffix(in.Text(), "^{}")
		name := line
		if at := strings.LastIndexAny(line, " \t"); at >= 0 {
			name = line[at+1:]
		}
		if filtered && !strings.HasPrefix(name, pattern) && !wildmatch.Match(pattern, name, 0) {
			continue
		}
		if !refs.ValidName(name, false) {
			c.warn("ref '%s' ignored", name)
			continue
		}
		if !c.repo.Refs().Exists(name) {
			c.println(line)
		}
	}
	if err := in.Err(); err != nil {
		return c.fail(err)
	}
	return exitOK
}
