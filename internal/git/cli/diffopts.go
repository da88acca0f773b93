package cli

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"

	"cairn/internal/git/diff"
	"cairn/internal/git/diff/lines"
)

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
		{Short: 'S', Arg: "string", Help: "look for differences that change the number of occurrences of the specified string"},
		{Short: 'G', Arg: "regex", Help: "look for differences that change the number of occurrences of the specified regex"},
		{Long: "pickaxe-all", NoNeg: true, Help: "show all changes in the changeset with -S or -G"},
		{Long: "pickaxe-regex", NoNeg: true, Help: "treat <string> in -S as extended POSIX regular expression"},
		{Short: 'O', Arg: "file", Help: "control the order in which files appear in the output"},
		{Long: "rotate-to", Arg: "path", NoNeg: true, Help: "show the change in the specified path first"},
		{Long: "skip-to", Arg: "path", NoNeg: true, Help: "skip the output to the specified path"},
		{Long: "diff-filter", Arg: "[(A|C|D|M|R|T|U|X|B)...[*]]", NoNeg: true, Help: "select files by diff type"},
	}
}

// diffAbsent are options of git-diff(1) that this engine does not have.
func diffAbsent() []Absent {
	return []Absent{
		{"--color-moved", "--color"}, {"--color-moved-ws", "-w"}, {"--submodule", ""},
		{"--ignore-submodules", ""}, {"--output", "redirection with >"}, {"--find-object", "-S"},
		{"--ita-invisible-in-index", ""}, {"--ita-visible-in-index", ""},
	}
}

// diffRequest is what the shared options say.
type diffRequest struct {
	*diff.Options
	exitCode bool
	quiet    bool
	plainP   bool // some output format was asked for
}

// diffReader reads the shared options.
type diffReader struct {
	c   *call
	o   *diff.Options
	req *diffRequest
}

// diffSettings reads configuration and options. An option's fault is printed,
// and code is the exit code then.
func (c *call) diffSettings() (req *diffRequest, code int, ok bool) {
	env, err := c.diffEnv()
	if err != nil {
		return nil, c.fail(err), false
	}
	o := diff.DefaultOptions(env)
	r := diffReader{c: c, o: o, req: &diffRequest{Options: o}}
	if err := r.config(); err != nil {
		return nil, c.fail(err), false
	}
	color := c.diffColorDefault()
	for i := range c.opts {
		g := &c.opts[i]
		if g.opt.Long == "color" {
			when := g.value
			if !g.has {
				when = "always"
			}
			if g.off {
				when = "never"
			}
			switch when {
			case "always":
				color = true
			case "never":
				color = false
			case "auto":
				color = c.env.Terminal
			default:
				return nil, c.misuse("option `color' expects \"always\", \"auto\", or \"never\""), false
			}
			continue
		}
		if text := r.option(g); text != "" {
			if fatal, ok := strings.CutPrefix(text, fatalFault); ok {
				return nil, c.die("%s", fatal), false
			}
			return nil, c.misuse("%s", text), false
		}
	}
	if color || o.Words == diff.ColorWords {
		o.Colors = c.diffPalette()
	}
	if text := r.finish(); text != "" {
		return nil, c.die("%s", text), false
	}
	return r.req, exitOK, true
}

// fatalFault marks a fault for which Git dies rather than print its usage.
const fatalFault = "fatal: "

// option applies one option; the text it returns is what is wrong with it.
func (r *diffReader) option(g *given) string {
	if text, known := r.format(g); known {
		return text
	}
	if text, known := r.detection(g); known {
		return text
	}
	if text, known := r.comparison(g); known {
		return text
	}
	return r.selection(g)
}

func (r *diffReader) show(f diff.Formats) {
	if f&diff.Patch != 0 {
		r.o.Formats &^= diff.NoOutput
	}
	r.o.Formats |= f
	r.req.plainP = true
}

