package cli

import (
	"fmt"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/pretty"
	"cairn/internal/git/rev"
)

// listing reads what is listed and how: --objects, --filter, --disk-usage, --header.
func (r *revList) listing() (int, bool) {
	if r.flag("header") && !r.verbose {
		r.header, r.verbose, r.format = true, true, pretty.Format{Style: pretty.Raw}
	}
	if g := r.last("disk-usage"); g != nil {
		if r.usage = true; g.has && g.value != "human" {
			return r.die("invalid value for '--disk-usage=<format>': '%s', the only allowed format is 'human'", g.value), false
		}
	}
	filter, err := r.readFilters()
	if err != nil {
		return r.fail(err), false
	}
	if !r.flag("objects") {
		if r.value2("filter") {
			return r.die("object filtering requires --objects"), false
		}
		return 0, true
	}
	if r.flag("count") && (r.leftRight || r.cherryMark) {
		return r.die("marked counting and '--objects' cannot be used together"), false
	}
	r.objects = newObjectList(r.logRun)
	excludes := slices.ContainsFunc(r.items, func(it rev.Item) bool { return it.Exclude })
	if r.flag("in-commit-order") || excludes && r.params.Max >= 0 {
		if code, ok := r.objects.findEdges(); !ok {
			return code, false
		}
	}
	r.objects.filter = filter
	switch {
	case r.usage:
		r.objects.show = func(h plumbing.Hash, _ string) { _ = r.weigh(h) }
	case r.flag("count"):
		r.objects.show = func(plumbing.Hash, string) { r.right++ }
	}
	return 0, true
}

// weigh adds what an object takes on disk.
func (r *revList) weigh(h plumbing.Hash) error {
	n, _, err := r.repo.Objects().OnDisk(h)
	r.bytes += n
	return err
}

func (r *revList) printUsage() {
	if g := r.last("disk-usage"); !g.has {
		r.printf("%d\n", r.bytes)
		return
	}
	r.printf("%s\n", humanBytes(r.bytes))
}

// humanBytes writes a size as Git does: "12 bytes", "1.09 KiB".
func humanBytes(n int64) string {
	const kilo, mega, giga = 1 << 10, 1 << 20, 1 << 30
	const roundK, roundM = kilo/200 + 1, mega/200 + 1 // so that two digits round up
	switch {
	case n > giga:
		return fmt.Sprintf("%d.%02d GiB", n>>30, (n&(giga-1))/10737419)
	case n > mega:
		n += roundM - 1
		return fmt.Sprintf("%d.%02d MiB", n>>20, (n&(mega-1))*100>>20)
	case n > kilo:
		n += roundK - 1
		return fmt.Sprintf("%d.%02d KiB", n>>10, (n&(kilo-1))*100>>10)
	case n == 1:
		return "1 byte"
	}
	return fmt.Sprintf("%d bytes", n)
}
