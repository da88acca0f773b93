package cli

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"io"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/walk"
)

func nameRevCommand() Command {
	return Command{
		Name: "name-rev", Summary: "Name commits by the way from a branch or tag", Group: "plumbing",
		Usage: []string{
			"git name-rev [<options>] <commit>...",
			"git name-rev [<options>] --all",
			"git name-rev [<options>] --annotate-stdin",
		},
		Options: []Option{
			{Long: "name-only", Help: "print only ref-based names (no object names)"},
			{Long: "tags", Help: "only use tags to name the commits"},
			{Long: "refs", Arg: "pattern", Help: "only use refs matching <pattern>"},
			{Long: "exclude", Arg: "pattern", Help: "ignore refs matching <pattern>"},
			{Long: "all", Help: "list all commits reachable from all refs"},
			{Long: "stdin", Help: "deprecated: use --annotate-stdin instead"},
			{Long: "annotate-stdin", Help: "annotate text from stdin"},
			{Long: "undefined", Help: "allow to print `undefined` names (default)"},
			{Long: "always", Help: "show abbreviated commit object as fallback"},
		},
		Example: "git name-rev HEAD~3\ngit name-rev --name-only --tags abc1234",
		Setup:   NeedRepo,
		Run:     runNameRev,
	}
}

// nameRevStyle is how names are printed.
type nameRevStyle struct {
	nameOnly, peel, always, undefined bool
}

func runNameRev(c *call) int {
	p := porcelain.NameRevParams{
		TagsOnly: c.flag("tags"), Short: c.flag("name-only"), Match: c.values("refs"), Exclude: c.values("exclude"),
	}
	style := nameRevStyle{nameOnly: c.flag("name-only"), always: c.flag("always"), undefined: !c.off("undefined")}
	fromStdin := c.flag("annotate-stdin") || c.flag("stdin")
	if c.flag("stdin") {
		c.warn("--stdin is deprecated. Please use --annotate-stdin instead, which is functionally equivalent.\n" +
			"This option will be removed in a future release.")
	}
	modes := 0
	for _, on := range []bool{c.flag("all"), fromStdin, len(c.args) > 0} {
		if on {
			modes++
		}
	}
	switch {
	case modes > 1:
		c.errorf("Specify either a list, or --all, not both!")
		return c.usage()
	case fromStdin:
		return c.annotateStdin(p, style)
	case c.flag("all"):
		return c.nameAll(p, style)
	}
	return c.nameRevs(c.args, p, style)
}

// nameRevs names the given commits.
func (c *call) nameRevs(args []string, p porcelain.NameRevParams, style nameRevStyle) int {
	type named struct {
		arg string
		h   plumbing.Hash
	}
	var list []named
	for _, a := range args {
		h, err := c.resolver().Resolve(a)
		if err != nil && !notFound(err) {
			return c.fail(err)
		}
		if err != nil {
			c.say("Could not get sha1 for %s. Skipping.", a)
			continue
		}
		if !c.repo.Objects().Has(h) {
			c.say("Could not get object for %s. Skipping.", a)
			continue
		}
		commit, err := c.repo.Objects().Peel(h, plumbing.CommitObject)
		if err == nil {
			if info, err := c.repo.Objects().Commit(commit); err == nil {
				if t := info.Committer.When.Unix(); p.Since == 0 || t < p.Since {
					p.Since = t
				}
			}
			if style.peel {
				h = commit
			}
		}
		list = append(list, named{a, h})
	}
	names, err := porcelain.NameRevs(c.repo, p)
	if err != nil {
		return c.fail(err)
	}
	for _, n := range list {
		if code, ok := c.writeName(names, n.arg, n.h, style); !ok {
			return code
		}
	}
	return exitOK
}

