package diff

import (
	"bytes"
	"fmt"
	"io"
	"sort"
	"strings"

	"bufio"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/quote"
)

// Combined is a path in which a result differs from every one of its parents:
// a file of a merge commit, or an unmerged file of the working tree.
type Combined struct {
	Path     string
	Parents  []File
	Result   *File
	Worktree bool // the result is a file of the working tree; its hash is not shown
}

// CombineTrees lists the paths in which the result differs from all parents.
func CombineTrees(store TreeReader, result plumbing.Hash, parents []plumbing.Hash, o TreeOptions) ([]Combined, error) {
	var out []Combined
	at := map[string]int{}
	for n, parent := range parents {
		pairs, err := Trees(store, parent, result, o)
		if err != nil {
			return nil, err
		}
		for i := range pairs {
			p := &pairs[i]
			if n == 0 {
				at[p.New.Path] = len(out)
				out = append(out, Combined{Path: p.New.Path, Result: p.New, Parents: []File{*p.Old}})
				continue
			}
			if k, ok := at[p.New.Path]; ok && len(out[k].Parents) == n {
				out[k].Parents = append(out[k].Parents, *p.Old)
			}
		}
	}
	kept := out[:0]
	for _, c := range out {
		if len(c.Parents) == len(parents) {
			kept = append(kept, c)
		}
	}
	return kept, nil
}

// FormatCombined writes combined differences: raw lines, names, patches.
func FormatCombined(w io.Writer, list []Combined, o *Options) (Result, error) {
	f := &formatter{o: o, out: bufio.NewWriterSize(prefixed(w, o.LinePrefix), 1<<15), c: o.palette()}
	f.result.Changed = len(list) > 0
	if len(o.Order) > 0 {
		sort.SliceStable(list, func(i, j int) bool { return o.place(list[i].Path) < o.place(list[j].Path) })
	}
	err := f.combinedAll(list)
	if flushed := f.out.Flush(); err == nil {
		err = flushed
	}
	if err != nil {
		return f.result, fmt.Errorf("write combined differences: %w", err)
	}
	return f.result, nil
}

func (f *formatter) combinedAll(list []Combined) error {
	if f.o.Formats&NoOutput != 0 {
		return nil
	}
	if f.o.Formats&(Raw|NameOnly|NameStatus) != 0 {
		for i := range list {
			f.combinedLine(&list[i])
		}
	}
	if f.o.Formats&Patch == 0 {
		return nil
	}
	if f.o.Formats&^Patch != 0 && len(list) > 0 {
		f.puts(f.terminator())
	}
	for i := range list {
		if err := f.combinedPatch(&list[i]); err != nil {
			return err
		}
	}
	return nil
}

func (c *Combined) letter(parent int) byte {
	switch {
	case !c.Parents[parent].Exists():
		return 'A'
	case !c.Result.Exists():
		return 'D'
	}
	return 'M'
}

func (f *formatter) combinedLine(c *Combined) {
	tab := "\t"
	if f.o.NUL {
		tab = "\x00"
	}
	if f.o.Formats&Raw != 0 {
		f.puts(strings.Repeat(":", len(c.Parents)))
		for i := range c.Parents {
			f.printf("%06o ", uint32(c.Parents[i].Mode))
		}
		f.printf("%06o", uint32(c.Result.Mode))
		for i := range c.Parents {
			f.puts(" ", f.rawHash(&c.Parents[i]))
		}
		f.puts(" ", f.rawHash(c.Result), " ")
	}
	if f.o.Formats&(Raw|NameStatus) != 0 {
		for i := range c.Parents {
			f.puts(string(rune(c.letter(i))))
		}
		f.puts(tab)
	}
	f.puts(f.quoted(c.Path), f.terminator())
}

// unmerged writes an unmerged file of the working tree against both sides.
func (f *formatter) unmerged(p *Pair) error {
	return f.combinedPatch(&Combined{
		Path: p.New.Path, Parents: []File{p.Stages[1], p.Stages[2]}, Result: p.New, Worktree: true,
	})
}

func (f *formatter) combinedPatch(c *Combined) error {
	result, err := c.Result.content(f.o.Blobs)
	if err != nil {
		return err
	}
	binary, err := c.Result.binary(f.o)
	if err != nil {
		return err
	}
	for i := range c.Parents {
		if _, err := c.Parents[i].content(f.o.Blobs); err != nil {
			return err
		}
		b, err := c.Parents[i].binary(f.o)
		if err != nil {
			return err
		}
		binary = binary || b
	}
	if binary && !f.o.Text {
		f.combinedHeader(c, false)
		f.puts("Binary files differ\n")
		return nil
	}
	m := newCombine(c, result, f.o)
	show := m.hunks(f.o.Dense, f.o.Context)
	if !show && !c.modeDiffers() && !c.Worktree {
		return nil
	}
	f.combinedHeader(c, true)
	if c.Result.Exists() {
		m.write(f)
	}
	return nil
}

func (c *Combined) modeDiffers() bool {
	for i := range c.Parents {
		if c.Parents[i].Mode != c.Result.Mode {
			return true
		}
	}
	return false
}

func (f *formatter) combinedHeader(c *Combined, names bool) {
	meta := func(text string) { f.puts(f.c.Meta, text, f.c.Reset, "\n") }
	word := "diff --combined "
	if f.o.Dense {
		word = "diff --cc "
	}
	meta(word + quote.Path(c.Path, f.o.QuoteHigh))
	hashes := make([]string, len(c.Parents))
	modes := make([]string, len(c.Parents))
	added := c.Result.Exists()
	for i := range c.Parents {
		hashes[i] = f.o.abbrev(c.Parents[i].hash(f.o))
		modes[i] = fmt.Sprintf("%06o", uint32(c.Parents[i].Mode))
		added = added && !c.Parents[i].Exists()
	}
	result := plumbing.ZeroHash
	if !c.Worktree {
		result = c.Result.Hash
	}
	meta("index " + strings.Join(hashes, ",") + ".." + f.o.abbrev(result))
	if c.modeDiffers() {
		meta(combinedMode(c, added, modes))
	}
	if !names {
		return
	}
	source, target := f.o.SrcPrefix, f.o.DstPrefix
	if f.o.Reverse { // a combined diff is never reversed
		source, target = target, source
	}
	before, after := quote.Prefixed(source, c.Path, f.o.QuoteHigh), quote.Prefixed(target, c.Path, f.o.QuoteHigh)
	if added {
		before = "/dev/null"
	}
	if !c.Result.Exists() {
		after = "/dev/null"
	}
	meta("--- " + before)
	meta("+++ " + after)
}

func combinedMode(c *Combined, added bool, modes []string) string {
	switch {
	case added:
		return fmt.Sprintf("new file mode %06o", uint32(c.Result.Mode))
	case !c.Result.Exists():
		return "deleted file mode " + strings.Join(modes, ",")
	}
	return fmt.Sprintf("mode %s..%06o", strings.Join(modes, ","), uint32(c.Result.Mode))
}

func sameContent(a, b *File) bool { return a.Mode == b.Mode && bytes.Equal(a.data, b.data) }
