package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/quote"
)

func catFileCommand() Command {
	return Command{
		Name: "cat-file", Summary: "Show an object: its kind, its size, its content", Group: "plumbing",
		Usage: []string{
			"git cat-file <type> <object>",
			"git cat-file (-e | -p) <object>",
			"git cat-file (-t | -s) <object>",
			"git cat-file (--batch | --batch-check) [--batch-all-objects]\n" +
				"[--buffer] [--unordered] [-z]",
		},
		Options: []Option{
			{Group: "Check object existence or emit object contents"},
			{Short: 'e', Help: "check if <object> exists"},
			{Short: 'p', Help: "pretty-print <object> content"},
			{Group: "Emit [broken] object attributes"},
			{Short: 't', Help: "show object type (one of 'blob', 'tree', 'commit', 'tag', ...)"},
			{Short: 's', Help: "show object size"},
			{Group: "Batch objects requested on stdin (or --batch-all-objects)"},
			{Long: "batch", Arg: "format", OptArg: true, Help: "show full <object> or <rev> contents"},
			{Long: "batch-check", Arg: "format", OptArg: true, Help: "like --batch, but don't emit <contents>"},
			{Short: 'z', Help: "stdin is NUL-terminated"},
			{Long: "batch-all-objects", Help: "with --batch[-check]: ignores stdin, batches all known objects"},
			{Group: "Change or optimize batch output"},
			{Long: "buffer", Help: "buffer --batch output"},
			{Long: "unordered", Help: "do not order objects before emitting them"},
		},
		Absent: []Absent{
			{"--batch-command", "--batch"}, {"--textconv", "-p"}, {"--filters", "-p"}, {"--follow-symlinks", ""},
			{"--allow-unknown-type", ""}, {"--path", ""}, {"--use-mailmap", ""}, {"--mailmap", ""},
		},
		Example: "git cat-file -t HEAD\ngit cat-file -p HEAD\ngit cat-file -p HEAD:README.md",
		Setup:   NeedRepo,
		Run:     runCatFile,
	}
}

func runCatFile(c *call) int {
	mode := ""
	for _, g := range c.opts {
		if g.opt.Long != "" || g.opt.Short == 'z' {
			continue
		}
		if mode != "" {
			return c.misuse("switch `%c' is incompatible with -%s", g.opt.Short, mode)
		}
		mode = g.opt.key()
	}
	batch := c.flag("batch") || c.flag("batch-check")
	switch {
	case batch && mode != "":
		return c.misusage("'-%s' is incompatible with batch mode", mode)
	case batch && len(c.args) > 0:
		return c.misusage("batch modes take no arguments")
	case batch:
		return c.catBatch()
	case c.flag("batch-all-objects"):
		return c.misusage("'%s' requires a batch mode", "--batch-all-objects")
	case mode != "" && len(c.args) == 0:
		return c.misusage("<object> required with '-%s'", mode)
	case mode != "" && len(c.args) > 1, len(c.args) > 2:
		return c.misusage("too many arguments")
	case mode == "" && len(c.args) == 0:
		return c.usage()
	case mode == "" && len(c.args) == 1:
		return c.misusage("only two arguments allowed in <type> <object> mode, not %d", len(c.args))
	case mode == "":
		return c.catTyped(c.args[0], c.args[1])
	}
	return c.catMode(mode, c.args[0])
}

func (c *call) catMode(mode, name string) int {
	v := c.resolver()
	h, err := v.Resolve(name)
	if err != nil {
		return c.notValidObject(name, err)
	}
	store := c.repo.Objects()
	kind, size, err := store.Info(h)
	if mode == "e" {
		if err != nil {
			return exitFail
		}
		return exitOK
	}
	switch {
	case err != nil && mode == "p":
		return c.notValidObject(name, err)
	case err != nil:
		return c.die("git cat-file: could not get object info")
	case mode == "t":
		c.println(kind.String())
	case mode == "s":
		c.printf("%d\n", size)
	case kind == plumbing.TreeObject:
		return c.catTree(h)
	default:
		return c.catRaw(h)
	}
	return exitOK
}

func (c *call) notValidObject(name string, err error) int {
	if isUnknown(err) {
		if d := c.resolver().Diagnose(name); d != nil {
			return c.fail(d)
		}
	}
	if notFound(err) || errors.Is(err, plumbing.ErrObjectNotFound) {
		return c.die("Not a valid object name %s", name)
	}
	return c.fail(err)
}