// format handles the options that choose what is written and how.
func (r *diffReader) format(g *given) (string, bool) {
	o := r.o
	switch g.opt.key() {
	case "patch", "u":
		r.show(diff.Patch)
	case "no-patch":
		o.Formats |= diff.NoOutput
		r.req.plainP = true
	case "unified":
		r.show(diff.Patch)
		if g.has {
			n, err := strconv.Atoi(g.value)
			if err != nil || n < 0 {
				return "--unified expects a numerical value", true
			}
			o.Context = n
		}
	case "function-context":
		o.FunctionContext = !g.off
	case "raw":
		r.show(diff.Raw)
	case "patch-with-raw":
		r.show(diff.Patch | diff.Raw)
	case "patch-with-stat":
		r.show(diff.Patch | diff.Stat)
	case "numstat":
		r.show(diff.NumStat)
	case "shortstat":
		r.show(diff.ShortStat)
	case "check":
		r.show(diff.Check)
	case "summary":
		r.show(diff.Summary)
	case "name-only":
		r.show(diff.NameOnly)
	case "name-status":
		r.show(diff.NameStatus)
	case "binary":
		r.show(diff.Patch)
		o.Binary = true
	case "full-index":
		o.FullIndex = !g.off
	case "z":
		o.NUL = true
	case "abbrev":
		r.abbrev(g)
	case "src-prefix":
		o.SrcPrefix = g.value
	case "dst-prefix":
		o.DstPrefix = g.value
	case "line-prefix":
		o.LinePrefix = g.value
	case "no-prefix":
		o.SrcPrefix, o.DstPrefix = "", ""
	case "inter-hunk-context":
		o.InterHunk, _ = strconv.Atoi(g.value)
	case "output-indicator-context":
		return r.indicator(g, 0), true
	case "output-indicator-old":
		return r.indicator(g, 1), true
	case "output-indicator-new":
		return r.indicator(g, 2), true
	default:
		return r.statOption(g)
	}
	return "", true
}

func (r *diffReader) indicator(g *given, i int) string {
	if len(g.value) != 1 {
		return fmt.Sprintf("%s expects a character, got '%s'", g.opt.Long, g.value)
	}
	r.o.Indicators[i] = g.value[0]
	return ""
}

func (r *diffReader) abbrev(g *given) {
	const least, most = 4, 40
	switch n, err := strconv.Atoi(g.value); {
	case g.off:
		r.o.Abbrev, r.o.RawAbbrev = 0, false
	case !g.has || err != nil:
		r.o.Abbrev, r.o.RawAbbrev = 0, true
	default:
		r.o.Abbrev, r.o.RawAbbrev = min(max(n, least), most), true
	}
}

// statOption handles --stat, --dirstat and their parameters.
func (r *diffReader) statOption(g *given) (string, bool) {
	o := r.o
	switch g.opt.key() {
	case "stat":
		r.show(diff.Stat)
		return r.statSize(g.value), true
	case "stat-width":
		r.show(diff.Stat)
		o.Stat.Width, _ = strconv.Atoi(g.value)
	case "stat-name-width":
		r.show(diff.Stat)
		o.Stat.NameWidth, _ = strconv.Atoi(g.value)
	case "stat-graph-width":
		r.show(diff.Stat)
		o.Stat.GraphWidth, _ = strconv.Atoi(g.value)
	case "stat-count":
		r.show(diff.Stat)
		o.Stat.Count, _ = strconv.Atoi(g.value)
	case "compact-summary":
		o.CompactSummary = !g.off
		if !g.off {
			r.show(diff.Stat)
		}
	case "dirstat":
		r.show(diff.DirStat)
		return r.dirStat(g.value), true
	case "dirstat-by-file":
		r.show(diff.DirStat)
		o.DirStat.By = "files"
		return r.dirStat(g.value), true
	case "cumulative":
		r.show(diff.DirStat)
		o.DirStat.Cumulative = true
	default:
		return "", false
	}
	return "", true
}

