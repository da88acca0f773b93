package shell

import (
	"fmt"
	"strings"
)

// options are the parsed options of one command: how often each was given, and
// the value of the last.
type options struct {
	count map[string]int
	value map[string]string
	all   map[string][]string
	rest  []string
}

func (o *options) has(name string) bool { return o.count[name] > 0 }

// spec says which options a command has: short ones as letters, a colon after
// those that take a value; long ones map to a short one, with a colon when a
// value must follow.
type spec struct {
	short string
	long  map[string]string
}

// options parses the command's arguments as getopt_long does, operands and
// options in any order. A problem is told at once; ok is false then and the
// exit code is 2.
func (c *call) options(sp spec) (*options, bool) {
	o := &options{count: map[string]int{}, value: map[string]string{}, all: map[string][]string{}}
	for i := 0; i < len(c.args); i++ {
		arg := c.args[i]
		switch {
		case arg == "--":
			o.rest = append(o.rest, c.args[i+1:]...)
			return o, true
		case strings.HasPrefix(arg, "--"):
			used, problem := o.long(sp, arg[2:], c.args[i+1:])
			if problem != "" {
				return o, c.badOption(problem)
			}
			i += used
		case len(arg) > 1 && arg[0] == '-':
			used, problem := o.shorts(sp, arg[1:], c.args[i+1:])
			if problem != "" {
				return o, c.badOption(problem)
			}
			i += used
		default:
			o.rest = append(o.rest, arg)
		}
	}
	return o, true
}

func (o *options) set(name, value string) {
	o.count[name]++
	o.value[name] = value
	o.all[name] = append(o.all[name], value)
}

func (o *options) shorts(sp spec, letters string, next []string) (used int, problem string) {
	for i := range len(letters) {
		letter := letters[i : i+1]
		at := strings.Index(sp.short, letter)
		if at < 0 || letter == ":" {
			return 0, "option -" + letter + " is not supported in this console"
		}
		if at+1 >= len(sp.short) || sp.short[at+1] != ':' {
			o.set(letter, "")
			continue
		}
		if i+1 < len(letters) {
			o.set(letter, letters[i+1:])
			return 0, ""
		}
		if len(next) == 0 {
			return 0, "option requires an argument -- '" + letter + "'"
		}
		o.set(letter, next[0])
		return 1, ""
	}
	return 0, ""
}

func (o *options) long(sp spec, text string, next []string) (used int, problem string) {
	name, value, hasValue := strings.Cut(text, "=")
	target, ok := sp.long[name]
	if !ok {
		return 0, "option --" + name + " is not supported in this console"
	}
	short, wants := strings.CutSuffix(target, ":")
	switch {
	case wants && !hasValue && len(next) == 0:
		return 0, fmt.Sprintf("option '--%s' requires an argument", name)
	case wants && !hasValue:
		o.set(short, next[0])
		return 1, ""
	case !wants && hasValue:
		return 0, fmt.Sprintf("option '--%s' doesn't allow an argument", name)
	}
	o.set(short, value)
	return 0, ""
}

func (c *call) badOption(problem string) bool {
	c.complain("%s", problem)
	c.print(c.err, "usage: %s\n", c.usage())
	return false
}
