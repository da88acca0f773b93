// Package language describes the languages that gitattributes(5) names ("Defining
// a custom hunk-header"): in which lines a function or section begins, and what a
// word is. It holds patterns and compiles none; a language that Git does not know
// it does not know either.
//
// The patterns are our own. They were written from the languages and held against
// what git diff prints for some hundred thousand lines of random tokens.
package language

import (
	"regexp"
	"strings"
)

// Language is what Git knows of one. Patterns are Go's.
type Language struct {
	// Never match lines that are no heading, whatever Headings say.
	Never []string
	// Headings match lines that begin a function; the first group is what is shown
	// of the line, if there is one.
	Headings []string
	// Words matches one word. Any visible character that it leaves over is a word too.
	Words string
}

// Find gives a language by the name that a diff attribute has for it.
func Find(name string) (Language, bool) {
	for _, family := range []func(string) (Language, bool){brackets, scripts, classics, documents} {
		if l, ok := family(name); ok {
			l.Words += `|[^[:space:]]`
			return l, true
		}
	}
	return Language{}, false
}

const (
	// indent is what may stand before a heading, and is not shown of it.
	indent = `^[ \t]*`
	// name is an identifier.
	name = `[a-zA-Z_]\w*`
	// sum is a run of digits and signs: a number, or a small sum.
	sum = `[-+0-9.e]+`
)

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
