package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/git/config"
	"cairn/internal/git/lockfile"
	"cairn/internal/git/paths"
	"cairn/internal/git/repo"
	"cairn/internal/git/worktree"
)

// Version is the release of Git whose behaviour this engine has.
const Version = "2.39.5"

const usageGit = `usage: git [-v | --version] [-h | --help] [-C <path>] [-c <name>=<value>]
           [--exec-path[=<path>]] [-p | --paginate | -P | --no-pager] [--bare]
           [--git-dir=<path>] [--work-tree=<path>] [--literal-pathspecs]
           [--glob-pathspecs] [--noglob-pathspecs] [--icase-pathspecs]
           [--no-optional-locks] [--config-env=<name>=<envvar>] <command> [<args>]
`

// Run runs one command; argv is what follows the word "git". It returns the
// exit code and never panics on what it is given.
func Run(ctx context.Context, env Env, argv []string) int {
	env.Terminal = env.Terminal || pagerInUse(env.Vars)
	out := bufio.NewWriterSize(env.Stdout, 64<<10)
	c := &call{ctx: ctx, env: &env, out: out, dash: -1}
	code := c.top(argv)
	if c.repo != nil {
		c.repo.Close()
	}
	if err := out.Flush(); err != nil && code == exitOK {
		code = exitFatal
	}
	return code
}

// pagerInUse reports whether a pager that the caller started shows the output to a person.
func pagerInUse(vars map[string]string) bool {
	on, ok := config.ParseBool(vars["GIT_PAGER_IN_USE"])
	return ok && on && vars["TERM"] != "" && vars["TERM"] != "dumb"
}

// top reads the options before the command's name.
func (c *call) top(argv []string) int {
	c.cmd = &Command{Name: "git"}
	for len(argv) > 0 && strings.HasPrefix(argv[0], "-") {
		word := argv[0]
		argv = argv[1:]
		name, value, has := strings.Cut(word, "=")
		switch word {
		case "--version", "-v":
			return c.command("version", argv)
		case "--help", "-h":
			return c.command("help", argv)
		case "--exec-path":
			c.println("/usr/lib/git-core")
			return exitOK
		case "-p", "--paginate", "-P", "--no-pager":
			continue // there is no pager
		case "--no-replace-objects":
			c.setVar("GIT_NO_REPLACE_OBJECTS", "1")
			continue
		case "--bare":
			c.global.bare = true
			if c.env.Vars["GIT_DIR"] == "" && c.global.gitDir == "" {
				c.global.gitDir = c.env.Dir
			}
			continue
		case "--literal-pathspecs", "--glob-pathspecs", "--noglob-pathspecs", "--icase-pathspecs":
			c.global.literal = c.global.literal || word == "--literal-pathspecs"
			kind, _, _ := strings.Cut(word[2:], "-")
			c.setVar("GIT_"+strings.ToUpper(kind)+"_PATHSPECS", "1")
			continue
		case "--no-optional-locks":
			c.global.noLocks = true
			continue
		}
		switch name {
		case "--exec-path":
			continue
		case "-C", "-c", "--git-dir", "--work-tree", "--config-env":
		default:
			c.say("unknown option: %s", word)
			_, _ = io.WriteString(c.stderr(), usageGit)
			return exitUsage
		}
		if !has || name == "-C" || name == "-c" {
			if len(argv) == 0 {
				return c.noArgument(name)
			}
			value, argv = argv[0], argv[1:]
		}
		if code, ok := c.globalOption(name, value); !ok {
			return code
		}
	}
	if len(argv) == 0 {
		c.overview(c.out, false)
		return exitFail
	}
	return c.command(argv[0], argv[1:])
}

// setVar sets a variable of the environment, which belongs to the caller, for this run.
func (c *call) setVar(name, value string) {
	c.env.Vars = maps.Clone(c.env.Vars)
	c.env.Vars[name] = value
}

