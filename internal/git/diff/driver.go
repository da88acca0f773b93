package diff

import (
	"regexp"
	"strings"
	"sync"

	"cairn/internal/git/diff/language"
	"cairn/internal/git/diff/lines"
	"cairn/internal/git/regex"
)

// DriverConfig is diff.<name>.* of the configuration. FuncName is a basic
// regular expression, XFuncName and WordRegex are extended ones.
type DriverConfig struct{ Binary, FuncName, XFuncName, WordRegex string }

// Configure lets the configuration override what a driver does. A pattern that
// cannot be used is the driver's Fault.
func (d *Driver) Configure(c DriverConfig) {
	switch strings.ToLower(c.Binary) {
	case "true", "yes", "on", "1":
		d.Binary, d.Text = true, false
	case "false", "no", "off", "0":
		d.Binary, d.Text = false, true
	}
	flavor, text := regex.Extended, c.XFuncName
	if text == "" {
		flavor, text = regex.Basic, c.FuncName
	}
	if text != "" {
		var rules []rule
		rules, d.Fault = configured(text, flavor)
		d.Heading = func(line string) (string, bool) { return find(rules, line) }
	}
	if c.WordRegex != "" {
		re, err := regex.Compile(c.WordRegex, regex.Extended, false)
		if err != nil {
			d.Fault = &PatternError{What: "invalid regular expression: ", Pattern: c.WordRegex}
			return
		}
		d.Words = func() *regexp.Regexp { return re }
	}
}

// PatternError says that a driver's pattern cannot be used.
type PatternError struct{ What, Pattern string }

func (e *PatternError) Error() string { return e.What + e.Pattern }

// configured reads patterns, one a line, "!" in front of those that match no heading.
func configured(patterns string, f regex.Flavor) ([]rule, error) {
	var rules []rule
	all := strings.Split(patterns, "\n")
	for i, p := range all {
		text, not := strings.CutPrefix(p, "!")
		if not && i == len(all)-1 {
			return nil, &PatternError{"Last expression must not be negated: ", p}
		}
		re, err := regex.Compile(text, f, false)
		if err != nil {
			return nil, &PatternError{"Invalid regexp to look for hunk header: ", text}
		}
		rules = append(rules, rule{re, not})
	}
	return rules, nil
}

// BuiltinDriver is the driver that Git knows by this name; an unknown name
// gives an empty one. Its patterns are compiled when the first line asks for them.
func BuiltinDriver(name string) Driver {
	d := Driver{Name: name}
	l, ok := language.Find(name)
	if !ok {
		return d
	}
	rules := sync.OnceValue(func() []rule {
		var out []rule
		for _, p := range l.Never {
			out = append(out, rule{regexp.MustCompile(p), true})
		}
		for _, p := range l.Headings {
			out = append(out, rule{regexp.MustCompile(p), false})
		}
		return out
	})
	d.Heading = func(line string) (string, bool) { return find(rules(), line) }
	d.Words = sync.OnceValue(func() *regexp.Regexp {
		re := regexp.MustCompile(l.Words)
		re.Longest()
		return re
	})
	return d
}

// rule is one pattern for headings; not: lines that match it are none.
type rule struct {
	re  *regexp.Regexp
	not bool
}

// find tells what is shown of a line that begins a function: the first rule that
// matches decides, and its first group is shown.
func find(rules []rule, line string) (string, bool) {
	line = strings.TrimRight(line, "\r\n")
	for _, r := range rules {
		m := r.re.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		if r.not {
			return "", false
		}
		from, to := m[0], m[1]
		if len(m) > 2 && m[2] >= 0 {
			from, to = m[2], m[3]
		}
		return lines.TrimHeading(line[from:to]), true
	}
	return "", false
}
