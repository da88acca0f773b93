package cli

import (
	"os"

	"cairn/internal/git/diff"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/merge"
	"cairn/internal/git/porcelain"
)

func mergeFileCommand() Command {
	return Command{
		Name: "merge-file", Summary: "Merge three files", Group: "plumbing",
		Usage: []string{"git merge-file [<options>] [-L <name1> [-L <orig> [-L <name2>]]] <file1> <orig-file> <file2>"},
		Options: []Option{
			{Short: 'p', Long: "stdout", Help: "send results to standard output"},
			{Long: "diff3", Help: "use a diff3 based merge"},
			{Long: "zdiff3", Help: "use a zealous diff3 based merge"},
			{Long: "ours", Help: "for conflicts, use our version"},
			{Long: "theirs", Help: "for conflicts, use their version"},
			{Long: "union", Help: "for conflicts, use a union version"},
			{Long: "marker-size", Arg: "n", Number: true, Help: "for conflicts, use this marker size"},
			{Short: 'q', Long: "quiet", Help: "do not warn about conflicts"},
			{Short: 'L', Arg: "name", Help: "set labels for file1/orig-file/file2"},
		},
		Example: "git merge-file -p mine.txt base.txt theirs.txt",
		Setup:   MaybeRepo,
		Run:     runMergeFile,
	}
}

// mergeFileOption applies one option; taken back, it goes to the default.
func mergeFileOption(g *given, o *merge.TextOptions) {
	styles := map[string]merge.Style{"diff3": merge.StyleDiff3, "zdiff3": merge.StyleZDiff3}
	favors := map[string]merge.Favor{"ours": merge.FavorOurs, "theirs": merge.FavorTheirs, "union": merge.FavorUnion}
	if style, ok := styles[g.opt.key()]; ok {
		o.Style = style
		if g.off {
			o.Style = merge.StyleMerge
		}
	}
	if favor, ok := favors[g.opt.key()]; ok {
		o.Favor = favor
		if g.off {
			o.Favor = merge.FavorNone
		}
	}
}

// mergeFileFailed is merge-file's exit code for anything but conflicts.
const mergeFileFailed = 255

func runMergeFile(c *call) int {
	const files, mostConflicts = 3, 127
	if len(c.args) != files {
		return c.usage()
	}
	labels := append([]string{}, c.args...)
	given := c.values("L")
	if len(given) > files {
		c.errorf("too many labels on the command line")
		return exitUsage
	}
	copy(labels, given)
	o := merge.TextOptions{
		JoinBlank: true, MarkerSize: c.number("marker-size", 0),
		Ours: labels[0], Base: labels[1], Theirs: labels[2],
	}
	o.Style = c.conflictStyle()
	for i := range c.opts {
		mergeFileOption(&c.opts[i], &o)
	}
	var data [files][]byte
	for i, name := range c.args {
		var code int
		if data[i], code = c.mergeFileInput(name); code != 0 {
			return code
		}
	}
	result, conflicts := merge.Text(data[1], data[0], data[2], o)
	if c.flag("stdout") {
		if _, err := c.out.Write(result); err != nil {
			return c.fail(err)
		}
	} else if err := os.WriteFile(c.abs(c.args[0]), result, 0o666); err != nil {
		c.errorf("Could not open %s for writing: %s", c.args[0], lockfile.Reason(err))
		return mergeFileFailed
	}
	return min(conflicts, mostConflicts)
}

func (c *call) mergeFileInput(name string) ([]byte, int) {
	path, err := c.userPath(name)
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		c.errorf("Could not stat %s: %s", name, lockfile.Reason(err))
		return nil, mergeFileFailed
	}
	data, err := os.ReadFile(path)
	if err != nil {
		c.errorf("Could not open %s: %s", name, lockfile.Reason(err))
		return nil, mergeFileFailed
	}
	if diff.LooksBinary(data) {
		c.errorf("Cannot merge binary files: %s", name)
		return nil, mergeFileFailed
	}
	return data, 0
}

// conflictStyle is merge.conflictStyle, or the usual style where that names none.
func (c *call) conflictStyle() merge.Style {
	cfg, err := c.config()
	if err != nil {
		return merge.StyleMerge
	}
	style, err := porcelain.ConflictStyle(cfg.String("merge.conflictStyle", ""))
	if err != nil {
		return merge.StyleMerge
	}
	return style
}
