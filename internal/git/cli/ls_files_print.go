package cli

import (
	"fmt"
	"strconv"
	"strings"

	"cairn/internal/git/index"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/quote"
)

// lsFilesPrinter writes the lines of ls-files.
type lsFilesPrinter struct {
	*call
	high   bool
	digits int // of object names; -1: all
	end    string
}

func (c *call) lsFilesPrinter() *lsFilesPrinter {
	l := &lsFilesPrinter{call: c, digits: -1, end: "\n"}
	var err error
	if l.high, err = c.repo.Config().Bool("core.quotePath", true); err != nil {
		l.high = true
	}
	if text, given := c.value("abbrev"); given || c.flag("abbrev") {
		l.digits, _ = strconv.Atoi(text)
	}
	if c.flag("z") {
		l.end = "\x00"
	}
	return l
}

func (l *lsFilesPrinter) path(f *porcelain.LsFile) string {
	path := f.Path
	if !l.flag("full-name") {
		path = fromPrefix(path, l.repo.Prefix())
	}
	if l.flag("z") {
		return path
	}
	return quote.Path(path, l.high)
}

func (l *lsFilesPrinter) hash(e *index.Entry) string {
	if l.digits < 0 {
		return e.Hash.String()
	}
	return l.repo.Objects().Abbrev(e.Hash, l.digits)
}

func (c *call) printFiles(files []porcelain.LsFile, p porcelain.LsFilesParams) {
	l := c.lsFilesPrinter()
	for i := range files {
		f := &files[i]
		if p.Tags {
			tag := string([]byte{f.Tag})
			if c.flag("v") && f.Entry != nil && f.Entry.AssumeValid {
				tag = strings.ToLower(tag)
			}
			c.printf("%s ", tag)
		}
		if (p.Stage || f.Tag == 'U') && f.Entry != nil {
			c.printf("%06o %s %d\t", uint32(f.Entry.Mode), l.hash(f.Entry), f.Entry.Stage)
		}
		if p.EOL {
			c.printf("i/%-5s w/%-5s attr/%-17s\t", f.IndexEOL, f.FileEOL, f.Attr)
		}
		c.printf("%s%s", l.path(f), l.end)
		l.debug(f)
	}
}

// debug adds the stat data of an entry.
func (l *lsFilesPrinter) debug(f *porcelain.LsFile) {
	if !l.flag("debug") || f.Entry == nil || f.Tag == 'U' {
		return
	}
	s := &f.Entry.Stat
	l.printf("  ctime: %d:%d\n  mtime: %d:%d\n  dev: %d\tino: %d\n  uid: %d\tgid: %d\n  size: %d\tflags: %x\n",
		s.Ctime.Sec, s.Ctime.Nsec, s.Mtime.Sec, s.Mtime.Nsec, s.Dev, s.Ino, s.UID, s.GID, s.Size, entryFlags(f.Entry))
}

// entryFlags are the flags as gitformat-index(5) numbers them, the extended ones above the others.
func entryFlags(e *index.Entry) uint32 {
	const stageAt, assumeValid, announced, skipped = 12, 1 << 15, 1 << 29, 1 << 30
	flags := uint32(e.Stage) << stageAt
	if e.AssumeValid {
		flags |= assumeValid
	}
	if e.IntentToAdd {
		flags |= announced
	}
	if e.SkipWorktree {
		flags |= skipped
	}
	return flags
}

// printFormatted writes each entry by --format.
func (c *call) printFormatted(files []porcelain.LsFile, format string) error {
	l := c.lsFilesPrinter()
	for i := range files {
		file := &files[i]
		f := percentFormat{command: c.cmd.Name, text: format}
		f.field = func(name string) (string, error) { return l.field(&f, name, file) }
		text, err := f.expand()
		if err != nil {
			return err
		}
		c.printf("%s%s", text, l.end)
		l.debug(file)
	}
	return nil
}

func (l *lsFilesPrinter) field(f *percentFormat, name string, file *porcelain.LsFile) (string, error) {
	switch name {
	case "objectmode":
		return fmt.Sprintf("%06o", uint32(file.Entry.Mode)), nil
	case "objectname":
		return l.hash(file.Entry), nil
	case "stage":
		return strconv.Itoa(int(file.Entry.Stage)), nil
	case "eolinfo:index":
		return file.IndexEOL, nil
	case "eolinfo:worktree":
		return file.FileEOL, nil
	case "eolattr":
		return file.Attr, nil
	case "path":
		return l.path(file), nil
	}
	return "", f.unknown(name)
}
