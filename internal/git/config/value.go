package config

import (
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"
)

// ValueError says that a value is not of the type that its key has, in Git's words.
type ValueError struct{ Text string }

func (e *ValueError) Error() string { return e.Text }

// Bool reads a boolean: true, yes, on, no value and any number but 0 are
// true; false, no, off, 0 and the empty value are false.
func (c *Config) Bool(key string, def bool) (bool, error) {
	e, ok := c.Last(key)
	if !ok {
		return def, nil
	}
	if e.Implicit {
		return true, nil
	}
	b, ok := ParseBool(e.Value)
	if !ok {
		return def, &ValueError{fmt.Sprintf("bad boolean config value '%s' for '%s'", e.Value, Canonical(key))}
	}
	return b, nil
}

// ParseBool reads a boolean value as Bool does.
func ParseBool(v string) (value, ok bool) {
	switch strings.ToLower(v) {
	case "true", "yes", "on":
		return true, true
	case "false", "no", "off", "":
		return false, true
	}
	n, err := parseNumber(v)
	if err != nil {
		return false, false
	}
	return n != 0, true
}

// Int reads a number, which may end in k, m or g.
func (c *Config) Int(key string, def int) (int, error) {
	e, ok := c.Last(key)
	if !ok {
		return def, nil
	}
	n, err := ParseInt(key, e)
	return int(n), err
}

// ParseInt reads the number of an entry; the error names the key as Git does.
func ParseInt(key string, e Entry) (int64, error) {
	n, err := parseNumber(e.Value)
	if err == nil && !e.Implicit {
		return n, nil
	}
	where := ""
	if e.Origin.Source != FromCommandLine && (e.Origin.Name != "" || e.Origin.Source == FromStdin) {
		where = " in " + e.Origin.place()
	}
	reason := "invalid unit"
	if errors.Is(err, errRange) {
		reason = "out of range"
	}
	return 0, &ValueError{fmt.Sprintf("bad numeric config value '%s' for '%s'%s: %s", e.Value, Canonical(key), where, reason)}
}

var errRange = strconv.ErrRange

func parseNumber(v string) (int64, error) {
	v = strings.TrimLeft(v, " \t")
	unit := int64(1)
	if v != "" {
		switch v[len(v)-1] {
		case 'k', 'K':
			unit = 1 << 10
		case 'm', 'M':
			unit = 1 << 20
		case 'g', 'G':
			unit = 1 << 30
		}
	}
	digits := v
	if unit > 1 {
		digits = v[:len(v)-1]
	}
	n, err := strconv.ParseInt(digits, 0, 64)
	if err != nil {
		return 0, err
	}
	if n > math.MaxInt64/unit || n < math.MinInt64/unit {
		return 0, errRange
	}
	return n * unit, nil
}

// Path reads a file name: "~/" stands for home.
func (c *Config) Path(key, home string) (string, bool, error) {
	v, ok := c.Get(key)
	if !ok {
		return "", false, nil
	}
	p, err := ExpandHome(v, home)
	return p, true, err
}

// ExpandHome puts the home folder in place of a leading "~". Other people's
// homes ("~ada/") are not looked up.
func ExpandHome(v, home string) (string, error) {
	if v != "~" && !strings.HasPrefix(v, "~/") {
		if strings.HasPrefix(v, "~") {
			return "", &ValueError{fmt.Sprintf("failed to expand user dir in: '%s'", v)}
		}
		return v, nil
	}
	if home == "" {
		return "", &ValueError{fmt.Sprintf("failed to expand user dir in: '%s'", v)}
	}
	return home + filepath.FromSlash(v[1:]), nil // a slash at the end stays
}

// Bad is the error about the value that a key has; cause, if there is one, says
// what is wrong with it.
func (c *Config) Bad(key string, cause error) error {
	e, _ := c.Last(key)
	return &VariableError{Entry: e, Cause: cause}
}
