package cli

import (
	"strings"

	"github.com/go-git/go-git/v5/plumbing/filemode"

	"cairn/internal/git/attr"
	"cairn/internal/git/pathspec"
	"cairn/internal/git/quote"
	"cairn/internal/git/worktree"
)

func isDirMode(m filemode.FileMode) bool { return m == filemode.Dir }

func checkAttrCommand() Command {
	return Command{
		Name: "check-attr", Summary: "Tell which attributes paths have", Group: "plumbing",
		Usage: []string{
			"git check-attr [-a | --all | <attr>...] [--] <pathname>...",
			"git check-attr --stdin [-z] [-a | --all | <attr>...]",
		},
		Options: []Option{
			{Short: 'a', Long: "all", Help: "report all attributes set on file"},
			{Long: "stdin", Help: "read file names from stdin"},
			{Short: 'z', Help: "terminate input and output records by a NUL character"},
		},
		Absent:  []Absent{{"--cached", ""}},
		Example: "git check-attr -a image.png\ngit check-attr text eol -- notes.txt",
		Setup:   NeedWorkTree, Run: runCheckAttr,
	}
}

func runCheckAttr(c *call) int {
	names, paths, code, ok := c.attrArgs()
	if !ok {
		return code
	}
	w, err := worktree.Open(c.repo)
	if err != nil {
		return c.fail(err)
	}
	tell := func(path string) error {
		spec, err := w.Pathspec([]string{path}, pathspec.Params{Literal: true})
		if err == nil {
			c.tellAttrs(w.Attributes(), path, spec.Args()[0].Path, names)
		}
		return err
	}
	if c.flag("stdin") {
		err = c.eachPath(tell)
	}
	for i := 0; i < len(paths) && err == nil; i++ {
		err = tell(paths[i])
	}
	if err != nil {
		return c.fail(err)
	}
	return exitOK
}

// attrArgs tells attributes and paths apart.
func (c *call) attrArgs() (names, paths []string, code int, ok bool) {
	args, stdin, all := c.args, c.flag("stdin"), c.flag("all")
	switch {
	case all && c.dash > 0:
		return nil, nil, c.attrMisuse("Attributes and --all both specified"), false
	case all:
		paths = args
	case c.dash == 0:
		return nil, nil, c.attrMisuse("No attribute specified"), false
	case len(args) == 0:
		return nil, nil, c.attrMisuse("No attribute specified"), false
	case stdin:
		names = args
	case c.dash < 0:
		names, paths = args[:1], args[1:]
	default:
		names, paths = args[:c.dash], args[c.dash:]
	}
	switch {
	case stdin && len(paths) > 0:
		return nil, nil, c.attrMisuse("Can't specify files with --stdin"), false
	case !stdin && len(paths) == 0:
		return nil, nil, c.attrMisuse("No file specified"), false
	}
	return names, paths, 0, true
}

func (c *call) attrMisuse(text string) int {
	c.errorf("%s", text)
	return c.usage()
}

func (c *call) tellAttrs(attrs *attr.Matcher, shown, path string, names []string) {
	path = strings.TrimSuffix(path, "/")
	var list []attr.Named
	if c.flag("all") {
		list = attrs.All(path)
	} else {
		for i, v := range attrs.Lookup(path, names...) {
			list = append(list, attr.Named{Name: names[i], Value: v})
		}
	}
	high, err := c.repo.Config().Bool("core.quotePath", true)
	for _, n := range list {
		if c.flag("z") {
			c.printf("%s\x00%s\x00%s\x00", shown, n.Name, n.Value)
		} else {
			c.printf("%s: %s: %s\n", quote.Path(shown, high || err != nil), n.Name, n.Value)
		}
	}
}
