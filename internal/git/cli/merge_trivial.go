package cli

import (
	"errors"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff"
	"cairn/internal/git/diff/lines"
	"cairn/internal/git/merge"
	"cairn/internal/git/porcelain"
)

// trivial is the old form of merge-tree: three trees, and what would change on our side.
func (t *treeMerger) trivial() int {
	const trees = 3
	if len(t.args) != trees {
		return t.usage()
	}
	var hashes [trees]plumbing.Hash
	for i, name := range t.args {
		h, err := t.resolver().Tree(name)
		if err != nil {
			return t.die("unknown rev %s", name)
		}
		hashes[i] = h
	}
	o, err := porcelain.MergeSettings(t.repo, "", "")
	var style *porcelain.StyleError
	if err != nil && !errors.As(err, &style) {
		return t.fail(err)
	}
	o.Style = merge.StyleMerge // whatever is configured, or misspelt there (seen in 2.39)
	list, err := merge.Trivial(t.repo.Objects(), hashes[0], hashes[1], hashes[2], o)
	if err != nil {
		return t.fail(err)
	}
	for i := range list {
		t.trivialChange(&list[i])
	}
	return exitOK
}

func (t *treeMerger) trivialChange(c *merge.TrivialChange) {
	t.println(c.Why)
	names := [3]string{"base", "our", "their"}
	order := []int{0, 1, 2}
	if c.Why == "merged" {
		names[2] = "result"
		order = []int{2, 1}
	}
	for _, side := range order {
		if v := c.Stages[side]; v.Mode != 0 {
			t.printf("  %-6s %o %s %s\n", names[side], uint32(v.Mode), v.Hash, c.Path)
		}
	}
	const context = 3
	before, after := lines.Split(c.Ours), lines.Split(c.Result)
	changes := lines.Compare(before, after, lines.Options{})
	for _, h := range lines.Hunks(before, after, changes, lines.Layout{Context: context}) {
		t.printf("@@ -%s +%s @@\n", diff.Range(h.OldStart, h.OldCount), diff.Range(h.NewStart, h.NewCount))
		for _, l := range h.Lines {
			t.printf("%c%s", l.Op, l.Text)
			if !strings.HasSuffix(l.Text, "\n") {
				t.printf("\n\\ No newline at end of file\n")
			}
		}
	}
}
