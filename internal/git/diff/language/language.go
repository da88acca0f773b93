// Package language describes the languages that gitattributes(5) names ("Defining
// a custom hunk-header"): in which lines a function or section begins, and what a
// word is. It holds patterns and compiles none; a language that Git does not know
// it does not know either.
//
// The patterns are put together from the words of each language, and were held against
// what git diff prints for lines of random tokens: that Git shows a Perl sub's prototype
// alone, say, is Git's way, and so it is here.
package language

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
