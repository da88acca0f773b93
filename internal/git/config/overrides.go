package config

import (
	"math"
	"strconv"
	"strings"
)

// overrides adds the values of the environment and of the command line.
func (l *loader) overrides() error {
	if count, ok := l.Env["GIT_CONFIG_COUNT"]; ok && count != "" {
		n, err := strconv.Atoi(count)
		if err != nil || n < 0 {
			return &ValueError{"bogus count in GIT_CONFIG_COUNT"}
		}
		if n > math.MaxInt32 {
			return &ValueError{"too many entries in GIT_CONFIG_COUNT"}
		}
		for i := range n {
			name := "GIT_CONFIG_KEY_" + strconv.Itoa(i)
			key, ok := l.Env[name]
			if !ok {
				return &ValueError{"missing config key " + name}
			}
			name = "GIT_CONFIG_VALUE_" + strconv.Itoa(i)
			value, ok := l.Env[name]
			if !ok {
				return &ValueError{"missing config value " + name}
			}
			if err := l.override(Override{Key: key, Value: value}); err != nil {
				return err
			}
		}
	}
	list, err := parameters(l.Env["GIT_CONFIG_PARAMETERS"])
	if err != nil {
		return err
	}
	for _, o := range append(list, l.Overrides...) {
		if err := l.override(o); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) override(o Override) error {
	k, err := ParseKey(o.Key)
	if err != nil {
		return err
	}
	e := Entry{Key: k, Value: o.Value, Implicit: o.Implicit, Origin: Origin{Scope: Command, Source: FromCommandLine}}
	l.out.add(e)
	if !l.flat && l.includes(k, "") && !o.Implicit {
		return l.include(e.Value, "", e.Origin, 0)
	}
	return nil
}

// parameters reads GIT_CONFIG_PARAMETERS, by which a git hands its -c on to
// those that it starts: 'key=value' or 'key'='value', quoted as for a shell.
func parameters(text string) ([]Override, error) {
	var list []Override
	for text = strings.TrimLeft(text, " "); text != ""; text = strings.TrimLeft(text, " ") {
		key, rest, ok := dequote(text)
		if !ok {
			return nil, &ValueError{"bogus format in GIT_CONFIG_PARAMETERS"}
		}
		o := Override{Key: key, Implicit: true}
		switch {
		case !strings.HasPrefix(rest, "="):
			if k, v, ok := strings.Cut(key, "="); ok {
				o = Override{Key: k, Value: v}
			}
		case rest == "=" || rest[1] == ' ':
			rest = rest[1:]
		default:
			value, after, ok := dequote(rest[1:])
			if !ok {
				return nil, &ValueError{"bogus format in GIT_CONFIG_PARAMETERS"}
			}
			o, rest = Override{Key: key, Value: value}, after
		}
		if rest != "" && rest[0] != ' ' {
			return nil, &ValueError{"bogus format in GIT_CONFIG_PARAMETERS"}
		}
		list, text = append(list, o), rest
	}
	return list, nil
}

// dequote reads a word in single quotes, in which \' and \! stand outside of them.
func dequote(text string) (word, rest string, ok bool) {
	var out []byte
	for strings.HasPrefix(text, "'") {
		part, after, closed := strings.Cut(text[1:], "'")
		if !closed {
			return "", "", false
		}
		out = append(out, part...)
		escaped := len(after) > 2 && after[0] == '\\' && (after[1] == '\'' || after[1] == '!') && after[2] == '\''
		if !escaped {
			return string(out), after, true
		}
		out = append(out, after[1])
		text = after[2:]
	}
	return "", "", false
}
