package cli

import (
	"errors"
	"regexp"
	"strings"

	"cairn/internal/git/config"
	"cairn/internal/git/porcelain"
	"cairn/internal/git/quote"
)

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
	var damaged *config.ParseError
	if errors.As(err, &damaged) && damaged.Source == config.FromBlob {
		return c.badBlob(damaged.Error())
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
		name := e.Origin.Name
		if !c.flag("null") {
			name = quote.Path(name, true)
		}
		c.printf("%s%s%s", e.Origin.Prefix(), name, sep)
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
	def, hasDefault := c.value("default")
	cfg, err := c.source()
	var absent *porcelain.NoConfigFileError
	if hasDefault && errors.As(err, &absent) {
		cfg, err = &config.Config{}, nil
	}
	if err != nil {
		return c.loadFailed(err)
	}
	var found []config.Entry
	for _, e := range cfg.Entries() {
		if wanted(e.Key.String()) && (match == nil || match(e.Value)) {
			found = append(found, e)
		}
	}
	if len(found) == 0 && hasDefault {
		text, err := c.values.Default(c.args[0], def)
		if err != nil {
			return c.fail(err)
		}
		c.printf("%s%s", text, c.end)
		return exitOK
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
		case c.action == "get-regexp" && (c.flag("name-only") || e.Implicit && c.values.Kind == ""):
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
	return c.values.Show(key, e)
}
