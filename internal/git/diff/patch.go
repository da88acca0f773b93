package diff

import (
	"fmt"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/diff/lines"
	"cairn/internal/git/quote"
)

// patch writes one pair as a patch. A change of type is two patches: the old
// file goes, the new one comes.
func (f *formatter) patch(p *Pair) error {
	switch {
	case p.headersOnly:
		w := patchWriter{formatter: f, p: p}
		w.onlyHeaders()
		return nil
	case p.Stages != nil:
		return f.unmerged(p)
	case p.Status == Unmerged:
		f.puts("* Unmerged path ", f.quoted(p.New.Path), "\n")
		f.result.Changed = true
		return nil
	case p.Old.Exists() && p.New.Exists() && kindOf(p.Old.Mode) != kindOf(p.New.Mode):
		gone, come := NewPair(p.Old, Absent(p.Old.Path)), NewPair(Absent(p.New.Path), p.New)
		if err := f.patch(&gone); err != nil {
			return err
		}
		return f.patch(&come)
	}
	if f.o.Submodules != nil && (p.Old.isSubmodule() || p.New.isSubmodule()) {
		f.submodule(p)
		return nil
	}
	for _, side := range []*File{p.Old, p.New} {
		if err := f.o.driver(side.Path).Fault; err != nil {
			return err
		}
	}
	w := patchWriter{formatter: f, p: p}
	return w.write()
}

// patchWriter writes one patch. Its header waits until there is something below it.
type patchWriter struct {
	*formatter
	p      *Pair
	header strings.Builder
	must   bool // the header is worth showing alone
	a, b   []byte
	blank  blankEnd
	rules  Rules
}

func (w *patchWriter) write() error {
	if err := w.read(); err != nil {
		return err
	}
	w.begin()
	if w.must {
		w.flushHeader()
	}
	binary, err := w.isBinary()
	if err != nil {
		return err
	}
	switch {
	case w.o.IrreversibleDelete && !w.p.New.Exists():
		w.flushHeader()
	case binary:
		return w.binary()
	case w.p.Rewrite:
		w.rewrite()
	default:
		w.text()
	}
	return nil
}

func (w *patchWriter) read() (err error) {
	if w.a, err = w.p.Old.content(w.o.Blobs); err != nil {
		return err
	}
	w.b, err = w.p.New.content(w.o.Blobs)
	w.rules = w.o.rules(w.p.New.Path)
	w.blank = blankEndOf(w.a, w.b, w.rules)
	return err
}

func (w *patchWriter) isBinary() (bool, error) {
	if w.o.Text {
		return false, nil
	}
	a, err := w.p.Old.binary(w.o)
	if err != nil || a {
		return a, err
	}
	return w.p.New.binary(w.o)
}

func (w *patchWriter) flushHeader() {
	w.moved.pause()
	w.puts(w.header.String())
	w.header.Reset()
	w.result.Changed = true
}

func (w *patchWriter) meta(format string, args ...any) {
	w.header.WriteString(w.c.Meta + fmt.Sprintf(format, args...) + w.c.Reset + "\n")
}

// begin prepares the lines from "diff --git" to "index".
func (w *patchWriter) begin() {
	p := w.p
	before, after := p.Old.Path, p.New.Path
	if before == nowhere {
		before = after
	} else if after == nowhere {
		after = before
	}
	w.meta("diff --git %s %s", w.named(w.o.SrcPrefix, before), w.named(w.o.DstPrefix, after))
	switch {
	case !p.Old.Exists():
		w.meta("new file mode %06o", uint32(p.New.Mode))
		w.must = true
	case !p.New.Exists():
		w.meta("deleted file mode %06o", uint32(p.Old.Mode))
		w.must = true
	case p.Old.Mode != p.New.Mode:
		w.meta("old mode %06o", uint32(p.Old.Mode))
		w.meta("new mode %06o", uint32(p.New.Mode))
		w.must = true
	}
	w.similarity()
	w.ownHeaders()
	hashA, hashB := p.Old.hash(w.o), p.New.hash(w.o)
	if hashA == hashB {
		return
	}
	mode := ""
	if p.Old.Mode == p.New.Mode {
		mode = fmt.Sprintf(" %06o", uint32(p.Old.Mode))
	}
	w.meta("index %s..%s%s", w.indexHash(hashA), w.indexHash(hashB), mode)
}

