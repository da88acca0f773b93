package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"cairn/internal/git/config"
)

// write does the actions that change a file.
func (c *configCall) write() int {
	switch c.file.Source {
	case config.FromStdin:
		return c.die("writing to stdin is not supported")
	case config.FromBlob:
		return c.die("writing config blobs is not supported")
	}
	if !c.file.Given() {
		if c.repo == nil {
			return c.die("not in a git directory")
		}
		c.file.Path = filepath.Join(c.repo.CommonDir(), "config")
		c.file.Shown = c.repo.Shown(c.file.Path)
	}
	err := c.change()
	var (
		key      *config.KeyError
		name     *config.NameError
		section  *config.SectionError
		multiple *config.MultipleError
		absent   *config.AbsentError
		lock     *config.LockError
		damaged  *config.ParseError
		long     *config.LongLineError
	)
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &damaged) && c.file.Shown != "":
		damaged.Name = c.file.Shown
		return c.fail(damaged)
	case errors.As(err, &long):
		long.Path = c.file.Shown
		return c.fail(long)
	case errors.As(err, &key):
		c.errorf("%s", key.Text)
		if key.Incomplete {
			return 2
		}
		return exitFail
	case errors.As(err, &name):
		c.errorf("%s", name)
		return 255
	case errors.As(err, &section):
		return c.die("%s", section)
	case errors.As(err, &absent):
		return 5
	case errors.As(err, &lock):
		lock.Path = c.file.Shown
		if strings.HasSuffix(c.action, "-section") {
			c.errorf("%s", lock.Short())
		} else {
			c.errorf("%s", lock)
		}
		return 255
	case errors.As(err, &multiple):
		c.warn("%s", multiple)
		if !strings.HasPrefix(c.action, "unset") {
			c.errorf("cannot overwrite multiple values with a single value\n"+
				"       Use a regexp, --add or --replace-all to change %s.", c.args[0])
		}
		return 5
	default:
		return c.fail(err)
	}
}

func (c *configCall) change() error {
	at := 2
	if strings.HasPrefix(c.action, "unset") {
		at = 1
	}
	match, err := c.valuePattern(at)
	if err != nil {
		return err
	}
	value := ""
	if c.action == "set" || c.action == "add" || c.action == "replace-all" {
		if _, err := config.ParseKey(c.args[0]); err != nil {
			return err
		}
		if value, err = c.values.Normal(c.args[0], c.args[1]); err != nil {
			return err
		}
	}
	return config.Edit(c.file.Path, c.file.Root, func(f *config.File) error {
		switch key := c.args[0]; c.action {
		case "set":
			return f.Set(key, value, match)
		case "add":
			return f.Add(key, value)
		case "replace-all":
			return f.ReplaceAll(key, value, match)
		case "unset", "unset-all":
			return f.Unset(key, match, c.action == "unset-all")
		case "rename-section":
			return f.RenameSection(key, c.args[1])
		case "remove-section":
			return f.RemoveSection(key)
		default:
			return fmt.Errorf("git config has no action %s", c.action)
		}
	})
}
