package cli

import (
	"errors"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/quote"
	"cairn/internal/git/rev"
)

func catFileCommand() Command {
	return Command{
		Name: "cat-file", Summary: "Show an object: its kind, its size, its content", Group: "plumbing",
		Usage: []string{
			"git cat-file <type> <object>",
			"git cat-file (-e | -p) <object>",
			"git cat-file (-t | -s) [--allow-unknown-type] <object>",
			"git cat-file (--batch | --batch-check | --batch-command) [--batch-all-objects]\n" +
				"[--buffer] [--follow-symlinks] [--unordered]\n" +
				"[--textconv | --filters] [-z]",
			"git cat-file (--textconv | --filters)\n" +
				"[<rev>:<path|tree-ish> | --path=<path|tree-ish> <rev>]",
		},
		Options: catFileOptions(),
		Example: "git cat-file -t HEAD\ngit cat-file -p HEAD\ngit cat-file -p HEAD:README.md",
		Setup:   NeedRepo,
		Run:     runCatFile,
	}
}

func catFileOptions() []Option {
	return []Option{
		{Group: "Check object existence or emit object contents"},
		{Short: 'e', Help: "check if <object> exists"},
		{Short: 'p', Help: "pretty-print <object> content"},
		{Group: "Emit [broken] object attributes"},
		{Short: 't', Help: "show object type (one of 'blob', 'tree', 'commit', 'tag', ...)"},
		{Short: 's', Help: "show object size"},
		{Long: "allow-unknown-type", Help: "allow -s and -t to work with broken/corrupt objects"},
		{Long: "use-mailmap", Help: "use mail map file"},
		{Long: "mailmap", Help: "alias of --use-mailmap"},
		{Group: "Batch objects requested on stdin (or --batch-all-objects)"},
		{Long: "batch", Arg: "format", OptArg: true, NoNeg: true, Help: "show full <object> or <rev> contents"},
		{Long: "batch-check", Arg: "format", OptArg: true, NoNeg: true, Help: "like --batch, but don't emit <contents>"},
		{Short: 'z', Help: "stdin is NUL-terminated"},
		{Long: "batch-command", Arg: "format", OptArg: true, NoNeg: true, Help: "read commands from stdin"},
		{Long: "batch-all-objects", NoNeg: true, Help: "with --batch[-check]: ignores stdin, batches all known objects"},
		{Group: "Change or optimize batch output"},
		{Long: "buffer", Help: "buffer --batch output"},
		{Long: "follow-symlinks", Help: "follow in-tree symlinks"},
		{Long: "unordered", Help: "do not order objects before emitting them"},
		{Group: "Emit object (blob or tree) with conversion or filter (stand-alone, or with batch)"},
		{Long: "textconv", NoNeg: true, Help: "run textconv on object's content"},
		{Long: "filters", NoNeg: true, Help: "run filters on object's content"},
		{Long: "path", Arg: "blob|tree", Help: "use a <path> for (--textconv | --filters); Not with 'batch'"},
	}
}

// catFile is one run: what is asked for, and of which objects.
type catFile struct {
	*call
	mode  string // "e", "p", "t", "s", "textconv", "filters", "batch-all-objects" or ""
	batch string // "batch", "batch-check", "batch-command" or ""
}

func runCatFile(c *call) int {
	f := &catFile{call: c}
	if code := f.modes(); code != exitOK {
		return code
	}
	if code := f.conflicts(); code != exitOK {
		return code
	}
	converts := f.mode == "textconv" || f.mode == "filters"
	switch {
	case f.batch != "":
		return f.runBatch()
	case converts && len(c.args) == 0:
		return c.misusage("<rev> required with '--%s'", f.mode)
	case f.mode != "" && len(c.args) == 0:
		return c.misusage("<object> required with '-%s'", f.mode)
	case f.mode != "" && len(c.args) > 1:
		return c.misusage("too many arguments")
	case f.mode == "" && len(c.args) == 0:
		return c.usage()
	case f.mode == "" && len(c.args) != 2:
		return c.misusage("only two arguments allowed in <type> <object> mode, not %d", len(c.args))
	case c.flag("allow-unknown-type") && f.mode != "t" && f.mode != "s":
		return c.die("git cat-file --allow-unknown-type: use with -s or -t")
	case f.mode == "":
		return f.typed(c.args[0], c.args[1])
	case converts:
		return f.converted(c.args[0])
	}
	return f.one(c.args[0])
}

// modes reads the options that exclude each other, in the order given.
func (f *catFile) modes() int {
	for _, g := range f.opts {
		switch key := g.opt.key(); key {
		case "e", "p", "t", "s", "textconv", "filters", "batch-all-objects":
			if f.mode == "" || f.mode == key {
				f.mode = key
				continue
			}
			word := "switch `" + key + "'"
			if len(key) > 1 {
				word = "option `" + key + "'"
			}
			return f.misuse("%s is incompatible with %s", word, dashed(f.mode))
		case "batch", "batch-check", "batch-command":
			if f.batch != "" {
				return f.misuse("only one batch option may be specified")
			}
			f.batch = key
		}
	}
	return exitOK
}

func dashed(key string) string {
	if len(key) == 1 {
		return "-" + key
	}
	return "--" + key
}

