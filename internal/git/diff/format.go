package diff

import (
	"bufio"
	"fmt"
	"io"
	"slices"

	"cairn/internal/git/quote"
)

// Result says what Format has found.
type Result struct {
	Changed  bool // something differs (--exit-code)
	Problems bool // --check found white space errors or conflict markers
}

// Format writes the pairs in all chosen formats. Pairs come from Refine.
func Format(w io.Writer, pairs []Pair, o *Options) (Result, error) {
	if o.Reverse {
		turned := *o
		turned.SrcPrefix, turned.DstPrefix = o.DstPrefix, o.SrcPrefix
		o = &turned
	}
	f := &formatter{o: o, out: bufio.NewWriterSize(prefixed(w, o.LinePrefix), 1<<15), c: o.palette()}
	f.result.Changed = len(pairs) > 0 && !f.byContent()
	err := f.all(pairs)
	if flushed := f.out.Flush(); err == nil && flushed != nil {
		err = fmt.Errorf("write differences: %w", flushed)
	}
	return f.result, err
}

type formatter struct {
	o      *Options
	out    *bufio.Writer
	c      *Palette
	result Result
	moved  *movedLines // nil without --color-moved
}

// byContent: with flags that ignore changes, only the comparison of contents
// tells whether there are any.
func (f *formatter) byContent() bool {
	return f.o.Lines.Whitespace != 0 || f.o.IgnoreBlankLines || len(f.o.IgnoreMatching) > 0
}

func (f *formatter) printf(format string, args ...any) { fmt.Fprintf(f.out, format, args...) }
func (f *formatter) puts(parts ...string) {
	for _, p := range parts {
		_, _ = f.out.WriteString(p) // the buffer keeps the error for Flush
	}
}

func (f *formatter) all(pairs []Pair) error {
	o := f.o
	if o.Formats&NoOutput != 0 || o.Formats == 0 {
		return f.quietly(pairs)
	}
	separate := false
	if o.Formats&(Raw|NameOnly|NameStatus|Check) != 0 {
		for i := range pairs {
			if err := f.oneLine(&pairs[i]); err != nil {
				return err
			}
		}
		separate = true
	}
	all := pairs
	pairs = onlyFiles(pairs)
	if o.Formats&(Stat|NumStat|ShortStat) != 0 || o.Formats&DirStat != 0 && o.DirStat.By == "lines" {
		if err := f.statistics(pairs); err != nil {
			return err
		}
		separate = separate || o.Formats&(Stat|NumStat|ShortStat) != 0
	}
	if o.Formats&DirStat != 0 && o.DirStat.By != "lines" {
		if err := f.dirStat(pairs); err != nil {
			return err
		}
	}
	if o.Formats&Summary != 0 && f.summary(all) {
		separate = true
	}
	if o.Formats&Patch == 0 {
		if f.byContent() {
			return f.quietly(pairs)
		}
		return nil
	}
	if separate && len(all) > 0 {
		f.puts(f.terminator())
		f.puts(o.IntroBlank)
	}
	if o.Headers != nil {
		pairs, all = byOldNames(pairs), byOldNames(all)
	}
	if err := f.findMoved(pairs); err != nil {
		return err
	}
	for i := range all {
		if all[i].isFolder() {
			continue
		}
		if err := f.patch(&all[i]); err != nil {
			return err
		}
	}
	return nil
}

// onlyFiles leaves the files of a list, which may have folders in it (-t), or headers alone.
func onlyFiles(pairs []Pair) []Pair {
	if !slices.ContainsFunc(pairs, func(p Pair) bool { return p.noFile() }) {
		return pairs
	}
	return slices.DeleteFunc(slices.Clone(pairs), func(p Pair) bool { return p.noFile() })
}

// quietly only finds out whether anything differs.
func (f *formatter) quietly(pairs []Pair) error {
	if !f.byContent() {
		return nil
	}
	for _, p := range onlyFiles(pairs) {
		if p.Old.Mode != p.New.Mode {
			f.result.Changed = true
			return nil
		}
		changes, err := f.o.changes(&p)
		if err != nil {
			return err
		}
		if changes {
			f.result.Changed = true
			return nil
		}
	}
	return nil
}

func (f *formatter) terminator() string {
	if f.o.NUL {
		return "\x00"
	}
	return "\n"
}

func (f *formatter) quoted(path string) string {
	if f.o.NUL {
		return path
	}
	return quote.Path(path, f.o.QuoteHigh)
}

// prefixed puts a prefix before every line that is written.
func prefixed(w io.Writer, prefix string) io.Writer {
	if prefix == "" {
		return w
	}
	return &prefixWriter{w: w, prefix: []byte(prefix), start: true}
}

type prefixWriter struct {
	w      io.Writer
	prefix []byte
	start  bool
}

func (p *prefixWriter) Write(data []byte) (int, error) {
	out := make([]byte, 0, len(data)+len(p.prefix)*8)
	for _, c := range data {
		if p.start {
			out = append(out, p.prefix...)
		}
		out = append(out, c)
		p.start = c == '\n'
	}
	if _, err := p.w.Write(out); err != nil {
		return 0, err
	}
	return len(data), nil
}
