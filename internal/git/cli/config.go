package cli

import (
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"strings"

	"cairn/internal/git/config"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/refs"
	"cairn/internal/git/repo"
)

func configCommand() Command {
	return Command{
		Name: "config", Summary: "Read and change settings", Group: "setup",
		Usage: []string{"git config [<options>]"},
		Options: []Option{
			{Group: "Config file location"},
			{Long: "global", Help: "use global config file"},
			{Long: "local", Help: "use repository config file"},
			{Long: "worktree", Help: "use per-worktree config file"},
			{Short: 'f', Long: "file", Arg: "file", Help: "use given config file"},
			{Group: "Action"},
			{Long: "get", Help: "get value: name [value-pattern]"},
			{Long: "get-all", Help: "get all values: key [value-pattern]"},
			{Long: "get-regexp", Help: "get values for regexp: name-regex [value-pattern]"},
			{Long: "replace-all", Help: "replace all matching variables: name value [value-pattern]"},
			{Long: "add", Help: "add a new variable: name value"},
			{Long: "unset", Help: "remove a variable: name [value-pattern]"},
			{Long: "unset-all", Help: "remove all matches: name [value-pattern]"},
			{Long: "rename-section", Help: "rename section: old-name new-name"},
			{Long: "remove-section", Help: "remove a section: name"},
			{Short: 'l', Long: "list", Help: "list all"},
			{Long: "fixed-value", Help: "use string equality when comparing values to 'value-pattern'"},
			{Group: "Type"},
			{Short: 't', Long: "type", Arg: "type", Help: "value is given this type"},
			{Long: "bool", Help: "value is \"true\" or \"false\""},
			{Long: "int", Help: "value is decimal number"},
			{Long: "bool-or-int", Help: "value is --bool or --int"},
			{Long: "bool-or-str", Help: "value is --bool or string"},
			{Long: "path", Help: "value is a path (file or directory name)"},
			{Group: "Other"},
			{Short: 'z', Long: "null", Help: "terminate values with NUL byte"},
			{Long: "name-only", Help: "show variable names only"},
			{Long: "includes", Help: "respect include directives on lookup"},
			{Long: "show-origin", Help: "show origin of config (file, standard input, blob, command line)"},
			{Long: "show-scope", Help: "show scope of config (worktree, local, global, system, command)"},
			{Long: "default", Arg: "value", Help: "with --get, use default value when missing entry"},
		},
		Absent: []Absent{
			{"--system", "--global"}, {"--blob", "--file"}, {"--edit", "--add"}, {"-e", "--add"},
			{"--get-urlmatch", "--get"}, {"--get-color", "--get"}, {"--get-colorbool", "--get"}, {"--expiry-date", "--int"},
		},
		Example: "git config --global user.name \"Ada Lovelace\"\n" +
			"git config user.email ada@example.com\n" +
			"git config --get user.name\n" +
			"git config --list --show-origin",
		Setup: MaybeRepo, Parse: StopAtArg,
		Run: runConfig,
	}
}

// configCall is one run of `git config`, its options sorted out.
type configCall struct {
	*call
	action string
	file   porcelain.ConfigFile
	kind   string // --type
	sep    string // between key and value
	end    string // after each value
}

// actions of git config with the least and the most arguments.
var configArgs = map[string][2]int{
	"get": {1, 2}, "get-all": {1, 2}, "get-regexp": {1, 2}, "replace-all": {2, 3}, "add": {2, 2},
	"set": {2, 3}, "unset": {1, 2}, "unset-all": {1, 2}, "rename-section": {2, 2}, "remove-section": {1, 1}, "list": {0, 0},
}

func runConfig(call *call) int {
	c := &configCall{call: call, sep: " ", end: "\n"}
	if code, ok := c.choose(); !ok {
		return code
	}
	if code, ok := c.chooseFile(); !ok {
		return code
	}
	if c.flag("null") {
		c.sep, c.end = "\n", "\x00"
	}
	switch c.action {
	case "list":
		return c.list()
	case "get", "get-all", "get-regexp":
		return c.get()
	default:
		return c.write()
	}
}

// wrong prints an error and the usage.
func (c *configCall) wrong(format string, args ...any) (int, bool) {
	c.errorf(format, args...)
	return c.usage(), false
}