func (c *call) noArgument(name string) int {
	what := "no directory given for '" + name + "' option"
	switch name {
	case "-c":
		what = "-c expects a configuration string"
	case "--config-env":
		what = "no config key given for --config-env"
	}
	c.say("%s", what)
	_, _ = io.WriteString(c.stderr(), usageGit)
	return exitUsage
}

func (c *call) globalOption(name, value string) (int, bool) {
	switch name {
	case "-C":
		if value == "" {
			return 0, true
		}
		dir := paths.Abs(c.env.Dir, value)
		if err := repo.Root(c.env.Root).Check(dir); err != nil {
			return c.fail(err), false
		}
		info, err := os.Stat(dir)
		if err == nil && !info.IsDir() {
			return c.die("cannot change to '%s': Not a directory", value), false
		}
		if err != nil {
			return c.die("cannot change to '%s': %s", value, lockfile.Reason(err)), false
		}
		if real, err := filepath.EvalSymlinks(dir); err == nil && c.env.Root == "" {
			dir = real
		}
		c.env.Dir = dir
	case "-c":
		o := config.Override{Key: value, Implicit: true}
		if key, v, ok := strings.Cut(value, "="); ok {
			o = config.Override{Key: key, Value: v}
		}
		c.global.config = append(c.global.config, o)
	case "--config-env":
		return c.configEnv(value)
	case "--git-dir":
		c.global.gitDir = value
	case "--work-tree":
		c.global.workTree = value
	}
	return 0, true
}

// configEnv takes a setting's value out of the environment: "key=VARIABLE".
func (c *call) configEnv(text string) (int, bool) {
	at := strings.LastIndexByte(text, '=')
	if at < 0 {
		return c.die("invalid config format: %s", text), false
	}
	key, name := text[:at], text[at+1:]
	if name == "" {
		return c.die("missing environment variable name for configuration '%s'", key), false
	}
	value, ok := c.env.Vars[name]
	if !ok {
		return c.die("missing environment variable '%s' for configuration '%s'", name, key), false
	}
	c.global.config = append(c.global.config, config.Override{Key: key, Value: value})
	return 0, true
}

// command runs the command of that name, or the alias.
func (c *call) command(name string, words []string) int {
	cmd := lookup(name)
	if cmd == nil {
		return c.alias(name, words)
	}
	c.cmd = cmd
	if len(words) == 1 && words[0] == "-h" && !c.shortH() {
		return c.shortHelp()
	}
	if len(words) > 0 && words[0] == "--help" {
		return c.help(name)
	}
	if code, ok := c.setup(); !ok {
		return code
	}
	if cmd.Parse&RawWords != 0 {
		c.args = words
		return cmd.Run(c)
	}
	if err := c.parse(words); err != nil {
		return c.parseFailed(err)
	}
	return cmd.Run(c)
}

func (c *call) shortH() bool {
	for i := range c.cmd.Options {
		if c.cmd.Options[i].Short == 'h' {
			return true
		}
	}
	return false
}

// shortHelp is -h.
func (c *call) shortHelp() int {
	to := io.Writer(c.out)
	if helpIsComplaint(c.cmd.Name) {
		to = c.stderr()
	}
	_, _ = io.WriteString(to, c.cmd.usageText())
	return exitUsage
}

// helpIsComplaint names the older commands, which print their usage on standard error
// even where -h asked for it.
func helpIsComplaint(name string) bool {
	switch name {
	case "branch", "commit", "commit-tree", "diff", "ls-files", "merge", "rev-list", "rev-parse", "status", "update-index", "var":
		return true
	}
	return false
}

func (c *call) parseFailed(err *parseError) int {
	if c.wantsHelp {
		return c.shortHelp()
	}
	if err.exit != 0 {
		c.say("%s", err.text)
		return err.exit
	}
	c.errorf("%s", err.text)
	switch {
	case err.onStdout:
		_, _ = io.WriteString(c.out, c.cmd.usageText())
	case err.usage:
		return c.usage()
	}
	return exitUsage
}

