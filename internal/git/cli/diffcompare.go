package cli

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"cairn/internal/git/diff"
	"cairn/internal/git/diff/lines"
	"cairn/internal/git/regex"
	"cairn/internal/git/worktree"
)

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
		o.Lines.Algorithm, o.Lines.Anchors = lines.Patience, nil
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

// extended compiles a POSIX extended regular expression.
func extended(text string) (*regexp.Regexp, error) {
	return regex.Compile(text, regex.Extended, false)
}

// regexFault words a fault of a regular expression as the C library does.
func regexFault(err error) string {
	var e *regex.Error
	if errors.As(err, &e) {
		return e.Text
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
		re, err := r.searched(g.value)
		if err != nil {
			return fatalFault + "invalid regex: " + regexFault(err)
		}
		r.pickaxe().Regex, r.pickaxe().InDiff = re, true
	case "find-object":
		h, err := r.c.resolver().Resolve(g.value)
		if err != nil {
			return "unable to resolve '" + g.value + "'"
		}
		r.pickaxe().Object = h
	case "ignore-submodules":
		if _, ok := worktree.ParseSubmoduleIgnore(g.value); !ok {
			return fatalFault + "bad --ignore-submodules argument: " + g.value
		}
	case "submodule":
		if g.has && !r.submodules(g.value) {
			return "failed to parse --submodule option parameter: '" + g.value + "'"
		} else if !g.has {
			r.submodules("log")
		}
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

// searched compiles the pattern of -S and -G, for which -i of log counts too.
func (r *diffReader) searched(pattern string) (*regexp.Regexp, error) {
	return regex.Compile(pattern, regex.Extended, r.c.flag("regexp-ignore-case"))
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
			re, err := r.searched(p.Needle)
			if err != nil {
				return "invalid regex: " + regexFault(err)
			}
			p.Regex = re
		} else if r.c.flag("regexp-ignore-case") && !p.InDiff {
			re, err := regex.Compile(p.Needle, regex.Fixed, true)
			if err != nil {
				return "invalid regex: " + regexFault(err)
			}
			p.Regex = re
		}
	}
	searches := 0
	for _, name := range []string{"S", "G", "find-object"} {
		if r.c.last(name) != nil {
			searches++
		}
	}
	switch {
	case searches > 1:
		return "options '-G', '-S', and '--find-object' cannot be used together"
	case r.c.last("G") != nil && r.c.flag("pickaxe-regex"):
		return "options '-G' and '--pickaxe-regex' cannot be used together, use '--pickaxe-regex' with '-S'"
	case r.c.last("find-object") != nil && r.c.flag("pickaxe-all"):
		return "options '--pickaxe-all' and '--find-object' cannot be used together, use '--pickaxe-all' with '-G' and '-S'"
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
		o.Stat.Width, o.Stat.FitPrefix = r.c.columns(), true
	}
	if r.req.quiet {
		o.Formats = diff.NoOutput
		r.req.exitCode = true
	}
	return ""
}
