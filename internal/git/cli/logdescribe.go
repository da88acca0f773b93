package cli

import (
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/config"
	"cairn/internal/git/porcelain"
)

// describing are the options of one %(describe:…), and who answers them.
type describing struct {
	porcelain.DescribeParams
	abbrev    int
	short, ok bool
	who       *porcelain.Describer
}

// describer gives the names that %(describe) stands for; each set of options reads the
// refs once.
func (c *call) describer() func(plumbing.Hash, string) (string, bool) {
	known := map[string]*describing{}
	return func(h plumbing.Hash, options string) (string, bool) {
		d := known[options]
		if d == nil {
			d = readDescribing(options)
			known[options] = d
		}
		if !d.ok {
			return "", false
		}
		if d.who == nil {
			var err error
			if d.who, err = porcelain.NewDescriber(c.repo, d.DescribeParams); err != nil {
				return "", true
			}
		}
		found, err := d.who.Describe(h)
		if err != nil {
			return "", true // what has no description is left empty
		}
		return c.written(found, h, d.abbrev, d.short, false), true
	}
}

// readDescribing reads "tags,abbrev=8,match=v*"; ok is false for what is none.
func readDescribing(options string) *describing {
	const usual, least, most = 10, 4, 40
	d := &describing{ok: true, DescribeParams: porcelain.DescribeParams{Candidates: usual}}
	for options != "" {
		part, rest, _ := strings.Cut(options, ",")
		options = rest
		name, value, has := strings.Cut(part, "=")
		switch {
		case name == "tags":
			on, isBool := true, true
			if has {
				on, isBool = config.ParseBool(value)
			}
			d.Tags, d.ok = on, d.ok && isBool
		case name == "abbrev" && has:
			n, err := strconv.Atoi(value)
			if d.ok = d.ok && err == nil; n != 0 {
				n = min(max(n, least), most)
			}
			d.abbrev, d.short = n, n == 0
		case name == "match" && has:
			d.Match = append(d.Match, value)
		case name == "exclude" && has:
			d.Exclude = append(d.Exclude, value)
		default:
			d.ok = false
		}
	}
	return d
}