// setup opens the repository as far as the command needs it.
func (c *call) setup() (int, bool) {
	if c.cmd.Setup == NoRepo {
		return 0, true
	}
	r, err := repo.Discover(c.params())
	if err != nil {
		var none *repo.NotARepositoryError
		named := c.env.Vars["GIT_DIR"] != "" || c.global.gitDir != "" // a wrong name is no repository either
		if c.cmd.Setup == MaybeRepo && errors.As(err, &none) && (none.GitDir == "" || named) {
			return 0, true
		}
		var format *repo.FormatError
		if c.cmd.Setup == MaybeRepo && errors.As(err, &format) && strings.HasPrefix(format.Text, "Expected") {
			c.warn("%s", format.Text)
			return 0, true
		}
		return c.fail(err), false
	}
	c.repo = r
	if r.Conflict() {
		c.warn("core.bare and core.worktree do not make sense")
	}
	c.traceSetup(r)
	if c.cmd.Setup == NeedWorkTree {
		if err := worktree.Check(r); err != nil {
			return c.fail(err), false
		}
	}
	if err := c.checkDefaults(); err != nil {
		return c.fail(err), false
	}
	return 0, true
}

// discover opens the repository around the current folder.
func discover(c *call) (*repo.Repo, error) { return repo.Discover(c.params()) }

func fileHasContent(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Size() > 0
}

// alias expands alias.NAME and runs it.
func (c *call) alias(name string, words []string) int {
	cfg, err := c.aliasConfig()
	if err != nil {
		return c.fail(err)
	}
	line, ok := cfg.Get("alias." + name)
	if !ok {
		return c.unknown(name)
	}
	if strings.HasPrefix(line, "!") {
		return c.die("alias '%s' would start a program ('%s'); aliases with '!' are not run here", name, line[1:])
	}
	parts, err := splitWords(line)
	if err != nil {
		return c.die("bad alias.%s string: %s", name, err)
	}
	if len(parts) == 0 {
		c.say("expansion of alias '%s' failed; '' is not a git command", name)
		return exitFail
	}
	if parts[0] == name {
		return c.die("recursive alias: %s", name)
	}
	for _, seen := range c.aliases {
		if seen == name {
			return c.die("alias loop detected: expansion of '%s' does not terminate:%s", c.aliases[0], loopText(c.aliases, name))
		}
	}
	c.aliases = append(c.aliases, name)
	return c.top(append(parts, words...))
}

func loopText(chain []string, again string) string {
	var b strings.Builder
	for i, a := range chain {
		mark := ""
		if a == again {
			mark = " <=="
		}
		if i == len(chain)-1 && a != again {
			mark = " ==>"
		}
		fmt.Fprintf(&b, "\n  %s%s", a, mark)
	}
	return b.String()
}

// aliasConfig reads the repository's configuration, or the learner's own
// outside of one.
func (c *call) aliasConfig() (*config.Config, error) {
	r, err := repo.Discover(c.params())
	if err == nil {
		return r.Config(), nil
	}
	return c.config()
}

// splitWords splits an alias as a shell would split it: blanks separate,
// quotes and backslashes hold together.
func splitWords(line string) ([]string, error) {
	var words []string
	var word strings.Builder
	open, quote := false, byte(0)
	for i := 0; i < len(line); i++ {
		b := line[i]
		switch {
		case b == '\\' && quote != '\'':
			i++
			if i == len(line) {
				return nil, errors.New("cmdline ends with \\")
			}
			word.WriteByte(line[i])
			open = true
		case quote == 0 && (b == '\'' || b == '"'):
			quote, open = b, true
		case quote != 0 && b == quote:
			quote = 0
		case quote == 0 && (b == ' ' || b == '\t' || b == '\n'):
			if open {
				words = append(words, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteByte(b)
			open = true
		}
	}
	if quote != 0 {
		return nil, errors.New("unclosed quote")
	}
	if open {
		words = append(words, word.String())
	}
	return words, nil
}
