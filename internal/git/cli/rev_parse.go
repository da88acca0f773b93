package cli

import (
	"strconv"
	"strings"

	"cairn/internal/git/repo"
	"cairn/internal/git/rev"
)

func revParseCommand() Command {
	return Command{
		Name: "rev-parse", Summary: "Turn names into hashes, and tell where the repository is", Group: "plumbing",
		Usage: []string{"git rev-parse [<options>] -- [<args>...]"},
		Options: []Option{
			{Long: "verify", Help: "exactly one revision is expected; anything else is an error"},
			{Short: 'q', Long: "quiet", Help: "with --verify: no message, only the exit code"},
			{Long: "short", Arg: "length", OptArg: true, Help: "print short hashes"},
			{Long: "not", Help: "put ^ before each hash, or take it away"},
			{Long: "abbrev-ref", Arg: "strict|loose", OptArg: true, Help: "print the shortest name that is not ambiguous"},
			{Long: "symbolic", Help: "print names as close as possible to what was given"},
			{Long: "symbolic-full-name", Help: "print full names such as refs/heads/main"},
			{Long: "default", Arg: "arg", Help: "use this when no revision is given"},
			{Long: "revs-only", Help: "leave out what is no revision"},
			{Long: "no-revs", Help: "leave out revisions"},
			{Long: "flags", Help: "leave out what is no option"},
			{Long: "no-flags", Help: "leave out options"},
			{Long: "all", Help: "all refs"},
			{Long: "branches", Arg: "pattern", OptArg: true, Help: "all branches, or those that match"},
			{Long: "tags", Arg: "pattern", OptArg: true, Help: "all tags, or those that match"},
			{Long: "remotes", Arg: "pattern", OptArg: true, Help: "all remote-tracking branches, or those that match"},
			{Long: "glob", Arg: "pattern", Help: "all refs that match"},
			{Long: "git-dir", Help: "print the repository's folder"},
			{Long: "absolute-git-dir", Help: "print it as an absolute path"},
			{Long: "git-common-dir", Help: "print the folder that linked working trees share"},
			{Long: "git-path", Arg: "path", Help: "print where a file of the repository lies"},
			{Long: "show-toplevel", Help: "print the top of the working tree"},
			{Long: "show-prefix", Help: "print the current folder, seen from the top"},
			{Long: "show-cdup", Help: "print the way up to the top"},
			{Long: "is-inside-git-dir", Help: "print true inside the repository's folder"},
			{Long: "is-inside-work-tree", Help: "print true inside the working tree"},
			{Long: "is-bare-repository", Help: "print true in a repository without working tree"},
			{Long: "is-shallow-repository", Help: "print true in a repository whose history is cut off"},
			{Long: "show-object-format", Arg: "storage|input|output", OptArg: true, Help: "print the hash algorithm"},
			{Long: "path-format", Arg: "absolute|relative", Help: "the form of the paths that are asked for behind it"},
			{Long: "prefix", Arg: "dir", Help: "answer as if in this folder, seen from the top"},
			{Long: "resolve-git-dir", Arg: "path", Help: "print the repository that a path is, or that its file names"},
			{Long: "local-env-vars", Help: "print the names of the variables that belong to one repository"},
			{Long: "shared-index-path", Help: "print nothing: the index is never split"},
			{Long: "show-superproject-working-tree", Help: "print nothing: no superproject is known"},
			{Long: "exclude-hidden", Arg: "section", Help: "leave out what transfer.hideRefs hides of the next --all or --glob"},
			{Long: "exclude", Arg: "pattern", Help: "leave these out of the next --all, --branches, --tags, --remotes or --glob"},
			{Long: "bisect", Help: "the refs of a bisection"},
			{Long: "disambiguate", Arg: "prefix", Help: "every object whose hash begins so"},
			{Long: "since", Arg: "date", Help: "print --max-age= with the date in seconds"},
			{Long: "after", Arg: "date", Help: "the same"},
			{Long: "until", Arg: "date", Help: "print --min-age= with the date in seconds"},
			{Long: "before", Arg: "date", Help: "the same"},
			{Long: "sq", Help: "print one line, quoted for a shell"},
			{Long: "sq-quote", Help: "quote the arguments for a shell; must come first"},
			{Long: "parseopt", Help: "sort a shell script's options; must come first"},
		},
		Example: "git rev-parse HEAD\ngit rev-parse --short main~2\ngit rev-parse --abbrev-ref HEAD\ngit rev-parse --show-toplevel",
		Parse:   RawWords,
		Run:     runRevParse,
	}
}

