package cli

import (
	"slices"
	"strings"

	"cairn/internal/git/porcelain"
)

func configCommand() Command {
	return Command{
		Name: "config", Summary: "Read and change settings", Group: "setup",
		Usage: []string{"git config [<options>]"},
		Options: []Option{
			{Group: "Config file location"},
			{Long: "global", Help: "use global config file"},
			{Long: "system", Help: "use system config file"},
			{Long: "local", Help: "use repository config file"},
			{Long: "worktree", Help: "use per-worktree config file"},
			{Short: 'f', Long: "file", Arg: "file", Help: "use given config file"},
			{Long: "blob", Arg: "blob-id", Help: "read config from given blob object"},
			{Group: "Action"},
			{Long: "get", Help: "get value: name [value-pattern]"},
			{Long: "get-all", Help: "get all values: key [value-pattern]"},
			{Long: "get-regexp", Help: "get values for regexp: name-regex [value-pattern]"},
			{Long: "get-urlmatch", Help: "get value specific for the URL: section[.var] URL"},
			{Long: "replace-all", Help: "replace all matching variables: name value [value-pattern]"},
			{Long: "add", Help: "add a new variable: name value"},
			{Long: "unset", Help: "remove a variable: name [value-pattern]"},
			{Long: "unset-all", Help: "remove all matches: name [value-pattern]"},
			{Long: "rename-section", Help: "rename section: old-name new-name"},
			{Long: "remove-section", Help: "remove a section: name"},
			{Short: 'l', Long: "list", Help: "list all"},
			{Long: "fixed-value", Help: "use string equality when comparing values to 'value-pattern'"},
			{Short: 'e', Long: "edit", Help: "open an editor"},
			{Long: "get-color", Help: "find the color configured: slot [default]"},
			{Long: "get-colorbool", Help: "find the color setting: slot [stdout-is-tty]"},
			{Group: "Type"},
			{Short: 't', Long: "type", Arg: "type", Help: "value is given this type"},
			{Long: "bool", Help: "value is \"true\" or \"false\""},
			{Long: "int", Help: "value is decimal number"},
			{Long: "bool-or-int", Help: "value is --bool or --int"},
			{Long: "bool-or-str", Help: "value is --bool or string"},
			{Long: "path", Help: "value is a path (file or directory name)"},
			{Long: "expiry-date", Help: "value is an expiry date"},
			{Group: "Other"},
			{Short: 'z', Long: "null", Help: "terminate values with NUL byte"},
			{Long: "name-only", Help: "show variable names only"},
			{Long: "includes", Help: "respect include directives on lookup"},
			{Long: "show-origin", Help: "show origin of config (file, standard input, blob, command line)"},
			{Long: "show-scope", Help: "show scope of config (worktree, local, global, system, command)"},
			{Long: "default", Arg: "value", Help: "with --get, use default value when missing entry"},
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
	values porcelain.ValueReader
	sep    string // between key and value
	end    string // after each value
}

// configArgs are the least and the most arguments of an action.
func configArgs(action string) (least, most int) {
	switch action {
	case "set", "replace-all":
		return 2, 3
	case "add", "rename-section", "get-urlmatch":
		return 2, 2
	case "remove-section":
		return 1, 1
	case "list", "edit":
		return 0, 0
	}
	return 1, 2 // get, get-all, get-regexp, unset, unset-all, get-color, get-colorbool
}

func configActions() []string {
	return []string{"get", "get-all", "get-regexp", "get-urlmatch", "replace-all", "add", "unset", "unset-all",
		"rename-section", "remove-section", "list", "edit", "get-color", "get-colorbool"}
}

func runConfig(call *call) int {
	c := &configCall{call: call, sep: " ", end: "\n"}
	if code, ok := c.chooseType(); !ok {
		return code
	}
	if code, ok := c.chooseFile(); !ok {
		return code
	}
	if code, ok := c.chooseAction(); !ok {
		return code
	}
	if code, ok := c.checkOptions(); !ok {
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
	case "get-urlmatch":
		return c.getForURL()
	case "get-color":
		return c.getColor()
	case "get-colorbool":
		return c.getColorBool()
	case "edit":
		return c.editFile()
	default:
		return c.write()
	}
}

// wrong prints an error and the usage.
func (c *configCall) wrong(format string, args ...any) (int, bool) {
	c.errorf(format, args...)
	return c.usage(), false
}

// chooseType reads --type and the options that are short for it. Naming one
// type twice is allowed.
func (c *configCall) chooseType() (int, bool) {
	c.values.Home, c.values.Clock = c.env.Vars["HOME"], c.params().Clock()
	for _, g := range c.opts {
		kind := porcelain.ValueKind(g.opt.key())
		switch {
		case g.opt.key() == "type":
			kind = porcelain.ValueKind(g.value)
		case kind == "" || !kind.Known():
			continue
		}
		if g.off {
			c.values.Kind = ""
			continue
		}
		if !kind.Known() || kind == "" {
			return c.die("unrecognized --type argument, %s", kind), false
		}
		if c.values.Kind != "" && c.values.Kind != kind {
			return c.wrong("only one type at a time")
		}
		c.values.Kind = kind
	}
	return 0, true
}

func (c *configCall) chooseAction() (int, bool) {
	for _, name := range configActions() {
		if !c.flag(name) {
			continue
		}
		if c.action != "" {
			return c.wrong("only one action at a time")
		}
		c.action = name
	}
	if strings.HasPrefix(c.action, "get-color") && c.values.Kind != "" {
		return c.wrong("--get-color and variable type are incoherent")
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
	return 0, true
}

// checkOptions refuses options and numbers of arguments that the action has not.
func (c *configCall) checkOptions() (int, bool) {
	if c.flag("name-only") && c.action != "list" && c.action != "get-regexp" {
		return c.wrong("--name-only is only applicable to --list or --get-regexp")
	}
	if c.flag("show-origin") && !slices.Contains([]string{"get", "get-all", "get-regexp", "list"}, c.action) {
		return c.wrong("--show-origin is only applicable to --get, --get-all, --get-regexp, and --list")
	}
	if _, ok := c.value("default"); ok && c.action != "get" {
		return c.wrong("--default is only applicable to --get")
	}
	if c.flag("fixed-value") {
		at := 1
		switch c.action {
		case "set", "replace-all":
			at = 2
		case "get", "get-all", "get-regexp", "unset", "unset-all":
		default:
			at = len(c.args)
		}
		if len(c.args) <= at {
			return c.wrong("--fixed-value only applies with 'value-pattern'")
		}
	}
	n := len(c.args)
	switch least, most := configArgs(c.action); {
	case n >= least && n <= most:
		return 0, true
	case least == most:
		return c.wrong("wrong number of arguments, should be %d", least)
	default:
		return c.wrong("wrong number of arguments, should be from %d to %d", least, most)
	}
}
