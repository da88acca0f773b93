package cli

import (
	"errors"
	"strings"

	"cairn/internal/git/ignore"
	"cairn/internal/git/porcelain"
)

func lsFilesCommand() Command {
	return Command{
		Name: "ls-files", Summary: "List the files of the index and of the working tree", Group: "plumbing",
		Usage: []string{"git ls-files [<options>] [<file>...]"},
		Options: []Option{
			{Short: 'z', NoNeg: true, Help: "separate paths with the NUL character"},
			{Short: 't', Help: "identify the file status with tags"},
			{Short: 'v', Help: "use lowercase letters for 'assume unchanged' files"},
			{Short: 'c', Long: "cached", Help: "show cached files in the output (default)"},
			{Short: 'd', Long: "deleted", Help: "show deleted files in the output"},
			{Short: 'm', Long: "modified", Help: "show modified files in the output"},
			{Short: 'o', Long: "others", Help: "show other files in the output"},
			{Short: 'i', Long: "ignored", Help: "show ignored files in the output"},
			{Short: 's', Long: "stage", Help: "show staged contents' object name in the output"},
			{Short: 'k', Long: "killed", Help: "show files on the filesystem that need to be removed"},
			{Long: "directory", Help: "show 'other' directories' names only"},
			{Long: "eol", Help: "show line endings of files"},
			{Long: "empty-directory", Help: "don't show empty directories"},
			{Short: 'u', Long: "unmerged", Help: "show unmerged files in the output"},
			{Long: "resolve-undo", Help: "show resolve-undo information"},
			{Short: 'x', Long: "exclude", Arg: "pattern", Help: "skip files matching pattern"},
			{Short: 'X', Long: "exclude-from", Arg: "file", Help: "read exclude patterns from <file>"},
			{Long: "exclude-per-directory", Arg: "file", Help: "read additional per-directory exclude patterns in <file>"},
			{Long: "exclude-standard", NoNeg: true, Help: "add the standard git exclusions"},
			{Long: "full-name", NoNeg: true, Help: "make the output relative to the project top directory"},
			{Long: "error-unmatch", Help: "if any <file> is not in the index, treat this as an error"},
			{Long: "with-tree", Arg: "tree-ish", Help: "pretend that paths removed since <tree-ish> are still present"},
			{Long: "abbrev", Arg: "n", OptArg: true, Help: "use <n> digits to display object names"},
			{Long: "debug", Help: "show debugging data"},
			{Long: "deduplicate", Help: "suppress duplicate entries"},
			{Long: "recurse-submodules", Help: "recurse through submodules"},
			{Long: "format", Arg: "format", Help: "format to use for the output"},
		},
		Absent: []Absent{
			{"--sparse", ""}, {"-f", "-v"},
		},
		Example: "git ls-files\ngit ls-files -s\ngit ls-files --others --exclude-standard",
		Setup:   NeedRepo, Run: runLsFiles,
	}
}

func runLsFiles(c *call) int {
	p := porcelain.LsFilesParams{
		Args: c.args, Cached: c.flag("cached"), Deleted: c.flag("deleted"), Modified: c.flag("modified"),
		Others: c.flag("others"), Ignored: c.flag("ignored"), Stage: c.flag("stage") || c.flag("unmerged"),
		Unmerged: c.flag("unmerged"), Directory: c.flag("directory"), NoEmpty: c.off("empty-directory"),
		Standard: c.flag("exclude-standard"), Deduplicate: c.flag("deduplicate"), EOL: c.flag("eol"),
		ErrorUnmatch: c.flag("error-unmatch"), Killed: c.flag("killed"), ResolveUndo: c.flag("resolve-undo"),
		Tags: c.flag("t") || c.flag("v"),
	}
	format, formatted := c.value("format")
	if formatted && (c.flag("stage") || p.Others || p.Killed || c.flag("t") || p.ResolveUndo || p.Deduplicate || p.EOL) {
		return c.misusage("--format cannot be used with -s, -o, -k, -t, --resolve-undo, --deduplicate, --eol")
	}
	p.PerDirectory, _ = c.value("exclude-per-directory")
	if p.Ignored && !p.Others && !p.Cached {
		return c.die("ls-files -i must be used with either -o or -c")
	}
	if !p.Stage && !p.Deleted && !p.Others && !p.Modified && !p.Killed && !p.ResolveUndo {
		p.Cached = true
	}
	if name, given := c.value("with-tree"); given {
		if p.Stage {
			return c.die("options '%s' and '%s' cannot be used together", "ls-files --with-tree", "-s/-u")
		}
		tree, err := c.resolver().Tree(name)
		if err != nil {
			return c.die("tree-ish %s not found.", name)
		}
		p.Tree = &tree
	}
	if code, ok := c.recurses(p); !ok {
		return code
	}
	if code, ok := c.excludePatterns(&p); !ok {
		return code
	}
	p.EOL = p.EOL || strings.Contains(format, "%(eol")
	files, err := porcelain.LsFiles(c.repo, p)
	if formatted {
		if err := c.printFormatted(files, format); err != nil {
			return c.fail(err)
		}
	} else {
		c.printFiles(files, p)
	}
	var unknown *porcelain.UnknownPathsError
	switch {
	case errors.As(err, &unknown):
		c.errorf("%s", err)
		c.say("Did you forget to 'git add'?")
		return exitFail
	case err != nil:
		return c.fail(err)
	}
	return exitOK
}

// recurses refuses what does not go together with --recurse-submodules, and a submodule that would have to be gone into:
// that is not there. Without one the option changes nothing.
func (c *call) recurses(p porcelain.LsFilesParams) (int, bool) {
	if !c.flag("recurse-submodules") {
		return 0, true
	}
	if p.Deleted || p.Others || p.Unmerged || p.Killed || p.Modified || p.ResolveUndo || p.Tree != nil {
		return c.die("ls-files --recurse-submodules unsupported mode"), false
	}
	if p.ErrorUnmatch {
		return c.die("ls-files --recurse-submodules does not support --error-unmatch"), false
	}
	if active := porcelain.ActiveSubmodule(c.repo); active != "" {
		c.errorf("Cairn's 'git ls-files --recurse-submodules' does not go into submodules; 'git -C %s ls-files' lists its files", active)
		return exitUsage, false
	}
	return 0, true
}

// excludePatterns reads -x and -X in their order.
func (c *call) excludePatterns(p *porcelain.LsFilesParams) (int, bool) {
	for i := range c.opts {
		g := &c.opts[i]
		switch g.opt.key() {
		case "exclude":
			if pat := ignore.ParseLine(g.value, "--exclude option", ""); pat != nil {
				p.Patterns = append(p.Patterns, pat)
			}
		case "exclude-from":
			text, err := c.readArgFile(g.value)
			if err != nil {
				return c.die("cannot use %s as an exclude file", g.value), false
			}
			p.FilePatterns = append(p.FilePatterns, ignore.Parse(text, g.value, "")...)
		}
	}
	return 0, true
}
