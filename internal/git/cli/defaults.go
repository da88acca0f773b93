package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"cairn/internal/git/color"
	"cairn/internal/git/config"
	"cairn/internal/git/porcelain"
)

// checkDefaults refuses values that Git refuses before nearly every command (git-config(1)): the first bad one in the order
// of the files ends it. `git config` itself, which can mend them, and a few others do not look.
func (c *call) checkDefaults() error {
	switch c.cmd.Name {
	case "config", "init", "clone", "rev-parse", "help", "version", "var":
		return nil
	}
	name := c.cmd.Name
	check := defaultsCheck{
		commit: name == "commit", page: name == "status" || name == "commit",
		conflict: slices.Contains(conflictCommands(), name),
		patch:    slices.Contains(patchCommands(), name), color: slices.Contains(colorCommands(), name),
	}
	for _, e := range c.repo.Config().Entries() {
		if err := check.entry(e); err != nil {
			return err
		}
	}
	return nil
}

// patchCommands read color.diff.
func patchCommands() []string { return []string{"diff", "log", "show", "status", "commit"} }

// colorCommands read color.ui.
func colorCommands() []string { return append(patchCommands(), "branch", "blame", "clean", "grep") }

// conflictCommands read merge.conflictStyle whether or not they come to a conflict.
func conflictCommands() []string { return []string{"checkout", "switch", "restore", "merge-file"} }

// defaultsCheck knows which settings the command reads.
type defaultsCheck struct{ commit, page, conflict, patch, color bool }

func (d defaultsCheck) entry(e config.Entry) error {
	switch k := e.Key; {
	case !k.HasSub:
		return d.plain(e)
	case k.Section == "color" && (d.page && k.Sub == "status" || d.patch && k.Sub == "diff"):
		if _, err := color.Parse(e.Value); err != nil {
			return &config.VariableError{Entry: e, Cause: err}
		}
	}
	return nil
}

func (d defaultsCheck) plain(e config.Entry) error {
	switch name := e.Key.String(); name {
	case "core.filemode", "core.trustctime", "core.quotepath", "core.symlinks", "core.ignorecase", "user.useconfigonly":
		return boolOr(e)
	case "core.autocrlf":
		return boolOr(e, "input")
	case "core.safecrlf":
		return boolOr(e, "warn")
	case "core.logallrefupdates":
		return boolOr(e, "always")
	case "core.abbrev":
		return goodAbbrev(e)
	case "core.compression", "core.loosecompression":
		n, err := number(e)
		if err == nil && (n < -1 || n > 9) {
			err = &config.ValueError{Text: fmt.Sprintf("bad zlib compression level %d", n)}
		}
		return err
	case "color.ui":
		if d.color {
			return boolOr(e, "never", "always", "auto")
		}
	case "commit.gpgsign", "commit.status":
		if d.commit {
			return boolOr(e)
		}
	case "diff.algorithm":
		if d.patch && !slices.Contains([]string{"default", "myers", "minimal", "patience", "histogram"}, strings.ToLower(e.Value)) {
			return &config.VariableError{Entry: e}
		}
	case "merge.conflictstyle":
		if d.conflict {
			_, err := porcelain.ConfiguredStyle(e)
			return err
		}
	case "push.default":
		return goodPush(e)
	case "user.name", "user.email":
		if e.Implicit {
			return &config.VariableError{Entry: e, Cause: fmt.Errorf("missing value for '%s'", name)}
		}
	case "status.showuntrackedfiles":
		if d.page && !slices.Contains([]string{"no", "normal", "all"}, e.Value) {
			return &config.VariableError{Entry: e, Cause: fmt.Errorf("Invalid untracked files mode '%s'", e.Value)}
		}
	case "color.status":
		if d.page {
			return boolOr(e, "never", "always", "auto")
		}
	case "color.diff":
		if d.patch {
			return boolOr(e, "never", "always", "auto")
		}
	default:
		if e.Key.Section == "advice" {
			return boolOr(e)
		}
	}
	return nil
}

// boolOr wants a boolean or one of the words.
func boolOr(e config.Entry, words ...string) error {
	if e.Implicit || slices.Contains(words, strings.ToLower(e.Value)) {
		return nil
	}
	if _, ok := config.ParseBool(e.Value); ok {
		return nil
	}
	return &config.ValueError{Text: fmt.Sprintf("bad boolean config value '%s' for '%s'", e.Value, e.Key)}
}

// number wants a number; here Git does not name the file.
func number(e config.Entry) (int64, error) {
	e.Origin = config.Origin{Source: config.FromCommandLine}
	return config.ParseInt(e.Key.String(), e)
}

func goodAbbrev(e config.Entry) error {
	if e.Implicit {
		return &config.VariableError{Entry: e, Cause: errors.New("missing value for 'core.abbrev'")}
	}
	switch strings.ToLower(e.Value) {
	case "auto", "no", "off", "false":
		return nil
	}
	n, err := number(e)
	if err == nil && (n < 4 || n > 40) {
		return &config.VariableError{Entry: e, Cause: fmt.Errorf("abbrev length out of range: %d", n)}
	}
	return err
}

func goodPush(e config.Entry) error {
	switch e.Value {
	case "nothing", "matching", "simple", "upstream", "tracking", "current":
		return nil
	}
	return &config.VariableError{Entry: e, Cause: fmt.Errorf("malformed value for push.default: %s\n"+
		"error: must be one of nothing, matching, simple, upstream or current", e.Value)}
}