func (c *configCall) choose() (int, bool) {
	for name := range configArgs {
		if name == "set" || !c.flag(name) {
			continue
		}
		if c.action != "" {
			return c.wrong("only one action at a time")
		}
		c.action = name
	}
	kinds := 0
	for _, k := range []string{"bool", "int", "bool-or-int", "bool-or-str", "path"} {
		if c.flag(k) {
			c.kind = k
			kinds++
		}
	}
	if t, ok := c.value("type"); ok {
		kinds++
		switch c.kind = t; t {
		case "bool", "int", "bool-or-int", "bool-or-str", "path":
		default:
			return c.die("unrecognized --type argument, %s", t), false
		}
	}
	if kinds > 1 {
		return c.wrong("only one type at a time")
	}
	if c.action == "" {
		switch n := len(c.args); n {
		case 1:
			c.action = "get"
		case 2, 3:
			c.action = "set"
		default:
			return c.usage(), false
		}
	}
	n, bounds := len(c.args), configArgs[c.action]
	switch {
	case n >= bounds[0] && n <= bounds[1]:
	case bounds[0] == bounds[1]:
		return c.wrong("wrong number of arguments, should be %d", bounds[0])
	default:
		return c.wrong("wrong number of arguments, should be from %d to %d", bounds[0], bounds[1])
	}
	if _, ok := c.value("default"); ok && c.action != "get" {
		return c.wrong("--default is only applicable to --get")
	}
	if c.flag("name-only") && c.action != "list" && c.action != "get-regexp" {
		return c.wrong("--name-only is only applicable to --list or --get-regexp")
	}
	if c.flag("show-origin") && (c.action == "set" || configArgs[c.action][0] > 0 && !strings.HasPrefix(c.action, "get")) {
		return c.wrong("--show-origin is only applicable to --get, --get-all, --get-regexp, and --list")
	}
	return 0, true
}

// chooseFile decides on the one file that is read or written.
func (c *configCall) chooseFile() (int, bool) {
	given := 0
	path, isFile := c.value("file")
	for _, on := range []bool{c.flag("global"), c.flag("local"), c.flag("worktree"), isFile} {
		if on {
			given++
		}
	}
	if given > 1 {
		return c.wrong("only one config file at a time")
	}
	f := &c.file
	f.Root = repo.Root(c.env.Root)
	switch {
	case c.flag("global"):
		f.Path, f.Scope = porcelain.GlobalConfigFile(c.env.Vars), config.Global
		if f.Path == "" {
			return c.die("$HOME not set"), false
		}
		f.Shown = f.Path
	case isFile && path == "-":
		text, err := io.ReadAll(c.env.Stdin)
		if err != nil {
			return c.fail(err), false
		}
		f.Text, f.Stdin, f.Scope = text, true, config.Command
	case isFile:
		f.Path, f.Shown, f.Scope = path, path, config.Command
		if !filepath.IsAbs(path) {
			f.Path = filepath.Join(c.env.Dir, filepath.FromSlash(path))
		}
	case c.repo == nil && c.flag("local"):
		return c.die("--local can only be used inside a git repository"), false
	case c.repo == nil && c.flag("worktree"):
		return c.die("--worktree can only be used inside a git repository"), false
	case c.repo != nil && (c.flag("local") || c.flag("worktree")):
		f.Path, f.Scope = filepath.Join(c.repo.CommonDir(), "config"), config.Local
		if on, err := c.repo.Config().Bool("extensions.worktreeConfig", false); c.flag("worktree") && err == nil && on {
			f.Path, f.Scope = c.repo.StateFile("config.worktree"), config.Worktree
		}
		f.Shown = c.shown(f.Path)
	}
	return 0, true
}

// shown is a path as Git prints it: relative when below the current folder.
func (c *call) shown(path string) string {
	rel, err := filepath.Rel(c.env.Dir, path)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return path
	}
	return filepath.ToSlash(rel)
}

// source reads what the call is about: one file, or everything in force.
func (c *configCall) source() (*config.Config, error) {
	p := config.Params{Env: c.env.Vars, Root: c.file.Root, Overrides: c.global.config, Dir: c.env.Dir}
	if c.repo != nil {
		p.GitDir, p.CommonDir = c.repo.GitDir(), c.repo.CommonDir()
		if head, _, err := c.repo.Refs().Head(); err == nil {
			p.Branch = strings.TrimPrefix(head, refs.Heads)
		}
	}
	switch {
	case c.file.Given():
		return c.file.Load(p, c.flag("includes"))
	case c.off("includes"):
		return config.LoadFlat(p)
	}
	return c.config()
}

