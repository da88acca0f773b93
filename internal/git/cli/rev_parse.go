package cli

import (
	"path/filepath"
	"strconv"
	"strings"

	"cairn/internal/git/refs"
	"cairn/internal/git/rev"
	"cairn/internal/git/wildmatch"
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
			{Long: "show-object-format", Help: "print the hash algorithm"},
		},
		Example: "git rev-parse HEAD\ngit rev-parse --short main~2\ngit rev-parse --abbrev-ref HEAD\ngit rev-parse --show-toplevel",
		Setup:   NeedRepo, Parse: RawWords,
		Run: runRevParse,
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
}

func runRevParse(c *call) int {
	p := &revParse{call: c}
	words := c.args
	for _, w := range words {
		if w == "--" {
			p.dashDash = true
		}
	}
	p.v = c.resolver()
	for i := 0; i < len(words) && !p.done; i++ {
		if p.asPath > 0 {
			p.path(words[i])
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
	case "--default", "--git-path", "-n":
	default:
		return 0
	}
	if i+1 >= len(words) {
		what := "an argument"
		if words[i] == "--git-path" {
			what = "argument"
		}
		p.stop(p.die("%s requires %s", words[i], what))
		return 1
	}
	if words[i] == "--default" {
		p.def = words[i+1]
		return 2
	}
	if words[i] == "-n" {
		if !p.hideFlags && !p.hideRevs {
			p.println(words[i])
			p.println(words[i+1])
		}
		return 2
	}
	p.println(p.gitPath(words[i+1]))
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
	if len(w) > 1 && w[0] == '-' && (w[1] < '0' || w[1] > '9') {
		if p.place(w) || p.mode(w) || p.allOf(w) {
			return
		}
		p.flagWord(w)
		return
	}
	if len(w) > 1 && w[0] == '-' {
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
	p.println(w)
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

// place handles the options that tell where things are.
func (p *revParse) place(w string) bool {
	r := p.repo
	answer := func(b bool) { p.println(strconv.FormatBool(b)) }
	switch w {
	case "--git-dir":
		p.println(p.gitDir())
	case "--absolute-git-dir":
		p.println(filepath.ToSlash(r.GitDir()))
	case "--git-common-dir":
		p.println(p.commonDir())
	case "--show-toplevel":
		if r.WorkTree() == "" {
			p.stop(p.die("this operation must be run in a work tree"))
			return true
		}
		p.println(filepath.ToSlash(r.WorkTree()))
	case "--show-prefix":
		p.println(r.Prefix())
	case "--show-cdup":
		p.cdup()
	case "--is-inside-git-dir":
		answer(r.InsideGitDir())
	case "--is-inside-work-tree":
		answer(r.InsideWorkTree())
	case "--is-bare-repository":
		answer(r.IsBare())
	case "--is-shallow-repository":
		answer(p.isShallow())
	case "--show-object-format":
		p.println("sha1")
	default:
		return false
	}
	return true
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

// allOf handles --all and its kin.
func (p *revParse) allOf(w string) bool {
	name, pattern, has := strings.Cut(w, "=")
	prefix := ""
	switch name {
	case "--all":
		prefix = "refs/"
	case "--branches":
		prefix = refs.Heads
	case "--tags":
		prefix = refs.Tags
	case "--remotes":
		prefix = refs.Remotes
	case "--glob":
		if !has {
			return false
		}
		if !strings.HasPrefix(pattern, "refs/") {
			pattern = "refs/" + pattern
		}
	default:
		return false
	}
	if prefix != "" {
		pattern = prefix + pattern
	}
	if has && !strings.ContainsAny(pattern, "*?[") {
		pattern = strings.TrimSuffix(pattern, "/") + "/*"
	}
	list, err := p.repo.Refs().List(prefix)
	if err != nil {
		p.stop(p.fail(err))
		return true
	}
	for _, ref := range list {
		if has && !wildmatch.Match(pattern, ref.Name, 0) {
			continue
		}
		if h, err := p.repo.Refs().Resolve(ref.Name); err == nil {
			p.show(false, h, ref.Name)
		}
	}
	return true
}