// conflicts refuses options that mean nothing without others.
func (f *catFile) conflicts() int {
	converts := f.mode == "textconv" || f.mode == "filters"
	if _, ok := f.value("path"); ok && !converts {
		return f.misusage("'%s' needs '%s' or '%s'", "--path=<path|tree-ish>", "--filters", "--textconv")
	}
	if f.batch == "" {
		for _, key := range []string{"follow-symlinks", "buffer", "batch-all-objects", "z"} {
			if f.flag(key) {
				return f.misusage("'%s' requires a batch mode", dashed(key))
			}
		}
		return exitOK
	}
	switch {
	case len(f.mode) == 1:
		return f.misusage("'-%s' is incompatible with batch mode", f.mode)
	case len(f.args) > 0 && !converts:
		return f.misusage("batch modes take no arguments")
	}
	return exitOK
}

// resolve finds the object that is asked for. It takes no ":/text", as Git's does not, for the
// sake of its words about paths that are not there.
func (f *catFile) resolve(name string) (plumbing.Hash, error) {
	if strings.HasPrefix(name, ":/") {
		return plumbing.ZeroHash, &rev.UnknownError{Spec: name}
	}
	return f.resolver().Resolve(name)
}

// one answers -e, -t, -s and -p.
func (f *catFile) one(name string) int {
	h, err := f.resolve(name)
	if err != nil {
		return f.notValidObject(name, err)
	}
	store := f.repo.Objects()
	if f.mode == "e" {
		if !store.Has(h) {
			return exitFail
		}
		return exitOK
	}
	if f.mode == "p" {
		return f.pretty(name, h)
	}
	var word string
	var size int64
	if f.flag("allow-unknown-type") {
		word, size, err = store.Described(h)
	} else {
		var kind plumbing.ObjectType
		kind, size, err = store.Info(h)
		word = kind.String()
	}
	var replace *object.ReplaceError
	switch {
	case isUnknownKind(err), errors.As(err, &replace):
		return f.fail(err)
	case err != nil:
		f.tellLong(err)
		return f.die("git cat-file: could not get object info")
	case f.mode == "t":
		f.println(word)
	default:
		f.printf("%d\n", size)
	}
	return exitOK
}

func isUnknownKind(err error) bool {
	var unknown *object.UnknownKindError
	return errors.As(err, &unknown)
}

// tellLong says that an object's header is too long; Git goes on then as if
// the object were missing.
func (c *call) tellLong(err error) bool {
	var long *object.LongHeaderError
	if !errors.As(err, &long) {
		return false
	}
	c.errorf("%s", long)
	return true
}

func (f *catFile) pretty(name string, h plumbing.Hash) int {
	kind, err := f.repo.Objects().Kind(h)
	switch {
	case f.tellLong(err):
		return f.die("Not a valid object name %s", name)
	case err != nil:
		return f.notValidObject(name, err)
	case kind == plumbing.TreeObject:
		return f.tree(h)
	}
	return f.raw(h)
}

func (c *call) notValidObject(name string, err error) int {
	if isUnknown(err) {
		if d := (&rev.Resolver{Repo: c.repo}).Diagnose(name); d != nil {
			return c.fail(d)
		}
	}
	if notFound(err) || errors.Is(err, plumbing.ErrObjectNotFound) {
		return c.die("Not a valid object name %s", name)
	}
	return c.fail(err)
}

func (f *catFile) tree(h plumbing.Hash) int {
	entries, err := f.repo.Objects().Tree(h)
	if err != nil {
		return f.fail(err)
	}
	high, err := f.repo.Config().Bool("core.quotePath", true)
	if err != nil {
		return f.fail(err)
	}
	for _, e := range entries {
		f.printf("%06o %s %s\t%s\n", uint32(e.Mode), e.Kind(), e.Hash, quote.Path(e.Name, high))
	}
	return exitOK
}

func (f *catFile) raw(h plumbing.Hash) int {
	kind, data, err := f.repo.Objects().Raw(h)
	if err != nil {
		return f.fail(err)
	}
	_, _ = f.out.Write(f.renamed(kind, data))
	return exitOK
}

// typed is `git cat-file <type> <object>`: tags and commits lead to the
// kind that is wanted.
func (f *catFile) typed(word, name string) int {
	want, err := plumbing.ParseObjectType(word)
	if err != nil || want > plumbing.TagObject {
		return f.die("invalid object type \"%s\"", word)
	}
	h, err := f.resolve(name)
	if err != nil {
		return f.notValidObject(name, err)
	}
	h, err = f.repo.Objects().Peel(h, want)
	var replace *object.ReplaceError
	switch {
	case isUnknownKind(err), errors.As(err, &replace):
		return f.fail(err)
	case err != nil:
		f.tellLong(err)
		return f.die("git cat-file %s: bad file", name)
	}
	return f.raw(h)
}

// converted is --textconv and --filters for one object.
func (f *catFile) converted(name string) int {
	res, err := f.resolver().Lookup(name, rev.Any)
	if err != nil {
		return f.notValidObject(name, err)
	}
	path, given := f.value("path")
	if !given {
		if path = res.Path; path == "" && res.Rev == "" {
			return f.die("<object>:<path> required, only <object> '%s' given", name)
		}
	}
	kind, data, err := f.repo.Objects().Raw(res.Hash)
	switch {
	case err != nil:
		return f.notValidObject(name, err)
	case f.mode == "textconv" && kind == plumbing.TreeObject:
		return f.tree(res.Hash)
	}
	if data, err = f.convert(path, res.Mode, kind, data); err != nil {
		return f.fail(err)
	}
	_, _ = f.out.Write(data)
	return exitOK
}
