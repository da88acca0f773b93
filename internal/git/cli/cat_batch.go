package cli

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

const batchDefault = "%(objectname) %(objecttype) %(objectsize)"

// catBatch answers many names in one run.
type catBatch struct {
	*catFile
	format string
	sized  bool // the format shows kind or size
	split  bool // what follows a name on its line is not part of it
	full   bool // contents follow
}

func (f *catFile) runBatch() int {
	format, ok := f.value(f.batch)
	if !ok || format == "" {
		format = batchDefault
	}
	b := &catBatch{
		catFile: f, format: format, full: f.batch == "batch",
		sized: strings.Contains(format, "%(objecttype)") || strings.Contains(format, "%(objectsize)"),
	}
	if err := checkBatchFormat(format); err != nil {
		return f.fail(err)
	}
	if f.mode == "batch-all-objects" {
		return b.all()
	}
	if f.batch == "batch-command" {
		return b.commands()
	}
	b.split = f.mode != "" || strings.Contains(format, "%(rest)")
	return b.lines(func(line string) error {
		if err := b.answer(line); err != nil {
			return err
		}
		if !f.flag("buffer") {
			_ = f.out.Flush()
		}
		return nil
	})
}

// lines reads standard input to its end.
func (b *catBatch) lines(each func(string) error) int {
	delim := byte('\n')
	if b.flag("z") {
		delim = 0
	}
	in := bufio.NewReader(b.env.Stdin)
	for {
		line, err := in.ReadString(delim)
		if line == "" && err != nil {
			if errors.Is(err, io.EOF) {
				return exitOK
			}
			return b.fail(err)
		}
		if err := each(strings.TrimSuffix(line, string(delim))); err != nil {
			return b.fail(err)
		}
	}
}

func (b *catBatch) answer(line string) error {
	name, rest := line, ""
	if b.split {
		if at := strings.IndexAny(line, " \t"); at >= 0 {
			name, rest = line[:at], strings.TrimLeft(line[at:], " \t")
		}
	}
	v := b.resolver()
	v.TrustHashes = true
	if b.flag("follow-symlinks") {
		done, err := b.follow(v, name, rest)
		if done || err != nil {
			return err
		}
	}
	h, err := v.Resolve(name)
	if err != nil && !notFound(err) {
		return err
	}
	if err == nil {
		return b.object(h, name, rest)
	}
	if found, e := b.repo.Objects().Expand(name); e == nil && len(found) > 1 {
		b.printf("%s ambiguous\n", name)
		return nil
	}
	b.printf("%s missing\n", name)
	return nil
}

func (b *catBatch) object(h plumbing.Hash, name, rest string) error {
	o := batchObject{hash: h, rest: rest}
	store := b.repo.Objects()
	var err error
	switch {
	case b.full || b.sized:
		o.kind, o.size, err = store.Info(h)
	case !store.Has(h):
		err = plumbing.ErrObjectNotFound
	}
	if b.tellLong(err) || errors.Is(err, plumbing.ErrObjectNotFound) {
		b.printf("%s missing\n", name)
		return nil
	}
	if err != nil {
		return err
	}
	line, err := o.expand(b.format, store)
	if err != nil {
		return err
	}
	b.println(line)
	if !b.full {
		return nil
	}
	return b.contents(o)
}

// contents prints an object whole. With a conversion the rest of the line
// names the path whose attributes count.
func (b *catBatch) contents(o batchObject) error {
	kind, data, err := b.repo.Objects().Raw(o.hash)
	if err != nil {
		return err
	}
	if b.mode == "textconv" || b.mode == "filters" {
		if o.rest == "" {
			return &formatError{"missing path for '" + o.hash.String() + "'"}
		}
		if data, err = b.convert(o.rest, 0, kind, data); err != nil {
			return err
		}
	}
	_, _ = b.out.Write(b.renamed(kind, data))
	b.println("")
	return nil
}

func (b *catBatch) all() int {
	b.repo.Objects().IgnoreReplacements()
	hashes, err := b.repo.Objects().AllSorted()
	if err != nil {
		return b.fail(err)
	}
	for _, h := range hashes {
		if err := b.object(h, h.String(), ""); err != nil {
			return b.fail(err)
		}
	}
	return exitOK
}