func (c *call) catTree(h plumbing.Hash) int {
	entries, err := c.repo.Objects().Tree(h)
	if err != nil {
		return c.fail(err)
	}
	high, err := c.repo.Config().Bool("core.quotePath", true)
	if err != nil {
		return c.fail(err)
	}
	for _, e := range entries {
		c.printf("%06o %s %s\t%s\n", uint32(e.Mode), e.Kind(), e.Hash, quote.Path(e.Name, high))
	}
	return exitOK
}

func (c *call) catRaw(h plumbing.Hash) int {
	_, data, err := c.repo.Objects().Raw(h)
	if err != nil {
		return c.fail(err)
	}
	_, _ = c.out.Write(data)
	return exitOK
}

// catTyped is `git cat-file <type> <object>`: tags and commits lead to the
// kind that is wanted.
func (c *call) catTyped(word, name string) int {
	want, err := plumbing.ParseObjectType(word)
	if err != nil || want > plumbing.TagObject {
		return c.die("invalid object type \"%s\"", word)
	}
	v := c.resolver()
	h, err := v.Resolve(name)
	if err != nil {
		return c.notValidObject(name, err)
	}
	h, err = c.repo.Objects().Peel(h, want)
	if err != nil {
		return c.die("git cat-file %s: bad file", name)
	}
	return c.catRaw(h)
}

const batchDefault = "%(objectname) %(objecttype) %(objectsize)"

// catBatch answers each line of standard input at once.
func (c *call) catBatch() int {
	format, ok := c.value("batch-check")
	full := c.flag("batch")
	if full {
		format, ok = c.value("batch")
	}
	if !ok || format == "" {
		format = batchDefault
	}
	b := &catBatch{call: c, format: format, full: full, rest: strings.Contains(format, "%(rest)")}
	if c.flag("batch-all-objects") {
		return b.all()
	}
	delim := byte('\n')
	if c.flag("z") {
		delim = 0
	}
	in := bufio.NewReader(c.env.Stdin)
	for {
		line, err := in.ReadString(delim)
		if line == "" && err != nil {
			if errors.Is(err, io.EOF) {
				return exitOK
			}
			return c.fail(err)
		}
		if err := b.answer(strings.TrimSuffix(line, string(delim))); err != nil {
			return c.fail(err)
		}
		if !c.flag("buffer") {
			_ = c.out.Flush()
		}
	}
}

type catBatch struct {
	*call
	format string
	full   bool
	rest   bool // the format shows what follows the name
}

func (b *catBatch) answer(line string) error {
	name, rest := line, ""
	if b.rest {
		if at := strings.IndexAny(line, " \t"); at >= 0 {
			name, rest = line[:at], strings.TrimLeft(line[at:], " \t")
		}
	}
	v := b.resolver()
	v.Warn = nil
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
	kind, size, err := b.repo.Objects().Info(h)
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		b.printf("%s missing\n", name)
		return nil
	}
	if err != nil {
		return err
	}
	line, err := expandBatch(b.format, b.repo.Objects(), h, kind, size, rest)
	if err != nil {
		return err
	}
	b.println(line)
	if !b.full {
		return nil
	}
	_, data, err := b.repo.Objects().Raw(h)
	if err != nil {
		return err
	}
	_, _ = b.out.Write(data)
	b.println("")
	return nil
}

func expandBatch(format string, store *object.Store, h plumbing.Hash, kind plumbing.ObjectType, size int64, rest string) (string, error) {
	var out strings.Builder
	for {
		head, tail, ok := strings.Cut(format, "%(")
		out.WriteString(head)
		if !ok {
			return out.String(), nil
		}
		name, after, ok := strings.Cut(tail, ")")
		if !ok {
			return "", &formatError{"format element '%(" + tail + "' does not end in ')'"}
		}
		switch name {
		case "objectname":
			out.WriteString(h.String())
		case "objecttype":
			out.WriteString(kind.String())
		case "objectsize":
			fmt.Fprintf(&out, "%d", size)
		case "objectsize:disk":
			disk, _, err := store.OnDisk(h)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&out, "%d", disk)
		case "deltabase":
			_, base, err := store.OnDisk(h)
			if err != nil {
				return "", err
			}
			out.WriteString(base.String())
		case "rest":
			out.WriteString(rest)
		default:
			return "", &formatError{"unknown format element: " + name}
		}
		format = after
	}
}

func (b *catBatch) all() int {
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