// revParse is the state that the words change as they are read, one by one.
type revParse struct {
	*call
	v             *rev.Resolver
	def           string
	hideRevs      bool // --no-revs
	hideFlags     bool // --no-flags
	hideOther     bool // --revs-only, --flags
	flagsOnly     bool // --flags: only options
	verify, quiet bool
	symbolic      int // 1: as given, 2: full name
	abbrevRef     string
	abbrev        int
	not           bool
	asPath        int // 1: after the first path, 2: after "--"
	dashDash      bool
	count         int
	only          rev.Item
	code          int
	done          bool
	pathForm      string // --path-format
	sq            bool
	noOptions     bool // behind --end-of-options
	prefix        string
	hasPrefix     bool
	excluded      leftOut // --exclude, --exclude-hidden
}

func runRevParse(c *call) int {
	words := c.args
	if len(words) > 0 {
		switch words[0] {
		case "--parseopt":
			c.args = nil
			return c.parseOpt(words[1:])
		case "--sq-quote":
			for _, w := range words[1:] {
				c.printf(" %s", shellQuote(w, "'!"))
			}
			c.println("")
			return exitOK
		case "--local-env-vars":
			c.println(localVars)
			words = words[1:]
			if len(words) == 0 {
				return exitOK
			}
		case "--resolve-git-dir":
			return c.resolveGitDir(words[1:])
		}
	}
	c.cmd.Setup = NeedRepo // not before: the forms above do without
	if code, ok := c.setup(); !ok {
		return code
	}
	p := &revParse{call: c}
	for _, w := range words {
		if w == "--" {
			p.dashDash = true
		}
	}
	p.v = c.resolver()
	p.v.Script = true
	for i := 0; i < len(words) && !p.done; i++ {
		if p.asPath > 0 {
			p.path(words[i])
			continue
		}
		if p.noOptions && words[i] != "--" {
			p.revision(words[i])
			continue
		}
		if used := p.withArgument(words, i); used > 0 {
			i += used - 1
			continue
		}
		p.word(words[i])
	}
	switch {
	case p.done:
		return p.code
	case p.verify && p.count == 1:
		p.show(p.only.Exclude, p.only.Hash, p.only.Spec)
		return exitOK
	case p.verify && (p.count > 0 || !p.showDefault()):
		return p.single()
	}
	p.showDefault()
	return exitOK
}

// resolveGitDir prints a repository's own path, or the one that a ".git" file
// names.
func (c *call) resolveGitDir(words []string) int {
	if len(words) == 0 {
		return c.die("--resolve-git-dir requires an argument")
	}
	path, err := repo.GitDirAt(c.params(), words[0])
	if err != nil {
		return c.fail(err)
	}
	c.println(path)
	return exitOK
}

func (p *revParse) stop(code int) {
	p.code, p.done = code, true
}

func (p *revParse) single() int {
	if p.quiet {
		return exitFail
	}
	return p.die("Needed a single revision")
}