func (w *patchWriter) indexHash(h plumbing.Hash) string {
	if w.o.Binary {
		if binary, err := w.isBinary(); err == nil && binary {
			return h.String()
		}
	}
	return w.o.abbrev(h)
}

func (w *patchWriter) similarity() {
	p := w.p
	var word string
	switch {
	case p.Status == Renamed:
		word = "rename"
	case p.Status == Copied:
		word = "copy"
	case p.Rewrite:
		w.meta("dissimilarity index %d%%", Percent(p.Score))
		w.must = true
		return
	default:
		return
	}
	w.must = true
	w.meta("similarity index %d%%", Percent(p.Score))
	w.meta("%s from %s", word, quote.Path(p.Old.Path, w.o.QuoteHigh))
	w.meta("%s to %s", word, quote.Path(p.New.Path, w.o.QuoteHigh))
}

func (w *patchWriter) named(prefix, path string) string {
	return quote.Prefixed(prefix, path, w.o.QuoteHigh)
}

// nowhere is the name of a file that is not there.
const nowhere = "/dev/null"

// label is what stands after --- and +++.
func (w *patchWriter) label(prefix string, x *File) string {
	if !x.Exists() {
		return nowhere
	}
	return w.named(prefix, x.Path)
}

// tab follows a name with a blank, so that patch(1) knows where it ends.
func tab(x *File) string {
	if x.Exists() && strings.Contains(x.Path, " ") {
		return "\t"
	}
	return ""
}

func (w *patchWriter) binary() error {
	if string(w.a) == string(w.b) {
		if w.must {
			w.flushHeader()
		}
		return nil
	}
	w.flushHeader()
	if w.o.Binary {
		return w.binaryPatch()
	}
	w.printf("Binary files %s and %s differ\n", w.label(w.o.SrcPrefix, w.p.Old), w.label(w.o.DstPrefix, w.p.New))
	return nil
}

func (w *patchWriter) fileNames() {
	w.puts(w.c.Meta, "--- ", w.label(w.o.SrcPrefix, w.p.Old), w.c.Reset, tab(w.p.Old), "\n")
	w.puts(w.c.Meta, "+++ ", w.label(w.o.DstPrefix, w.p.New), w.c.Reset, tab(w.p.New), "\n")
}

func (w *patchWriter) text() {
	hunks := w.o.hunks(w.p, w.a, w.b)
	if len(hunks) == 0 {
		return
	}
	w.flushHeader()
	w.fileNames()
	if w.o.Words != NoWords {
		w.words(hunks)
		return
	}
	for i := range hunks {
		w.hunk(&hunks[i])
	}
}

// hunks compares the contents of a pair as the options say.
func (o *Options) hunks(p *Pair, a, b []byte) []lines.Hunk {
	x, y := string(a), string(b)
	if o.Context == 0 && !o.FunctionContext {
		tail := lines.CommonTail(x, y)
		x, y = x[:len(x)-tail], y[:len(y)-tail]
	}
	before, after := lines.SplitString(x), lines.SplitString(y)
	changes := lines.Compare(before, after, o.Lines)
	return lines.Hunks(before, after, changes, o.layout(p))
}

func (o *Options) layout(p *Pair) lines.Layout {
	l := lines.Layout{
		Context: o.Context, InterHunk: o.InterHunk, FunctionContext: o.FunctionContext,
		Heading: lines.DefaultHeading,
	}
	if h := o.driverOf(p.Old).Heading; h != nil && p.Old.Exists() {
		l.Heading = h
	} else if h := o.driverOf(p.New).Heading; h != nil {
		l.Heading = h
	}
	if o.IgnoreBlankLines || len(o.IgnoreMatching) > 0 {
		l.Ignorable = o.ignorable
	}
	return l
}

func (o *Options) ignorable(line string) bool {
	if o.IgnoreBlankLines && o.Lines.Whitespace.IsBlank(line) {
		return true
	}
	for _, re := range o.IgnoreMatching {
		if re.MatchString(line) {
			return true
		}
	}
	return false
}

// changes reports whether the contents differ under the options.
func (o *Options) changes(p *Pair) (bool, error) {
	a, err := p.Old.content(o.Blobs)
	if err != nil {
		return false, err
	}
	b, err := p.New.content(o.Blobs)
	if err != nil {
		return false, err
	}
	if string(a) == string(b) {
		return false, nil
	}
	if !o.Text && (looksBinary(a) || looksBinary(b)) {
		return true, nil
	}
	return len(o.hunks(p, a, b)) > 0, nil
}