func (r *diffReader) statSize(value string) string {
	if value == "" {
		return ""
	}
	targets := []*int{&r.o.Stat.Width, &r.o.Stat.NameWidth, &r.o.Stat.Count}
	for i, part := range strings.Split(value, ",") {
		n, err := strconv.Atoi(part)
		if i >= len(targets) || err != nil && part != "" {
			return "invalid --stat value: " + value
		}
		if part != "" {
			*targets[i] = n
		}
	}
	return ""
}

func (r *diffReader) dirStat(value string) string {
	d := &r.o.DirStat
	for _, word := range strings.FieldsFunc(value, func(c rune) bool { return c == ',' }) {
		switch word {
		case "changes", "lines", "files":
			d.By = word
		case "cumulative":
			d.Cumulative = true
		case "noncumulative":
			d.Cumulative = false
		default:
			share, err := strconv.ParseFloat(word, 64)
			if err != nil || math.IsNaN(share) {
				return fatalFault + "Failed to parse --dirstat/-X option parameter:\n  Unknown dirstat parameter '" + word + "'\n"
			}
			d.PerMille = int(share * 10)
		}
	}
	return ""
}

// detection handles renames, copies and rewrites.
func (r *diffReader) detection(g *given) (string, bool) {
	o := r.o
	switch g.opt.key() {
	case "break-rewrites":
		o.Break = true
		first, second, both := strings.Cut(g.value, "/")
		if first != "" && !score(first, &o.BreakScore) || both && !score(second, &o.MergeScore) {
			return "break-rewrites expects <n>/<m> form", true
		}
	case "find-renames":
		if g.value != "" && !score(g.value, &o.MinScore) {
			return "invalid argument to find-renames", true
		}
		o.Detect = diff.Renames
	case "find-copies":
		if g.value != "" && !score(g.value, &o.MinScore) {
			return "invalid argument to find-copies", true
		}
		if o.Detect == diff.Copies {
			o.CopiesHarder = true
		}
		o.Detect = diff.Copies
	case "find-copies-harder":
		o.CopiesHarder = !g.off
		if !g.off {
			o.Detect = diff.Copies
		}
	case "no-renames":
		o.Detect = diff.NoRenames
	case "rename-empty":
		o.SkipEmpty = g.off
	case "irreversible-delete":
		o.IrreversibleDelete = true
	case "l":
		o.RenameLimit, _ = strconv.Atoi(g.value)
	default:
		return "", false
	}
	return "", true
}

// score reads a similarity: 50%, 5 (.5), 075 (.075).
func score(text string, out *int) bool {
	digits, percent := strings.CutSuffix(text, "%")
	number, scale := 0.0, 1.0
	dot := false
	for _, c := range digits {
		switch {
		case c == '.' && !dot:
			dot, scale = true, 1
		case c >= '0' && c <= '9':
			if scale < 100000 {
				scale *= 10
				number = number*10 + float64(c-'0')
			}
		default:
			return false
		}
	}
	if percent {
		if !dot {
			scale = 100
		} else {
			scale *= 100
		}
	}
	*out = diff.MaxScore
	if number < scale {
		*out = int(float64(diff.MaxScore) * number / scale)
	}
	return true
}

