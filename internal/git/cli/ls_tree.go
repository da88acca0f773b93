package cli

import (
	"fmt"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"cairn/internal/git/object"
	"cairn/internal/git/paths"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/quote"
)

func lsTreeCommand() Command {
	return Command{
		Name: "ls-tree", Summary: "List what a tree holds", Group: "plumbing",
		Usage: []string{"git ls-tree [<options>] <tree-ish> [<path>...]"},
		Options: []Option{
			{Short: 'd', Help: "only show trees"},
			{Short: 'r', Help: "recurse into subtrees"},
			{Short: 't', Help: "show trees when recursing"},
			{Short: 'z', Help: "terminate entries with NUL byte"},
			{Short: 'l', Long: "long", Help: "include object size"},
			{Long: "name-only", Help: "list only filenames"},
			{Long: "name-status", Help: "list only filenames"},
			{Long: "object-only", Help: "list only objects"},
			{Long: "full-name", Help: "use full path names"},
			{Long: "full-tree", Help: "list entire tree; not just current directory (implies --full-name)"},
			{Long: "format", Arg: "format", Help: "format to use for the output"},
			{Long: "abbrev", Arg: "n", OptArg: true, Number: true, Help: "use <n> digits to display object names"},
		},
		Example: "git ls-tree HEAD\ngit ls-tree -r --name-only main",
		Setup:   NeedRepo,
		Run:     runLsTree,
	}
}

// lsTree prints entries.
type lsTree struct {
	*call
	format string
	prefix string // names are shown relative to it
	abbrev int    // -1: whole hashes
	end    string
	high   bool // quote bytes above 0x7f
}

func runLsTree(c *call) int {
	l := &lsTree{call: c, end: "\n", abbrev: -1, high: true}
	if code, ok := l.layout(); !ok {
		return code
	}
	if len(c.args) == 0 {
		return c.usage()
	}
	v := c.resolver()
	res, err := v.Lookup(c.args[0], 0)
	if err != nil {
		if isUnknown(err) {
			return c.die("Not a valid object name %s", c.args[0])
		}
		return c.fail(err)
	}
	tree, err := c.repo.Objects().Peel(res.Hash, plumbing.TreeObject)
	if err != nil {
		return c.die("not a tree object")
	}
	list := porcelain.LsTree{Tree: tree, Recurse: c.flag("r"), ShowTrees: c.flag("t") || c.flag("d") && c.flag("r"), OnlyTrees: c.flag("d")}
	prefix := c.repo.Prefix()
	if c.flag("full-tree") {
		prefix = ""
	}
	if !c.flag("full-tree") && !c.flag("full-name") {
		l.prefix = prefix
	}
	for _, arg := range c.args[1:] {
		arg := filepath.ToSlash(arg)
		p := path.Join(prefix, arg)
		if paths.IsAbs(arg) {
			if p, err = c.topPath(arg); err != nil {
				return c.fail(err)
			}
			p = path.Clean(p)
		}
		if strings.HasPrefix(p, "../") || p == ".." {
			return c.die("'%s' is outside repository at '%s'", arg, c.repo.WorkTree())
		}
		if p == "." {
			p = ""
		} else if strings.HasSuffix(arg, "/") {
			p += "/"
		}
		list.Paths = append(list.Paths, p)
	}
	if len(list.Paths) == 0 && prefix != "" {
		list.Paths = []string{prefix}
	}
	err = list.Run(c.repo, l.show)
	if err != nil {
		return c.fail(err)
	}
	return exitOK
}

// layout chooses the format.
func (l *lsTree) layout() (int, bool) {
	c := l.call
	chosen := ""
	for _, g := range c.opts {
		switch name := g.opt.key(); name {
		case "name-only", "name-status", "object-only", "long":
			if chosen != "" && chosen != name {
				return c.misuse("option `%s' is incompatible with --%s", name, chosen), false
			}
			chosen = name
		}
	}
	switch chosen {
	case "name-only", "name-status":
		l.format = "%(path)"
	case "object-only":
		l.format = "%(objectname)"
	case "long":
		l.format = "%(objectmode) %(objecttype) %(objectname) %(objectsize:padded)%x09%(path)"
	default:
		l.format = "%(objectmode) %(objecttype) %(objectname)%x09%(path)"
	}
	if f, ok := c.value("format"); ok {
		if chosen != "" {
			return c.misusage("--format can't be combined with other format-altering options"), false
		}
		l.format = f
	}
	if c.flag("z") {
		l.end = "\x00"
	}
	if c.flag("abbrev") {
		l.abbrev = c.number("abbrev", 0)
	}
	high, err := c.repo.Config().Bool("core.quotePath", true)
	if err != nil {
		return c.fail(err), false
	}
	l.high = high
	return 0, true
}

func (l *lsTree) show(full string, e object.TreeEntry) error {
	f := percentFormat{command: l.cmd.Name, text: l.format, newline: true}
	f.field = func(name string) (string, error) { return l.field(&f, name, full, e) }
	text, err := f.expand()
	l.printf("%s", text)
	if err != nil {
		return err
	}
	l.printf("%s", l.end)
	return nil
}

func (l *lsTree) field(f *percentFormat, name, full string, e object.TreeEntry) (string, error) {
	switch name {
	case "objectmode":
		return fmt.Sprintf("%06o", uint32(e.Mode)), nil
	case "objecttype":
		return e.Kind().String(), nil
	case "objectname":
		if l.abbrev < 0 {
			return e.Hash.String(), nil
		}
		return l.repo.Objects().Abbrev(e.Hash, l.abbrev), nil
	case "objectsize", "objectsize:padded":
		size := "-"
		if e.Kind() == plumbing.BlobObject {
			n, err := l.repo.Objects().Size(e.Hash)
			if err != nil {
				return "", err
			}
			size = strconv.FormatInt(n, 10)
		}
		if name == "objectsize" {
			return size, nil
		}
		return fmt.Sprintf("%7s", size), nil
	case "path":
		shown := relativePath(l.prefix, full)
		if l.flag("z") {
			return shown, nil
		}
		return quote.Path(shown, l.high), nil
	}
	return "", f.unknown(name)
}

// relativePath shows a path from the top as seen from a folder ("a/b/" or "").
func relativePath(prefix, full string) string {
	if prefix == "" {
		return full
	}
	if full+"/" == prefix {
		return "./"
	}
	for dir := prefix; ; {
		if rest, ok := strings.CutPrefix(full, dir); ok {
			return strings.Repeat("../", strings.Count(prefix[len(dir):], "/")) + rest
		}
		at := strings.LastIndexByte(strings.TrimSuffix(dir, "/"), '/')
		dir = dir[:at+1]
	}
}
