package diff

import (
	"regexp"
	"strings"

	"cairn/internal/git/diff/lines"
)

// DriverConfig is diff.<name>.* of the configuration.
type DriverConfig struct{ Binary, FuncName, WordRegex string }

// Configure lets the configuration override what a driver does. What cannot be
// compiled is left as it was.
func (d *Driver) Configure(c DriverConfig) {
	switch strings.ToLower(c.Binary) {
	case "true", "yes", "on", "1":
		d.Binary, d.Text = true, false
	case "false", "no", "off", "0":
		d.Binary, d.Text = false, true
	}
	if c.FuncName != "" {
		if h := headingBy(c.FuncName); h != nil {
			d.Heading = h
		}
	}
	if c.WordRegex != "" {
		if re := posix(c.WordRegex); re != nil {
			d.WordRegex = re
		}
	}
}

// BuiltinDriver is the driver that Git knows by this name; an unknown name
// gives an empty one.
func BuiltinDriver(name string) Driver {
	d := Driver{Name: name}
	for _, b := range builtins() {
		if b.name == name {
			d.Heading = headingBy(b.heading)
			d.WordRegex = posix(b.words + anyByte)
		}
	}
	return d
}

// anyByte lets every other visible character be a word of its own.
const anyByte = `|[^[:space:]]`

type builtin struct{ name, heading, words string }

// builtins describe, in our own patterns, where a function begins and what a
// word is in some languages.
func builtins() []builtin {
	const (
		number = `|[-+0-9.e]+`
		word   = `[a-zA-Z_][a-zA-Z0-9_]*`
	)
	return []builtin{
		{"python", `^[ 	]*((class|(async[ 	]+)?def)[ 	].*)$`,
			word + `|[-+0-9.e]+[jJlL]?|0[xX]?[0-9a-fA-F]+[lL]?|[-+*/<>%&^|=!]=|//=?|<<=?|>>=?|\*\*=?`},
		{"golang", "^[ \t]*(func[ \t]*.*(\\{[ \t]*)?)\n^[ \t]*(type[ \t].*(struct|interface)[ \t]*(\\{[ \t]*)?)",
			word + number + `|0[xX]?[0-9a-fA-F]+i?|[-+*/<>%&^|=!:]=|--|\+\+|<<=?|>>=?|&\^=?|&&|\|\||<-|\.{3}`},
		{"markdown", `^ {0,3}#{1,6}[ 	].*`, `[^<>= 	]+`},
		{"html", `^[ 	]*(<[Hh][1-6]([ 	].*)?>.*)$`, `[^<>= 	]+`},
		{"css", "![:;][[:space:]]*$\n^[:[@.#]?[_a-z0-9].*$", `-?[_a-zA-Z][-_a-zA-Z0-9]*|-?[0-9]+|#[0-9a-fA-F]+`},
		{"rust", "^[\t ]*((pub(\\([^\\)]+\\))?[\t ]+)?((async|const|unsafe|extern([\t ]+\"[^\"]+\"))[\t ]+)?(struct|enum|union|mod|trait|fn|impl|macro_rules!)[< \t]+[^;]*)$",
			word + `|[0-9][0-9_a-fA-Fiosuxz]*(\.([0-9]*[eE][+-]?)?[0-9_fF]*)?|[-+*\/<>%&^|=!:]=|<<=?|>>=?|&&|\|\||->|=>|\.{2}=|\.{3}|::`},
	}
}

// rule is one line of a funcname: "!" in front makes matching lines no heading.
type rule struct {
	re  *regexp.Regexp
	not bool
}

func posix(text string) *regexp.Regexp {
	re, err := regexp.Compile("(?m:" + text + ")")
	if err != nil {
		return nil
	}
	re.Longest()
	return re
}

// headingBy makes a heading function of patterns, one a line; the first that
// matches decides, and its first group is what is shown.
func headingBy(patterns string) func(string) (string, bool) {
	var rules []rule
	for _, p := range strings.Split(patterns, "\n") {
		text, not := strings.CutPrefix(p, "!")
		re := posix(text)
		if re == nil {
			return nil
		}
		rules = append(rules, rule{re, not})
	}
	return func(line string) (string, bool) {
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
}