// comparison handles how lines are compared and shown.
func (r *diffReader) comparison(g *given) (string, bool) {
	o := r.o
	switch g.opt.key() {
	case "minimal":
		o.Lines.Algorithm = lines.Minimal
		if g.off {
			o.Lines.Algorithm = lines.Myers
		}
	case "patience":
		o.Lines.Algorithm = lines.Patience
	case "histogram":
		o.Lines.Algorithm = lines.Histogram
	case "diff-algorithm":
		if !algorithm(g.value, &o.Lines.Algorithm) {
			return `option diff-algorithm accepts "myers", "minimal", "patience" and "histogram"`, true
		}
	case "anchored":
		o.Lines.Algorithm = lines.Patience
		o.Lines.Anchors = append(o.Lines.Anchors, g.value)
	case "indent-heuristic":
		o.Lines.IndentHeuristic = !g.off
	case "ignore-all-space":
		o.Lines.Whitespace |= lines.IgnoreAllSpace
	case "ignore-space-change":
		o.Lines.Whitespace |= lines.IgnoreSpaceChange
	case "ignore-space-at-eol":
		o.Lines.Whitespace |= lines.IgnoreSpaceAtEOL
	case "ignore-cr-at-eol":
		o.Lines.Whitespace |= lines.IgnoreCRAtEOL
	case "ignore-blank-lines":
		o.IgnoreBlankLines = true
	case "ignore-matching-lines":
		re, err := extended(g.value)
		if err != nil {
			return "invalid regex given to -I: '" + g.value + "'", true
		}
		o.IgnoreMatching = append(o.IgnoreMatching, re)
	case "ws-error-highlight":
		return r.errorLines(g.value), true
	default:
		return r.wordOption(g)
	}
	return "", true
}

func algorithm(name string, out *lines.Algorithm) bool {
	known := map[string]lines.Algorithm{
		"myers": lines.Myers, "default": lines.Myers, "minimal": lines.Minimal,
		"patience": lines.Patience, "histogram": lines.Histogram,
	}
	a, ok := known[strings.ToLower(name)]
	if ok {
		*out = a
	}
	return ok
}

func (r *diffReader) errorLines(value string) string {
	var set diff.ErrorLines
	words := strings.Split(value, ",")
	for i, word := range words {
		switch word {
		case "none":
			set = 0
		case "default":
			set = diff.ErrorsInNew
		case "all":
			set = diff.ErrorsInNew | diff.ErrorsInOld | diff.ErrorsInContext
		case "new":
			set |= diff.ErrorsInNew
		case "old":
			set |= diff.ErrorsInOld
		case "context":
			set |= diff.ErrorsInContext
		default:
			known := strings.Join(words[:i], ",")
			if i > 0 {
				known += ","
			}
			return "unknown value after ws-error-highlight=" + known
		}
	}
	r.o.ErrorLines = set
	return ""
}

func (r *diffReader) wordOption(g *given) (string, bool) {
	o := r.o
	switch g.opt.key() {
	case "word-diff":
		modes := map[string]diff.WordMode{
			"": diff.PlainWords, "plain": diff.PlainWords, "color": diff.ColorWords,
			"porcelain": diff.PorcelainWords, "none": diff.NoWords,
		}
		mode, ok := modes[g.value]
		if !ok {
			return "bad --word-diff argument: " + g.value, true
		}
		if g.value == "" && o.Words != diff.NoWords {
			mode = o.Words
		}
		o.Words = mode
		return "", true
	case "color-words":
		o.Words = diff.ColorWords
	case "word-diff-regex":
		if o.Words == diff.NoWords {
			o.Words = diff.PlainWords
		}
	default:
		return "", false
	}
	if !g.has {
		return "", true
	}
	re, err := extended(g.value)
	if err != nil {
		return "invalid regular expression: " + g.value, true
	}
	o.WordRegex = re
	return "", true
}

// extended compiles a POSIX extended regular expression: the longest match counts, ^ and $ hold at lines.
func extended(text string) (*regexp.Regexp, error) {
	re, err := regexp.Compile("(?m:" + text + ")")
	if err != nil {
		return nil, fmt.Errorf("regular expression %q: %w", text, err)
	}
	re.Longest()
	return re, nil
}

