package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cairn/internal/git/color"
	"cairn/internal/git/config"
	"cairn/internal/git/porcelain"
)

// getForURL shows what is set for a URL: one variable, or a whole section.
func (c *configCall) getForURL() int {
	section, name, _ := strings.Cut(c.args[0], ".")
	cfg, code, ok := c.sourceOrNothing()
	if !ok {
		return code
	}
	found, err := cfg.ForURL(section, name, c.args[1])
	if err != nil {
		return c.fail(err)
	}
	for _, e := range found {
		short := e.Key.Section + "." + e.Key.Name
		text, err := c.values.Show(short, e)
		if err != nil {
			return c.fail(err)
		}
		c.origin(e)
		switch {
		case name == "" && e.Implicit && c.values.Kind == "":
			c.printf("%s%s", short, c.end)
		case name == "":
			c.printf("%s%s%s%s", short, c.sep, text, c.end)
		default:
			c.printf("%s%s", text, c.end)
		}
	}
	if len(found) == 0 {
		return exitFail
	}
	return exitOK
}

// sourceOrNothing is source, where a file that is missing holds nothing.
func (c *configCall) sourceOrNothing() (*config.Config, int, bool) {
	cfg, err := c.source()
	var absent *porcelain.NoConfigFileError
	if errors.As(err, &absent) {
		return &config.Config{}, 0, true
	}
	if err != nil {
		return nil, c.fail(err), false
	}
	return cfg, 0, true
}

// getColor prints the escape sequence of a colour setting, or of the default.
func (c *configCall) getColor() int {
	cfg, code, ok := c.sourceOrNothing()
	if !ok {
		return code
	}
	if e, ok := cfg.Last(c.args[0]); ok {
		reader := c.values
		reader.Kind = "color"
		text, err := reader.Show(e.Key.String(), e)
		if err != nil {
			return c.fail(err)
		}
		c.printf("%s", text)
		return exitOK
	}
	if len(c.args) < 2 {
		return exitOK
	}
	text, err := color.Parse(c.args[1])
	if err != nil {
		c.errorf("%s", err)
		return c.die("unable to parse default color value")
	}
	c.printf("%s", text)
	return exitOK
}

// getColorBool tells whether a command would colour its output: by a word when
// it is told whether that goes to a terminal, by the exit code otherwise.
func (c *configCall) getColorBool() int {
	cfg, code, ok := c.sourceOrNothing()
	if !ok {
		return code
	}
	terminal := c.env.Terminal
	if len(c.args) == 2 {
		on, ok := config.ParseBool(c.args[1])
		if !ok {
			return c.die("bad boolean config value '%s' for 'command line'", c.args[1])
		}
		terminal = on
	}
	on, err := colorSetting(cfg, c.args[0], terminal && c.env.Vars["TERM"] != "dumb")
	if err != nil {
		return c.fail(err)
	}
	if len(c.args) == 2 {
		c.println(fmt.Sprint(on))
		return exitOK
	}
	if !on {
		return exitFail
	}
	return exitOK
}

// colorSetting decides by a setting, or by color.ui when there is none.
func colorSetting(cfg *config.Config, key string, terminal bool) (bool, error) {
	for _, key := range []string{key, "color.ui"} {
		e, ok := cfg.Last(key)
		if !ok {
			continue
		}
		switch strings.ToLower(e.Value) {
		case "never":
			return false, nil
		case "always":
			return true, nil
		case "auto":
			return terminal, nil
		}
		on, err := cfg.Bool(key, true)
		return on && terminal, err
	}
	return terminal, nil
}

// newGlobal is what the editor is given where there is no file yet.
const newGlobal = `# This is Git's per-user configuration file.
[user]
# Please adapt and uncomment the following lines:
#	name = %s
#	email = %s
`

// editFile opens the editor on the file.
func (c *configCall) editFile() int {
	switch {
	case c.file.Source == config.FromStdin:
		return c.die("editing stdin is not supported")
	case c.file.Source == config.FromBlob:
		return c.die("editing blobs is not supported")
	case !c.file.Given() && c.repo == nil:
		return c.die("not in a git directory")
	case !c.file.Given():
		c.nameLocal()
	}
	if err := c.file.Root.Check(c.file.Path); err != nil {
		return c.fail(err)
	}
	if c.flag("global") {
		if err := c.beginGlobal(); err != nil {
			return c.fail(err)
		}
	}
	if c.edit(c.file.Path) != nil {
		return exitOK // Git does not mind
	}
	return exitOK
}

func (c *configCall) beginGlobal() error {
	if _, err := os.Stat(c.file.Path); err == nil {
		return nil
	}
	name, email := c.env.Vars["USER"], ""
	if c.repo != nil {
		if who, err := c.repo.Committer(); err == nil {
			name, email = who.Name, who.Email
		}
	}
	if err := os.MkdirAll(filepath.Dir(c.file.Path), 0o777); err != nil {
		return fmt.Errorf("make room for %s: %w", c.file.Shown, err)
	}
	if err := os.WriteFile(c.file.Path, fmt.Appendf(nil, newGlobal, name, email), 0o666); err != nil {
		return fmt.Errorf("write %s: %w", c.file.Shown, err)
	}
	return nil
}