func (c *call) writeName(names *porcelain.CommitNames, arg string, h plumbing.Hash, style nameRevStyle) (int, bool) {
	if !style.nameOnly {
		if arg == "" {
			arg = h.String()
		}
		c.printf("%s ", arg)
	}
	name, ok := names.Name(h)
	switch {
	case ok:
		c.println(name)
	case style.undefined:
		c.println("undefined")
	case style.always:
		c.println(c.repo.Objects().Abbrev(h, 0))
	default:
		return c.die("cannot describe '%s'", h), false
	}
	return 0, true
}

// nameAll names every commit that a ref leads to.
func (c *call) nameAll(p porcelain.NameRevParams, style nameRevStyle) int {
	names, err := porcelain.NameRevs(c.repo, p)
	if err != nil {
		return c.fail(err)
	}
	list, err := c.repo.Refs().List("refs/")
	if err != nil {
		return c.fail(err)
	}
	var tips []walk.Tip
	order := objectOrder{}
	for _, ref := range list {
		h, err := c.repo.Refs().Resolve(ref.Name)
		if err != nil {
			continue
		}
		order.add(h, false)
		if commit, err := c.repo.Objects().Peel(h, plumbing.CommitObject); err == nil {
			tips = append(tips, walk.Tip{Hash: commit})
		}
	}
	w := walk.New(walk.Params{Store: c.repo.Objects(), Tips: tips})
	for {
		it, err := w.Next()
		if err != nil {
			return c.fail(err)
		}
		if it == nil {
			break
		}
		order.add(it.Hash, true)
		order.add(it.TreeHash, false)
	}
	for _, h := range order.commits() {
		if code, ok := c.writeName(names, "", h, style); !ok {
			return code
		}
	}
	return exitOK
}

// objectOrder is the order in which Git lists the objects that it has in memory:
// that of a table of a power of two places, at least twice as large as full, by the
// first bytes of the hash. Where two fall together the order is left to chance.
type objectOrder struct {
	all map[plumbing.Hash]bool // true for commits
}

func (o *objectOrder) add(h plumbing.Hash, commit bool) {
	if o.all == nil {
		o.all = map[plumbing.Hash]bool{}
	}
	o.all[h] = o.all[h] || commit
}

func (o *objectOrder) commits() []plumbing.Hash {
	size := uint32(32)
	for n := range len(o.all) {
		if int(size)-1 <= 2*n {
			size *= 2
		}
	}
	var out []plumbing.Hash
	for h, commit := range o.all {
		if commit {
			out = append(out, h)
		}
	}
	place := func(h plumbing.Hash) uint32 { return binary.LittleEndian.Uint32(h[:4]) & (size - 1) }
	slices.SortFunc(out, func(a, b plumbing.Hash) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), bytes.Compare(a[:], b[:]))
	})
	return out
}

// annotateStdin writes names behind the hashes of a text.
func (c *call) annotateStdin(p porcelain.NameRevParams, style nameRevStyle) int {
	names, err := porcelain.NameRevs(c.repo, p)
	if err != nil {
		return c.fail(err)
	}
	if c.env.Stdin == nil {
		return exitOK
	}
	data, err := io.ReadAll(c.env.Stdin)
	if err != nil {
		return c.fail(err)
	}
	c.printf("%s", annotated(string(data), func(h plumbing.Hash) (string, bool) { return names.Name(h) }, style.nameOnly))
	return exitOK
}

// annotated puts names behind, or in place of, the hashes that stand alone.
func annotated(text string, name func(plumbing.Hash) (string, bool), replace bool) string {
	const digits = 40
	var b strings.Builder
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && isHex(text[end]) {
			end++
		}
		if end == i {
			b.WriteByte(text[i])
			i++
			continue
		}
		word := text[i:end]
		i = end
		h, ok := object.ParseHash(word)
		if len(word) != digits || !ok {
			b.WriteString(word)
			continue
		}
		n, ok := name(h)
		switch {
		case !ok:
			b.WriteString(word)
		case replace:
			b.WriteString(n)
		default:
			b.WriteString(word + " (" + n + ")")
		}
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f'
}