func (c *configCall) list() int {
	cfg, err := c.source()
	if err != nil {
		return c.loadFailed(err)
	}
	for _, e := range cfg.Entries() {
		c.origin(e)
		c.printf("%s", e.Key)
		if !c.flag("name-only") && !e.Implicit {
			if c.flag("null") {
				c.printf("\n%s", e.Value)
			} else {
				c.printf("=%s", e.Value)
			}
		}
		c.printf("%s", c.end)
	}
	return exitOK
}

func (c *configCall) loadFailed(err error) int {
	var notThere interface{ NotThere() string }
	if errors.As(err, &notThere) {
		if c.action == "list" {
			return c.die("unable to read config file '%s': No such file or directory", notThere.NotThere())
		}
		return exitFail
	}
	return c.fail(err)
}

func (c *configCall) origin(e config.Entry) {
	sep := "\t"
	if c.flag("null") {
		sep = "\x00"
	}
	if c.flag("show-scope") {
		c.printf("%s%s", e.Origin.Scope, sep)
	}
	if c.flag("show-origin") {
		c.printf("%s%s", e.Origin, sep)
	}
}

// valuePattern compiles the optional last argument.
func (c *configCall) valuePattern(at int) (func(string) bool, error) {
	if len(c.args) <= at {
		return nil, nil
	}
	text := c.args[at]
	if c.flag("fixed-value") {
		return func(v string) bool { return v == text }, nil
	}
	text, negated := strings.CutPrefix(text, "!")
	re, err := regexp.Compile(text)
	if err != nil {
		return nil, &patternError{c.args[at]}
	}
	return func(v string) bool { return re.MatchString(v) != negated }, nil
}

// patternError is Git's exit code 6.
type patternError struct{ text string }

func (e *patternError) Error() string { return "invalid pattern: " + e.text }
func (e *patternError) Level() string { return "error" }
func (e *patternError) ExitCode() int { return 6 }

func (c *configCall) get() int {
	match, err := c.valuePattern(1)
	if err != nil {
		return c.fail(err)
	}
	wanted, err := c.keyMatcher()
	if err != nil {
		var k *config.KeyError
		if errors.As(err, &k) {
			c.errorf("%s", k.Text)
			return exitFail
		}
		return c.fail(err)
	}
	cfg, err := c.source()
	if err != nil {
		return c.loadFailed(err)
	}
	var found []config.Entry
	for _, e := range cfg.Entries() {
		if wanted(e.Key.String()) && (match == nil || match(e.Value)) {
			found = append(found, e)
		}
	}
	if def, ok := c.value("default"); ok && len(found) == 0 {
		found = []config.Entry{{Value: def}}
	}
	if len(found) == 0 {
		return exitFail
	}
	if c.action == "get" {
		found = found[len(found)-1:]
	}
	for _, e := range found {
		text, err := c.typed(e, c.args[0])
		if err != nil {
			return c.fail(err)
		}
		c.origin(e)
		switch {
		case c.action == "get-regexp" && (c.flag("name-only") || e.Implicit && c.kind == ""):
			c.printf("%s%s", e.Key, c.end)
		case c.action == "get-regexp":
			c.printf("%s%s%s%s", e.Key, c.sep, text, c.end)
		default:
			c.printf("%s%s", text, c.end)
		}
	}
	return exitOK
}

func (c *configCall) keyMatcher() (func(string) bool, error) {
	if c.action == "get-regexp" {
		pattern := c.args[0] // section and name are in lower case; so are the ends of the pattern
		if first, last := strings.IndexByte(pattern, '.'), strings.LastIndexByte(pattern, '.'); first >= 0 {
			pattern = strings.ToLower(pattern[:first]) + pattern[first:last] + strings.ToLower(pattern[last:])
		} else {
			pattern = strings.ToLower(pattern)
		}
		re, err := regexp.Compile(pattern)
		if err != nil {
			c.errorf("invalid key pattern: %s", c.args[0])
			return nil, &silentError{6}
		}
		return re.MatchString, nil
	}
	k, err := config.ParseKey(c.args[0])
	if err != nil {
		return nil, err
	}
	name := k.String()
	return func(key string) bool { return key == name }, nil
}

// typed shows a value as --type asks.
func (c *configCall) typed(e config.Entry, key string) (string, error) {
	if k := e.Key.String(); k != "." {
		key = k
	}
	return porcelain.ConfigValue(c.kind, key, e, c.env.Vars["HOME"])
}
