package diff

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"

	"bufio"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/quote"
)

// Combined is a path in which a result differs from every one of its parents:
// a file of a merge commit, or an unmerged file of the working tree.
type Combined struct {
	Path string
	// Parents are the parents' versions. They bear the result's name, which rules their attributes.
	Parents []File
	// Sources say for each parent how and from which name the result came; nil: under its own name.
	Sources  []Source
	Result   *File
	Worktree bool // the result is a file of the working tree; its hash is not shown
}

// Source is where a file of a merge comes from in one parent.
type Source struct {
	Path   string
	Status Status
}

// FormatCombined writes combined differences: raw lines, names, patches.
func FormatCombined(w io.Writer, list []Combined, o *Options) (Result, error) {
	if o.Reverse { // the files are turned around, the prefixes of their names are not
		turned := *o
		turned.Reverse = false
		o = &turned
	}
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
		var folder *NotBlobError
		if errors.As(err, &folder) {
			return f.result, folder // as Git words it
		}
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
	case c.Sources != nil:
		return byte(c.Sources[parent].Status)
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
	if f.o.AllPaths {
		for i := range c.Parents {
			f.puts(f.quoted(c.nameIn(i)), tab)
		}
	}
	f.puts(f.quoted(c.Path), f.terminator())
}

// nameIn is the name that a file has in a parent.
func (c *Combined) nameIn(parent int) string {
	if c.Sources == nil {
		return c.Path
	}
	return c.Sources[parent].Path
}

// unmerged writes an unmerged file of the working tree against both sides.
func (f *formatter) unmerged(p *Pair) error {
	return f.combinedPatch(&Combined{
		Path: p.New.Path, Parents: []File{p.Stages[1], p.Stages[2]}, Result: p.New, Worktree: true,
	})
}

func (f *formatter) combinedPatch(c *Combined) error {
	if c.Result.Mode == filemode.Dir {
		return &NotBlobError{c.Result.Hash}
	}
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

// NotBlobError says that a combined patch was to show a folder (log -c -t -p).
type NotBlobError struct{ Hash plumbing.Hash }

func (e *NotBlobError) Error() string { return "object '" + e.Hash.String() + "' is not a blob!" }

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
	before, after := []string{quote.Prefixed(source, c.Path, f.o.QuoteHigh)}, quote.Prefixed(target, c.Path, f.o.QuoteHigh)
	if added {
		before[0] = "/dev/null"
	}
	if !c.Result.Exists() {
		after = "/dev/null"
	}
	if f.o.AllPaths {
		before = f.combinedNames(c, source)
	}
	for _, name := range before {
		meta("--- " + name)
	}
	meta("+++ " + after)
}

// combinedNames are a file's names in all parents, as a patch writes them.
func (f *formatter) combinedNames(c *Combined, prefix string) []string {
	names := make([]string, len(c.Parents))
	for i := range names {
		names[i] = quote.Prefixed(prefix, c.nameIn(i), f.o.QuoteHigh)
		if !c.Parents[i].Exists() {
			names[i] = "/dev/null"
		}
	}
	return names
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
