package language

// documents are the languages of texts.
func documents(lang string) (Language, bool) {
	const text = `[^<>= \t]+`
	switch lang {
	case "html":
		return Language{Headings: []string{indent + `(<[Hh][1-6]([ \t].*)?>.*)$`}, Words: text}, true
	case "markdown":
		return Language{Headings: []string{`^ {0,3}#{1,6}[ \t].*`}, Words: text}, true
	case "bibtex":
		return Language{Headings: []string{`(@[a-zA-Z]+[ \t]*\{?[ \t]*[^ \t"@',\\#}{~%]*).*$`}, Words: `[={}"]|[^={}" \t]+`}, true
	case "fountain":
		return Language{Headings: []string{`(?i)^((\.[^.]|(int|ext|est|int\.?/ext|i/e)[. ]).*)$`}, Words: `[^ \t-]+`}, true
	case "tex":
		return Language{Headings: []string{`^(\\((sub)*section|chapter|part)\*?\{.*)$`}, Words: `\\[a-zA-Z@]+|\\.|[a-zA-Z0-9\x{80}-\x{ff}]+`}, true
	}
	return Language{}, false
}