// regexFault words a fault of a regular expression as the C library does.
func regexFault(err error) string {
	words := map[syntax.ErrorCode]string{
		syntax.ErrMissingParen: `Unmatched ( or \(`, syntax.ErrUnexpectedParen: `Unmatched ) or \)`,
		syntax.ErrMissingBracket:        "Unmatched [, [^, [:, [., or [=",
		syntax.ErrMissingRepeatArgument: "Invalid preceding regular expression",
		syntax.ErrTrailingBackslash:     "Trailing backslash",
		syntax.ErrInvalidRepeatSize:     `Invalid content of \{\}`,
		syntax.ErrInvalidCharRange:      "Invalid range end",
	}
	var e *syntax.Error
	if errors.As(err, &e) && words[e.Code] != "" {
		return words[e.Code]
	}
	return err.Error()
}

// selection handles what pairs are shown.
func (r *diffReader) selection(g *given) string {
	o := r.o
	switch g.opt.key() {
	case "relative":
		o.Relative = ""
		switch {
		case g.off:
		case g.has:
			o.Relative = g.value
		case r.c.repo != nil:
			o.Relative = r.c.repo.Prefix()
		}
	case "text":
		o.Text = !g.off
	case "R":
		o.Reverse = true
	case "exit-code":
		r.req.exitCode = !g.off
	case "quiet":
		r.req.quiet = !g.off
	case "S":
		r.pickaxe().Needle, r.pickaxe().InDiff = g.value, false
	case "G":
		re, err := extended(g.value)
		if err != nil {
			return fatalFault + "invalid regex: " + regexFault(err)
		}
		r.pickaxe().Regex, r.pickaxe().InDiff = re, true
	case "O":
		return r.orderFile(g.value)
	case "rotate-to":
		o.RotateTo = g.value
	case "skip-to":
		o.SkipTo = g.value
	case "diff-filter":
		return r.filter(g.value)
	}
	return ""
}

// warnLimit says that renames were not looked for among too many files.
func (c *call) warnLimit(o *diff.Options) {
	if o.NeededLimit == 0 {
		return
	}
	c.warn("exhaustive rename detection was skipped due to too many files.")
	c.warn("you may want to set your diff.renameLimit variable to at least %d and retry the command.", o.NeededLimit)
}

func (r *diffReader) pickaxe() *diff.Pickaxe {
	if r.o.Pickaxe == nil {
		r.o.Pickaxe = &diff.Pickaxe{}
	}
	return r.o.Pickaxe
}

func (r *diffReader) filter(value string) string {
	f := &r.o.Filter
	for _, c := range value {
		switch {
		case c == '*':
			f.All = true
		case strings.ContainsRune("ACDMRTUXB", c):
			f.Want += string(c)
		case strings.ContainsRune("acdmrtuxb", c):
			f.Without += strings.ToUpper(string(c))
		default:
			return fmt.Sprintf("unknown change class '%c' in --diff-filter=%s", c, value)
		}
	}
	return ""
}

// finish checks what only the options together can tell.
func (r *diffReader) finish() string {
	o := r.o
	if p := o.Pickaxe; p != nil {
		p.All = r.c.flag("pickaxe-all")
		if r.c.flag("pickaxe-regex") && !p.InDiff {
			re, err := extended(p.Needle)
			if err != nil {
				return "invalid regex: " + regexFault(err)
			}
			p.Regex = re
		}
	}
	exclusive := 0
	for _, f := range []diff.Formats{diff.NameOnly, diff.NameStatus, diff.Check} {
		if o.Formats&f != 0 {
			exclusive++
		}
	}
	if exclusive > 1 {
		return "options '--name-only', '--name-status', '--check', and '-s' cannot be used together"
	}
	if only := o.Formats & (diff.NameOnly | diff.NameStatus | diff.Check | diff.NoOutput); only != 0 {
		o.Formats = only // these leave no room for others
	}
	if o.Stat.Width == 0 {
		o.Stat.Width = r.c.columns()
	}
	if r.req.quiet {
		o.Formats = diff.NoOutput
		r.req.exitCode = true
	}
	return ""
}
