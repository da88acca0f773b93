package language

import (
	"regexp"
	"strings"
)

// What patterns are put together from.
const (
	blank = `[ \t]+`
	gap   = `[ \t]*` // blanks, if any
	rest  = `.*`
	// indent is what may stand before a heading, and is not shown of it.
	indent = `^` + gap
	// name is an identifier.
	name = `[a-zA-Z_]\w*`
	// sum is a run of digits and signs: a number, or a small sum.
	sum = `[-+0-9.e]+`
	// exponent may end a number.
	exponent = `(?:[eE][-+]?[0-9]+)?`
	hex      = `[0-9a-fA-F]+`
)

// heading matches a line that is made of parts, from its first letter on.
func heading(parts ...string) string { return indent + `(` + strings.Join(parts, "") + `)$` }

// margin is heading for lines that may not be indented.
func margin(parts ...string) string { return `^(` + strings.Join(parts, "") + `)$` }

// any matches one of the words, given with blanks between them.
func any(words string) string { return `(?:` + strings.Join(strings.Fields(words), "|") + `)` }

// maybe matches the parts or nothing.
func maybe(parts ...string) string { return `(?:` + strings.Join(parts, "") + `)?` }

// many matches the parts as often as they come, or not at all.
func many(parts ...string) string { return `(?:` + strings.Join(parts, "") + `)*` }

// some matches the parts once or more often.
func some(parts ...string) string { return `(?:` + strings.Join(parts, "") + `)+` }

// words joins the kinds of words of a language.
func words(kinds ...string) string { return strings.Join(kinds, "|") }

// signs matches operators of several characters, given with blanks between them.
func signs(list string) string {
	var out []string
	for _, s := range strings.Fields(list) {
		out = append(out, regexp.QuoteMeta(s))
	}
	return strings.Join(out, "|")
}
