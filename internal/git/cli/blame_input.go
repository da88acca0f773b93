package cli

import (
	"errors"
	"io"
	"os"

	"cairn/internal/disk"
	"cairn/internal/git/blame"
	"cairn/internal/git/date"
	"cairn/internal/git/diff/lines"
	"cairn/internal/git/lineranges"
	"cairn/internal/git/worktree"
)

// content reads the file as it would be committed.
func (b *blameRun) content() ([]byte, int, bool) {
	if name, ok := b.value("contents"); ok {
		return b.contents(name)
	}
	w, err := worktree.Open(b.repo)
	if err != nil {
		return nil, b.die("this operation must be run in a work tree"), false
	}
	if _, ok := w.Lstat(b.path); !ok {
		return nil, b.die("Cannot lstat '%s': No such file or directory", b.path), false
	}
	x, err := w.ReadIndex()
	if err != nil {
		return nil, b.fail(err), false
	}
	data, _, err := w.ReadBlob(x, b.path)
	if err != nil {
		return nil, b.fail(err), false
	}
	return data, 0, true
}

// contents reads another file, or standard input, in place of the one that is blamed:
// what .gitattributes say of that one holds.
func (b *blameRun) contents(name string) ([]byte, int, bool) {
	var data []byte
	var err error
	if name == "-" {
		data, err = io.ReadAll(b.env.Stdin)
	} else {
		var path string
		if path, err = b.userPath(name); err != nil {
			return nil, b.fail(err), false
		}
		data, err = disk.ReadFile(path)
		if errors.Is(err, os.ErrNotExist) {
			return nil, b.die("Cannot stat '%s': No such file or directory", name), false
		}
	}
	if err != nil {
		return nil, b.fail(err), false
	}
	w, err := worktree.Open(b.repo)
	if err != nil {
		return nil, b.die("this operation must be run in a work tree"), false
	}
	x, err := w.ReadIndex()
	if err != nil {
		return nil, b.fail(err), false
	}
	if data, err = w.Convert(x, b.path, data); err != nil {
		return nil, b.fail(err), false
	}
	return data, 0, true
}

// ranges reads -L.
func (b *blameRun) ranges() (int, bool) {
	specs := b.values("L")
	if len(specs) == 0 {
		return 0, true
	}
	text := b.p.Content
	if !b.p.Pending {
		e, _, err := b.repo.Objects().Lookup(b.p.Commit.TreeHash, b.path)
		if err != nil {
			return b.fail(err), false
		}
		if text, err = b.repo.Objects().Blob(e.Hash); err != nil {
			return b.fail(err), false
		}
	}
	p := lineranges.Params{Name: b.path, Lines: lines.Split(text), Heading: b.heading(b.path)}
	var all []lineranges.Range
	after := 0
	for _, s := range specs {
		r, err := lineranges.Parse(s, p, after)
		var fault *lineranges.Error
		if errors.As(err, &fault) && fault.Usage {
			b.say("usage: %s", b.cmd.Usage[0])
			return exitUsage, false
		}
		if err != nil {
			return b.fail(err), false
		}
		after = r.End
		all = append(all, r)
	}
	for _, r := range lineranges.Sorted(all) {
		b.p.Ranges = append(b.p.Ranges, blame.Range{Start: r.Start, End: r.End})
	}
	if len(b.p.Ranges) == 0 {
		b.p.Ranges = []blame.Range{{}}
	}
	return 0, true
}

// progress reports the lines that are found, if --progress wants it; else nil.
func (b *blameRun) progress() *progress {
	if !b.flag("progress") {
		return nil
	}
	p := b.newProgress("Blaming lines")
	b.p.Report = p.show
	return p
}

// heading tells what begins a function in a file.
func (c *call) heading(path string) func(string) (string, bool) {
	env, err := c.diffEnv(attrsFromIndex)
	if err == nil && env.Driver != nil {
		if d := env.Driver(path); d.Heading != nil {
			return d.Heading
		}
	}
	return lines.DefaultHeading
}

// blameDates are the widths that dates take, by their form.
func blameDateWidth(clock date.Clock, m date.Mode) int {
	samples := map[date.Kind]string{
		date.RFC: "Thu, 19 Oct 2006 16:00:04 -0700", date.ISOStrict: "2006-10-19T16:00:04-07:00",
		date.ISO: "2006-10-19 16:00:04 -0700", date.Raw: "1161298804 -0700", date.Unix: "1161298804",
		date.Short: "2006-10-19", date.Relative: "4 years, 11 months ago", date.Human: "Thu Oct 19 16:00",
		date.Default: "Thu Oct 19 16:00:04 2006 -0700",
	}
	if m.Kind == date.Strftime {
		return len(clock.Format(m, clock.Now))
	}
	return len(samples[m.Kind])
}
