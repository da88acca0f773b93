package cli

// diffOptions is the part of the option table that diff, show and log share
// (git-diff(1), "OPTIONS").
func diffOptions() []Option {
	return []Option{
		{Group: "Diff output format options"},
		{Short: 'p', Long: "patch", NoNeg: true, Help: "generate patch"},
		{Short: 's', Long: "no-patch", NoNeg: true, Help: "suppress diff output"},
		{Short: 'u', NoNeg: true, Help: "generate patch"},
		{Short: 'U', Long: "unified", Arg: "n", OptArg: true, NoNeg: true, Help: "generate diffs with <n> lines context"},
		{Short: 'W', Long: "function-context", Help: "generate diffs with the whole function as context"},
		{Long: "raw", NoNeg: true, Help: "generate the diff in raw format"},
		{Long: "patch-with-raw", NoNeg: true, Help: "synonym for '-p --raw'"},
		{Long: "patch-with-stat", NoNeg: true, Help: "synonym for '-p --stat'"},
		{Long: "numstat", NoNeg: true, Help: "machine friendly --stat"},
		{Long: "shortstat", NoNeg: true, Help: "output only the last line of --stat"},
		{Short: 'X', Long: "dirstat", Arg: "param1,param2...", OptArg: true, NoNeg: true,
			Help: "output the distribution of relative amount of changes for each sub-directory"},
		{Long: "cumulative", NoNeg: true, Help: "synonym for --dirstat=cumulative"},
		{Long: "dirstat-by-file", Arg: "param1,param2...", OptArg: true, NoNeg: true,
			Help: "synonym for --dirstat=files,param1,param2..."},
		{Long: "check", NoNeg: true, Help: "warn if changes introduce conflict markers or whitespace errors"},
		{Long: "summary", NoNeg: true, Help: "condensed summary such as creations, renames and mode changes"},
		{Long: "name-only", NoNeg: true, Help: "show only names of changed files"},
		{Long: "name-status", NoNeg: true, Help: "show only names and status of changed files"},
		{Long: "stat", Arg: "width[,name-width[,count]]", OptArg: true, NoNeg: true, Help: "generate diffstat"},
		{Long: "stat-width", Arg: "width", NoNeg: true, Number: true, Help: "generate diffstat with a given width"},
		{Long: "stat-name-width", Arg: "width", NoNeg: true, Number: true, Help: "generate diffstat with a given name width"},
		{Long: "stat-graph-width", Arg: "width", NoNeg: true, Number: true, Help: "generate diffstat with a given graph width"},
		{Long: "stat-count", Arg: "count", NoNeg: true, Number: true, Help: "generate diffstat with limited lines"},
		{Long: "compact-summary", Help: "generate compact summary in diffstat"},
		{Long: "binary", NoNeg: true, Help: "output a binary diff that can be applied"},
		{Long: "full-index", Help: "show full pre- and post-image object names on the \"index\" lines"},
		{Long: "color", Arg: "when", OptArg: true, Help: "show colored diff"},
		{Long: "color-moved", Arg: "mode", OptArg: true, Help: "moved lines of code are colored differently"},
		{Long: "color-moved-ws", Arg: "mode", Help: "how white spaces are ignored in --color-moved"},
		{Long: "ws-error-highlight", Arg: "kind", NoNeg: true, Help: "highlight whitespace errors in the 'context', 'old' or 'new' lines in the diff"},
		{Short: 'z', NoNeg: true, Help: "do not munge pathnames and use NULs as output field terminators in --raw or --numstat"},
		{Long: "abbrev", Arg: "n", OptArg: true, Help: "use <n> digits to display object names"},
		{Long: "src-prefix", Arg: "prefix", NoNeg: true, Help: "show the given source prefix instead of \"a/\""},
		{Long: "dst-prefix", Arg: "prefix", NoNeg: true, Help: "show the given destination prefix instead of \"b/\""},
		{Long: "line-prefix", Arg: "prefix", NoNeg: true, Help: "prepend an additional prefix to every line of output"},
		{Long: "no-prefix", NoNeg: true, Help: "do not show any source or destination prefix"},
		{Long: "inter-hunk-context", Arg: "n", NoNeg: true, Number: true, Help: "show context between diff hunks up to the specified number of lines"},
		{Long: "output-indicator-new", Arg: "char", NoNeg: true, Help: "specify the character to indicate a new line instead of '+'"},
		{Long: "output-indicator-old", Arg: "char", NoNeg: true, Help: "specify the character to indicate an old line instead of '-'"},
		{Long: "output-indicator-context", Arg: "char", NoNeg: true, Help: "specify the character to indicate a context instead of ' '"},
		{Group: "Diff rename options"},
		{Short: 'B', Long: "break-rewrites", Arg: "n[/m]", OptArg: true, NoNeg: true, Help: "break complete rewrite changes into pairs of delete and create"},
		{Short: 'M', Long: "find-renames", Arg: "n", OptArg: true, NoNeg: true, Help: "detect renames"},
		{Short: 'D', Long: "irreversible-delete", NoNeg: true, Help: "omit the preimage for deletes"},
		{Short: 'C', Long: "find-copies", Arg: "n", OptArg: true, NoNeg: true, Help: "detect copies"},
		{Long: "find-copies-harder", Help: "use unmodified files as source to find copies"},
		{Long: "no-renames", NoNeg: true, Help: "disable rename detection"},
		{Long: "rename-empty", Help: "use empty blobs as rename source"},
		{Short: 'l', Arg: "n", Number: true, Help: "prevent rename/copy detection if the number of rename/copy targets exceeds given limit"},
		{Group: "Diff algorithm options"},
		{Long: "minimal", Help: "produce the smallest possible diff"},
		{Short: 'w', Long: "ignore-all-space", NoNeg: true, Help: "ignore whitespace when comparing lines"},
		{Short: 'b', Long: "ignore-space-change", NoNeg: true, Help: "ignore changes in amount of whitespace"},
		{Long: "ignore-space-at-eol", NoNeg: true, Help: "ignore changes in whitespace at EOL"},
		{Long: "ignore-cr-at-eol", NoNeg: true, Help: "ignore carrier-return at the end of line"},
		{Long: "ignore-blank-lines", NoNeg: true, Help: "ignore changes whose lines are all blank"},
		{Short: 'I', Long: "ignore-matching-lines", Arg: "regex", NoNeg: true, Help: "ignore changes whose all lines match <regex>"},
		{Long: "indent-heuristic", Help: "heuristic to shift diff hunk boundaries for easy reading"},
		{Long: "patience", NoNeg: true, Help: "generate diff using the \"patience diff\" algorithm"},
		{Long: "histogram", NoNeg: true, Help: "generate diff using the \"histogram diff\" algorithm"},
		{Long: "diff-algorithm", Arg: "algorithm", NoNeg: true, Help: "choose a diff algorithm"},
		{Long: "anchored", Arg: "text", NoNeg: true, Help: "generate diff using the \"anchored diff\" algorithm"},
		{Long: "word-diff", Arg: "mode", OptArg: true, NoNeg: true, Help: "show word diff, using <mode> to delimit changed words"},
		{Long: "word-diff-regex", Arg: "regex", NoNeg: true, Help: "use <regex> to decide what a word is"},
		{Long: "color-words", Arg: "regex", OptArg: true, NoNeg: true, Help: "equivalent to --word-diff=color --word-diff-regex=<regex>"},
		{Group: "Other diff options"},
		{Long: "relative", Arg: "prefix", OptArg: true, Help: "when run from subdir, exclude changes outside and show relative paths"},
		{Short: 'a', Long: "text", Help: "treat all files as text"},
		{Short: 'R', NoNeg: true, Help: "swap two inputs, reverse the diff"},
		{Long: "exit-code", Help: "exit with 1 if there were differences, 0 otherwise"},
		{Long: "quiet", Help: "disable all output of the program"},
		{Long: "ext-diff", Hidden: true, Help: "allow an external diff helper to be executed (none ever is)"},
		{Long: "textconv", Hidden: true, Help: "run external text conversion filters (none ever is)"},
		{Long: "ignore-submodules", Arg: "when", OptArg: true, NoNeg: true, Help: "ignore changes to submodules in the diff generation"},
		{Long: "submodule", Arg: "format", OptArg: true, NoNeg: true, Help: "specify how differences in submodules are shown"},
		{Short: 'S', Arg: "string", Help: "look for differences that change the number of occurrences of the specified string"},
		{Short: 'G', Arg: "regex", Help: "look for differences that change the number of occurrences of the specified regex"},
		{Long: "pickaxe-all", NoNeg: true, Help: "show all changes in the changeset with -S or -G"},
		{Long: "pickaxe-regex", NoNeg: true, Help: "treat <string> in -S as extended POSIX regular expression"},
		{Short: 'O', Arg: "file", Help: "control the order in which files appear in the output"},
		{Long: "rotate-to", Arg: "path", NoNeg: true, Help: "show the change in the specified path first"},
		{Long: "skip-to", Arg: "path", NoNeg: true, Help: "skip the output to the specified path"},
		{Long: "output", Arg: "file", NoNeg: true, Help: "output to a specific file"},
		{Long: "find-object", Arg: "object-id", NoNeg: true, Help: "look for differences that change the number of occurrences of the specified object"},
		{Long: "diff-filter", Arg: "[(A|C|D|M|R|T|U|X|B)...[*]]", NoNeg: true, Help: "select files by diff type"},
	}
}

// showsFolders: a comparison of trees lists changed folders, too. An object that is looked for may be one.
func (c *call) showsFolders(req *diffRequest) bool {
	return c.last("t") != nil || req.Pickaxe != nil && !req.Pickaxe.Object.IsZero()
}

// allPathsFault is what Git says of --combined-all-paths alone.
const allPathsFault = "--combined-all-paths makes no sense without -c or --cc"

// allPaths tells whether --combined-all-paths was given. Whatever says how merges are shown takes it back (seen).
func (c *call) allPaths() bool {
	on := false
	for i := range c.opts {
		switch c.opts[i].opt.key() {
		case "combined-all-paths":
			on = true
		case "m", "c", "cc", "diff-merges", "remerge-diff":
			on = false
		}
	}
	return on
}

// diffAbsent are options of git-diff(1) that this engine does not have.
func diffAbsent() []Absent {
	return []Absent{
		{"--ita-invisible-in-index", ""}, {"--ita-visible-in-index", ""},
	}
}