// withArgument handles the options that take the next word.
func (p *revParse) withArgument(words []string, i int) int {
	switch words[i] {
	case "--default", "--git-path", "-n", "--prefix":
	default:
		return 0
	}
	if i+1 >= len(words) {
		p.stop(p.die("%s requires an argument", words[i]))
		return 1
	}
	if words[i] == "--default" {
		p.def = words[i+1]
		return 2
	}
	if words[i] == "-n" {
		if !p.hideFlags && !p.hideRevs {
			p.emit(words[i])
			p.emit(words[i+1])
		}
		return 2
	}
	if words[i] == "--prefix" {
		p.prefix, p.hasPrefix = words[i+1], true
		p.v.Prefix = &p.prefix
		return 2
	}
	p.gitPath(words[i+1])
	return 2
}

func (p *revParse) word(w string) {
	if w == "--" {
		p.asPath = 2
		if !p.hideRevs || !p.hideFlags {
			p.showOther(w)
		}
		return
	}
	if w == "--end-of-options" {
		p.noOptions = true
		if !p.hideFlags && !p.hideOther {
			p.emit(w)
		}
		return
	}
	if len(w) > 1 && w[0] == '-' && (w[1] < '0' || w[1] > '9') {
		if p.place(w) || p.mode(w) || p.allOf(w) {
			return
		}
		p.flagWord(w)
		return
	}
	if strings.HasPrefix(w, "-") {
		p.flagWord(w)
		return
	}
	p.revision(w)
}

// flagWord prints an option that is meant for another command.
func (p *revParse) flagWord(w string) {
	if p.verify {
		p.stop(p.single())
		return
	}
	if p.hideFlags {
		return
	}
	if p.hideOther && !isRevisionFlag(w) {
		return
	}
	if p.hideRevs && isRevisionFlag(w) {
		return
	}
	p.emit(w)
}

// isRevisionFlag reports whether an option chooses revisions, as git rev-list takes it.
func isRevisionFlag(w string) bool {
	name, _, _ := strings.Cut(w, "=")
	switch name {
	case "--all", "--bisect", "--dense", "--branches", "--header", "--ignore-missing", "--max-age", "--max-count",
		"--min-age", "--no-merges", "--min-parents", "--no-min-parents", "--max-parents", "--no-max-parents",
		"--objects", "--objects-edge", "--parents", "--pretty", "--remotes", "--sparse", "--tags", "--topo-order",
		"--date-order", "--unpacked":
		return true
	}
	return len(w) > 1 && (w[1] >= '0' && w[1] <= '9' || strings.HasPrefix(w, "-n"))
}

// mode handles the options that change how what follows is printed.
func (p *revParse) mode(w string) bool {
	name, value, has := strings.Cut(w, "=")
	switch {
	case w == "--verify":
		p.verify = true
		p.hideOther, p.hideFlags = true, true
	case w == "-q", w == "--quiet":
		p.quiet, p.v.Quiet = true, true
	case name == "--short":
		p.verify = true
		p.hideOther, p.hideFlags = true, true
		p.abbrev = -1
		if has {
			n, err := strconv.Atoi(value)
			if err != nil || n < 0 {
				n = 0
			}
			p.abbrev = max(n, 4)
		}
	case w == "--sq":
		p.sq = true
	case w == "--not":
		p.not = !p.not
	case w == "--symbolic":
		p.symbolic = 1
	case w == "--symbolic-full-name":
		p.symbolic = 2
	case name == "--abbrev-ref":
		p.abbrevRef = "loose"
		if on, err := p.strictRefs(); err == nil && on {
			p.abbrevRef = "strict"
		}
		if has {
			if value != "strict" && value != "loose" {
				p.stop(p.die("unknown mode for --abbrev-ref: %s", value))
			}
			p.abbrevRef = value
		}
	case w == "--revs-only":
		p.hideOther = true
	case w == "--no-revs":
		p.hideRevs = true
	case w == "--flags":
		p.flagsOnly = true
	case w == "--no-flags":
		p.hideFlags = true
	default:
		return false
	}
	return true
}

func (p *revParse) strictRefs() (bool, error) {
	return p.repo.Config().Bool("core.warnAmbiguousRefs", true)
}
